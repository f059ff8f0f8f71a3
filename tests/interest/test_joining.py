from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts import service as accounts
from engage.accounts.models import Invitation
from engage.interest.models import Interest
from engage.kernel.db import Sessions
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
