from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts import service
from engage.accounts.models import Invitation, Membership, Person, Role
from engage.authorities.models import Authority
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_council, a_person, sign_in


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session, name="Marlbury Council", slug="marlbury")


@pytest.fixture
def admin(sessions: Sessions, council: Authority) -> Person:
    with sessions.write() as session:
        return a_person(session, Role.COUNCIL_ADMIN, at=council, name="Zoe Admin")


@pytest.fixture
def browser(client: FlaskClient, sessions: Sessions, admin: Person) -> Browser:
    sign_in(client, sessions, admin)
    return Browser(client)


@pytest.fixture
def officer(sessions: Sessions, council: Authority) -> Person:
    with sessions.write() as session:
        return a_person(session, Role.OFFICER, at=council, name="Olu Officer")


NEW = {"name": "Ida Novak", "email": "Ida@Marlbury.example.org", "role": "officer"}


def test_the_only_council_is_opened_at_once(browser: Browser, council: Authority) -> None:
    assert browser.get("/council", status=303).location == "/council/marlbury"
    page = browser.follow()
    assert "Zoe Admin" in page.words and "Council administrator" in page.words


def test_the_administrator_is_told_what_notices_still_need(
    browser: Browser, sessions: Sessions, council: Authority
) -> None:
    page = browser.get("/council/marlbury")
    assert "Complete the details of your council" in page.words
    with sessions.write() as session:
        here = session.get_one(Authority, council.id)
        here.ppon, here.street = "PJYG-6658-PPMY", "1 Market Street"
        here.locality, here.postcode = "Marlbury", "MB1 1AA"
    assert "Complete the details" not in browser.get("/council/marlbury").words


def test_of_several_councils_one_is_chosen(
    browser: Browser, sessions: Sessions, admin: Person
) -> None:
    with sessions.write() as session:
        other = a_council(session, name="Brackley Council", slug="brackley")
        session.add(Membership(person_id=admin.id, authority_id=other.id, role=Role.COUNCIL_ADMIN))
    page = browser.get("/council")
    assert "/council/brackley" in page.links() and "/council/marlbury" in page.links()


def test_inviting_owes_an_invitation(
    browser: Browser, sessions: Sessions, admin: Person, council: Authority
) -> None:
    browser.submit("/council/marlbury/invite", NEW)
    assert "Ida Novak" in browser.follow().words
    with sessions.read() as session:
        invitation = session.scalars(select(Invitation)).one()
        event = session.scalars(select(RecordedEvent)).one()
    assert (invitation.email, invitation.role) == ("ida@marlbury.example.org", Role.OFFICER)
    assert (invitation.invited_by, event.actor_id) == (admin.id, admin.id)
    assert event.subject_id == invitation.id
    page = browser.submit("/council/marlbury/invite", NEW, status=422)
    assert "Send it again instead" in page.words


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {**NEW, "name": ""},
        {**NEW, "name": "x" * 121},
        {**NEW, "email": "a@b.org, c@d.org"},
        {**NEW, "email": "a@b.org\nBcc: c@d.org"},
        {**NEW, "role": "king"},
        {**NEW, "role": ""},
    ],
)
def test_a_bad_invitation_is_refused(browser: Browser, wrong: dict[str, str]) -> None:
    page = browser.submit("/council/marlbury/invite", wrong, status=422)
    assert "There is a problem" in page.words


def test_an_invitation_can_be_sent_again_and_withdrawn(
    browser: Browser, sessions: Sessions
) -> None:
    browser.submit("/council/marlbury/invite", NEW)
    with sessions.read() as session:
        address = f"/council/marlbury/invitations/{session.scalars(select(Invitation.id)).one()}"
    browser.submit("/council/marlbury/invitations", to=f"{address}/resend")
    browser.submit("/council/marlbury/invitations", to=f"{address}/withdraw")
    assert "Nobody is waiting" in browser.follow().words
    browser.post(f"{address}/resend", status=404)
    with sessions.read() as session:
        names = sorted(session.scalars(select(RecordedEvent.name)))
    assert names == ["invitation.made", "invitation.made", "invitation.withdrawn"]


