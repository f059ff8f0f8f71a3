"""The directory of suppliers, and the page of one."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.models import Membership, Role
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.ids import uuid7
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    a_council,
    a_supplier,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)
from tests.notifications.post import a_message


def a_message_of(session: Session, challenge: Challenge, recipient: str) -> None:
    about = {"authority_id": challenge.authority_id, "challenge_id": challenge.id}
    a_message(session, recipient=recipient, subject_id=challenge.id, **about)


@pytest.mark.slow
def test_filters_are_in_the_address(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        officer = an_officer(session, a_council(session))
        a_supplier(session, name="Idea House", about="We dry damp homes.", regions=["UKE"])
        a_supplier(session, name="Ash Gardens", about="We plant trees.")
    sign_in(client, sessions, officer)
    browser = Browser(client)
    assert "/desk/suppliers" in browser.get("/desk").links()
    words = browser.get("/desk/suppliers").words
    assert "2 suppliers" in words and "Idea House" in words and "Ash Gardens" in words
    words = browser.get("/desk/suppliers?q=damp&region=UKE&new=yes").words
    assert "1 supplier" in words and "Ash Gardens" not in words and "New to" in words
    assert "Nobody fits" in browser.get("/desk/suppliers?q=zebra").words
    strange = "size=huge&cpv=x&region=nowhere&q=" + "x" * 500
    browser.get(f"/desk/suppliers?{strange}", status=422)
    browser.get("/desk/suppliers?page=2", status=404)


def test_a_supplier_shows_what_was_with_this_council_and_no_other(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        here, there = a_council(session), a_council(session)
        officer = an_officer(session, here)
        supplier = a_supplier(session, name="Idea House", access_needs="Captions", codes=["72267"])
        for council, title in ((here, "Dry homes"), (there, "Secret gardens")):
            challenge = an_open_challenge(session, council, title=title)
            interest = an_interest(session, challenge, supplier_id=supplier.id, name=f"Ida {title}")
            for address in (supplier.email, interest.email):
                a_message_of(session, challenge, address)
    sign_in(client, sessions, officer)
    browser = Browser(client)
    words = browser.get(f"/desk/suppliers/{supplier.id}").words
    assert "Dry homes" in words and "Ida Dry homes" in words and "2 messages" in words
    assert "Software maintenance and repair services (72267000)" in words
    assert "Secret gardens" not in words and "Captions" not in words
    browser.get(f"/desk/suppliers/{supplier.id}?council={there.slug}", status=404)
    browser.get(f"/desk/suppliers/{uuid7()}", status=404)


def test_who_works_for_two_councils_chooses(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        first, second = a_council(session, name="Alton"), a_council(session, name="Brigg")
        officer = an_officer(session, first)
        supplier = a_supplier(session, name="Idea House")
        an_interest(session, an_open_challenge(session, first), supplier_id=supplier.id)
        about = {"person_id": officer.id, "authority_id": second.id}
        session.add(Membership(role=Role.OFFICER, **about))
    sign_in(client, sessions, officer)
    browser = Browser(client)
    assert "Idea House" not in browser.get("/desk/suppliers?new=yes").words
    assert "Idea House" in browser.get(f"/desk/suppliers?new=yes&council={second.slug}").words
    page = browser.get(f"/desk/suppliers/{supplier.id}?council={second.slug}")
    assert "new to Brigg" in page.words


@pytest.mark.parametrize("number", [3, 30])
def test_the_directory_costs_as_much_however_long(
    number: int, client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer, challenge = an_officer(session, council), an_open_challenge(session, council)
        for _ in range(number):
            supplier = a_supplier(session, about="Damp", codes=["72"], regions=["UKE"])
            an_interest(session, challenge, supplier_id=supplier.id)
            a_message_of(session, challenge, supplier.email)
            a_message_of(session, challenge, "one@example.org")
        supplier.email = "one@example.org"
    sign_in(client, sessions, officer)
    with queries() as seen:
        words = Browser(client).get("/desk/suppliers?q=damp&cpv=72000000").words
    assert len(seen) <= 7 and f"{number} suppliers" in words
    with queries() as seen:
        words = Browser(client).get(f"/desk/suppliers/{supplier.id}").words
    assert len(seen) <= 8 and f"{number} messages" in words
