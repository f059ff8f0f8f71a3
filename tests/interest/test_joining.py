from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Invitation
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.suppliers import service as suppliers
from engage.suppliers.models import Supplier
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_supplier,
    a_supplier_user,
    an_interest,
    an_open_challenge,
    sign_in,
    use_link,
)

PASSWORD = "kettle marble sunrise"


def invited(sessions: Sessions) -> Invitation:
    with sessions.read() as session:
        return session.scalars(select(Invitation)).one()


def accepted(app: Flask, invitation: Invitation) -> Browser:
    token = app.extensions["signer"].sign(accounts.INVITATION, str(invitation.id), at=NOW)
    browser = Browser(app.test_client())
    browser.submit(f"/invitation/{token}", {"password": PASSWORD})
    return browser


def an_own_address(sessions: Sessions) -> Interest:
    with sessions.write() as session:
        supplier = a_supplier(session, name="Idea House", email="ida@example.org")
        challenge = an_open_challenge(session, title="Dry homes")
        about = {"email": supplier.email, "supplier_id": supplier.id}
        interest = an_interest(session, challenge, **about)
        session.refresh(interest, ["challenge"])
        return interest


def test_from_a_link_to_an_account(app: Flask, client: FlaskClient, sessions: Sessions) -> None:
    interest = an_own_address(sessions)
    use_link(client, interest)
    room = f"/my/challenges/{interest.challenge.reference}"
    browser = Browser(client)
    browser.submit(room, to=f"{room}/account")
    assert "a link to choose a password" in browser.follow().words
    browser.post(f"{room}/account", status=409)  # once is enough
    invitation = invited(sessions)
    assert (invitation.email, invitation.supplier_id) == (interest.email, interest.supplier_id)
    assert "Dry homes" in accepted(app, invitation).get("/my").words


def test_no_other_address_opens_an_account_of_a_supplier(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        interest = an_interest(session, an_open_challenge(session), supplier_id=supplier.id)
        session.refresh(interest, ["challenge"])
    use_link(client, interest)
    room = f"/my/challenges/{interest.challenge.reference}"
    browser = Browser(client)
    assert "Choose a password" not in browser.get(room).words
    browser.post(f"{room}/account", status=409)


def test_a_colleague_is_invited(app: Flask, client: FlaskClient, sessions: Sessions) -> None:
    interest = an_own_address(sessions)
    with sessions.write() as session:
        supplier = session.get_one(Supplier, interest.supplier_id)
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    browser = Browser(client)
    path = f"/my/profile/{supplier.id}/invite"
    assert path in browser.get(f"/my/profile/{supplier.id}/people").links()
    typed = {"name": "Cy Colleague", "email": "cy@example.org"}
    browser.submit(path, typed)
    again = browser.submit(path, typed, status=422)
    assert "on its way" in again.words
    with sessions.read() as session:
        new = session.scalars(select(Invitation).where(Invitation.used_at.is_(None))).one()
    assert "Dry homes" in accepted(app, new).get("/my").words


def the_link_sent(app: Flask, sessions: Sessions, email: str) -> str:
    """The address of the one link that acts for a supplier and was sent there."""
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        wanted = select(Message).where(Message.template == "acting-link")
        [mail] = session.scalars(wanted.where(Message.recipient == email))
        signed = app.extensions["signer"].sign(suppliers.ACTING, str(mail.subject_id), at=NOW)
        return f"/my/acting/{signed}"


def taken_up(app: Flask, sessions: Sessions, browser: Browser) -> Browser:
    """The newest invitation, taken up without a password in this browser."""
    with sessions.read() as session:
        newest = session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()
    assert newest is not None
    token = app.extensions["signer"].sign(accounts.INVITATION, str(newest.id), at=NOW)
    browser.submit(f"/invitation/{token}", {"links": "yes"})
    return browser


Firms = tuple[Interest, UUID, UUID]
"""The first firm's interest, the second firm, and the person who acts for that one by links."""


def two_firms(sessions: Sessions) -> Firms:
    interest = an_own_address(sessions)
    with sessions.write() as session:
        assert interest.supplier_id is not None
        suppliers.join(session, interest.supplier_id, email=interest.email, name="Ida", at=NOW)
        other = a_supplier(session, name="Ash Gardens")
        an_interest(session, an_open_challenge(session, title="Plant trees"), supplier_id=other.id)
        person = suppliers.join(session, other.id, email="ash@example.org", name="Ash", at=NOW)
        return interest, other.id, person.id


def as_owner(app: Flask, client: FlaskClient, sessions: Sessions, interest: Interest) -> Browser:
    """From the link to one room, which does not open all of them, to the link that does."""
    use_link(client, interest)
    home = f"/my/profile/{interest.supplier_id}"
    contact, owner = Browser(client), Browser(app.test_client())
    contact.get(f"{home}/people", status=404)
    contact.submit(home, to=f"{home}/link")
    assert "We send the link by e-mail" in contact.follow().words
    owner.submit(the_link_sent(app, sessions, interest.email), {})
    page = owner.follow()
    assert "Dry homes" in page.words and "/my/profile" in page.links()
    assert f"{home}/people" in owner.get(home).links()
    return owner


@pytest.mark.slow
def test_several_people_act_for_suppliers_by_links_alone(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    """From the main contact's room link to a colleague who acts for two suppliers, and leaves."""
    (interest, other, ash), invitee = two_firms(sessions), {"name": "Cy", "email": "cy@example.org"}
    owner, home = as_owner(app, client, sessions, interest), f"/my/profile/{interest.supplier_id}"
    owner.submit(f"{home}/invite", invitee)
    colleague = taken_up(app, sessions, Browser(app.test_client()))
    words = colleague.follow().words
    assert "You act for Idea House" in words and "Dry homes" in words
    colleague.get(f"/my/challenges/{interest.challenge.reference}")
    colleague.get(f"{home}/invite", status=403)
    token = app.extensions["signer"].sign(suppliers.ACTING, str(ash), at=NOW)
    second = Browser(app.test_client())
    second.submit(f"/my/acting/{token}", {})
    second.submit(f"/my/profile/{other}/invite", invitee)
    words = taken_up(app, sessions, colleague).follow().words
    assert "Dry homes" in words and "Plant trees" in words
    [them] = [each for each in owner.get(f"{home}/people").links() if each.endswith("/owner")]
    owner.submit(them.removesuffix("/owner"), {})
    assert "Cy is removed" in owner.follow().words
    words = colleague.get("/my").words
    assert "Dry homes" not in words and "Plant trees" in words