def test_roles_are_given_and_taken(
    browser: Browser, sessions: Sessions, officer: Person, council: Authority
) -> None:
    address = f"/council/marlbury/people/{officer.id}"
    browser.submit(address, {"role": "auditor"}, to=f"{address}/roles/give")
    page = browser.follow()
    assert "Olu Officer is now auditor" in page.words
    browser.submit(address, {"role": "officer"}, to=f"{address}/roles/remove")
    gone = browser.submit(address, {"role": "auditor"}, to=f"{address}/roles/remove")
    assert gone.location == "/council/marlbury"
    assert (
        "Olu Officer"
        not in browser.get("/council/marlbury").text.split("</main>")[0].split("<table")[1]
    )
    browser.get(address, status=404)


def test_a_role_once_taken_counts_at_once(
    app: Flask, browser: Browser, sessions: Sessions, admin: Person, council: Authority
) -> None:
    with sessions.write() as session:
        second = a_person(session, Role.COUNCIL_ADMIN, at=council)
    theirs = app.test_client()
    sign_in(theirs, sessions, second)
    Browser(theirs).get("/council/marlbury")
    address = f"/council/marlbury/people/{second.id}"
    browser.submit(address, {"role": "council administrator"}, to=f"{address}/roles/remove")
    Browser(theirs).get("/council/marlbury", status=404)


def test_the_last_administrator_stays(browser: Browser, admin: Person) -> None:
    address = f"/council/marlbury/people/{admin.id}"
    role = {"role": "council administrator"}
    page = browser.submit(address, role, to=f"{address}/roles/remove", status=422)
    assert "the only administrator" in page.words
    browser.post(f"{address}/disable", status=422)


def test_giving_up_ones_own_role_leads_home(
    browser: Browser, sessions: Sessions, admin: Person, council: Authority
) -> None:
    with sessions.write() as session:
        a_person(session, Role.COUNCIL_ADMIN, at=council)
    address = f"/council/marlbury/people/{admin.id}"
    role = {"role": "council administrator"}
    assert browser.submit(address, role, to=f"{address}/roles/remove").location == "/account"
    browser.follow()


def test_an_account_is_switched_off_and_on(
    app: Flask, browser: Browser, sessions: Sessions, officer: Person
) -> None:
    theirs = app.test_client()
    sign_in(theirs, sessions, officer)
    address = f"/council/marlbury/people/{officer.id}"
    browser.submit(address, to=f"{address}/disable")
    Browser(theirs).get("/account", status=303)
    assert "Switched off" in browser.get("/council/marlbury").words
    browser.submit(address, to=f"{address}/enable")
    assert "Can sign in" in browser.get("/council/marlbury").words


@pytest.mark.parametrize("number", [3, 30])
def test_lists_cost_the_same_with_many_rows(
    browser: Browser, sessions: Sessions, council: Authority, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        for each in range(number):
            a_person(session, Role.OFFICER, Role.APPROVER, at=council)
            address = f"new{each}@example.org"
            service.invite(
                session, council, email=address, name="N", role=Role.AUDITOR, by=None, at=NOW
            )
    with queries() as seen:
        assert browser.get("/council/marlbury").text.count("Officer, Approver") == number
    assert len(seen) == 5
    with queries() as seen:
        page = browser.get("/council/marlbury/invitations")
    assert page.text.count("/withdraw") == number
    assert len(seen) == 4


def test_long_lists_have_pages(browser: Browser, sessions: Sessions, council: Authority) -> None:
    with sessions.write() as session:
        for _ in range(60):
            a_person(session, Role.OFFICER, at=council)
    assert "1 to 50 of 61 people" in browser.get("/council/marlbury").words
    assert "51 to 61 of 61 people" in browser.get("/council/marlbury?page=2").words
    for wrong in ("0", "x", "-1", "9" * 30):
        browser.get(f"/council/marlbury?page={wrong}", status=404)


def test_an_expired_invitation_says_so(
    browser: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        before = NOW - timedelta(days=3)
        service.invite(
            session, council, email="a@b.org", name="N", role=Role.AUDITOR, by=None, at=before
        )
    page = browser.get("/council/marlbury/invitations")
    assert "The link has expired" in page.words
    assert "90 days after the link stopped working" in page.words
