"""The officer's pages of invitations, and the page that an invitation leads to."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.interest.models import Interest, InvitationLine, Invited, State
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.mailbox import read_folder
from engage.kernel.paging import Page
from engage.kernel.transports import FolderTransport
from engage.notifications.models import Message
from engage.notifications.service.sending import Post, send_due
from engage.subscriptions import SUBSCRIPTIONS
from tests.conftest import Queries
from tests.factories import (
    a_person,
    a_supplier,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)
from tests.interest.inviting import an_invitation_line, an_invited

LIST = "Ida Novak <ida@example.org>\nBo, b@example.org\nnobody\nIDA@example.org"


@pytest.fixture
def challenge(sessions: Sessions, client: FlaskClient) -> Challenge:
    with sessions.write() as session:
        challenge = an_open_challenge(session, title="Damp homes", need="Homes are damp.")
        officer = an_officer(session, challenge.authority)
    sign_in(client, sessions, officer)
    return challenge


def root(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/invitations"


def count(sessions: Sessions, table: Any) -> int:
    with sessions.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def carry(sessions: Sessions, app: Flask, folder: Path) -> None:
    outbox.drain(sessions, SUBSCRIPTIONS)
    signer = app.extensions["signer"]
    post = Post(
        transport=FolderTransport(folder),
        sender="post@engage.example.org",
        base_url="http://localhost",
        signer=signer,
    )
    send_due(sessions, post)


def test_paste_check_send_and_take_part(
    sessions: Sessions, client: FlaskClient, app: Flask, challenge: Challenge, tmp_path: Path
) -> None:
    added = client.post(f"{root(challenge)}/add", data={"people": LIST})
    assert added.location == f"{root(challenge)}/check"
    shown = client.get(added.location).text
    for words in ("Will be invited", "No usable address", "Twice in the list", "nobody"):
        assert words in shown
    assert "Send 2 invitations" in shown
    assert "Homes are damp." in shown
    refused = client.post(f"{root(challenge)}/check", data={"number": "3"})
    assert refused.status_code == 409
    assert "The number of people has changed to 2" in refused.text
    assert count(sessions, Invited) == 0
    client.post(f"{root(challenge)}/check", data={"number": "2"})
    carry(sessions, app, tmp_path)
    mails = {mail.to: mail for mail in read_folder(tmp_path, Page())}
    assert set(mails) == {"ida@example.org", "b@example.org"}
    one, other = (mails[to].text for to in sorted(mails))
    differing = [line for line in one.split("\n") if line not in other.split("\n")]
    assert all(line.startswith("http://localhost/") for line in differing)
    link = next(line for line in other.split("\n") if "/invited/" in line)
    take_part(sessions, app, link.removeprefix("http://localhost"))
    record = client.get(root(challenge)).text
    assert "Takes part" in record
    assert "New to your council: 2." in record


def take_part(sessions: Sessions, app: Flask, link: str) -> None:
    """As the supplier, in a browser of its own."""
    browser = app.test_client()
    page = browser.get(link)
    assert 'value="Ida Novak"' in page.text
    assert "ida@example.org" in page.text
    assert count(sessions, Interest) == 0
    assert browser.post(link, data={"organisation": "", "name": "Ida"}).status_code == 422
    answer = browser.post(link, data={"organisation": "Idea House", "name": "Ida Novak"})
    assert answer.location.startswith("/my/challenges/")
    assert browser.get(answer.location).status_code == 200
    with sessions.read() as session:
        interest = session.scalars(select(Interest)).one()
        assert (interest.email, interest.state) == ("ida@example.org", State.CONFIRMED)
    again = app.test_client().get(link)
    assert again.location.startswith("/my/links/")
    assert browser.get("/invited/made-up").status_code == 410


def test_a_file_and_what_is_wrong_with_one(
    sessions: Sessions, client: FlaskClient, challenge: Challenge
) -> None:
    csv = (BytesIO(b"Company,E-mail\nIdea House,ida@example.org\n"), "people.csv")
    client.post(f"{root(challenge)}/add", data={"file": csv})
    with sessions.read() as session:
        line = session.scalars(select(InvitationLine)).one()
    assert (line.organisation, line.email, line.source) == (
        "Idea House", "ida@example.org", "file",
    )  # fmt: skip
    wrong = (BytesIO(b"ida@example.org"), "people.xlsx")
    answer = client.post(f"{root(challenge)}/add", data={"file": wrong})
    assert answer.status_code == 422
    assert "but holds something else" in answer.text
    both = {"file": (BytesIO(b"a@example.org"), "a.csv"), "people": "b@example.org"}
    kept = client.post(f"{root(challenge)}/add", data=both)
    assert "not both" in kept.text
    assert "b@example.org" in kept.text


def test_a_line_is_corrected_or_removed(
    sessions: Sessions, client: FlaskClient, challenge: Challenge
) -> None:
    client.post(f"{root(challenge)}/add", data={"people": "Ida <ida@example,org>"})
    with sessions.read() as session:
        line = session.scalars(select(InvitationLine)).one()
    address = f"{root(challenge)}/lines/{line.id}"
    client.post(address, data={"typed": "Ida <ida@example.org>"})
    assert "Send 1 invitation" in client.get(f"{root(challenge)}/check").text
    client.post(f"{address}/remove")
    assert count(sessions, InvitationLine) == 0


def test_choosing_from_the_directory(
    sessions: Sessions, client: FlaskClient, challenge: Challenge
) -> None:
    with sessions.write() as session:
        damp = a_supplier(session, name="Damp Finders", about="Sensors for damp walls")
        a_supplier(session, name="Hats")
    page = client.get(f"{root(challenge)}/choose?q=damp").text
    assert "Damp Finders" in page
    assert "Hats" not in page
    assert client.post(f"{root(challenge)}/choose?q=damp").status_code == 422
    client.post(f"{root(challenge)}/choose?q=damp", data={"suppliers": str(damp.id)})
    with sessions.read() as session:
        assert session.scalars(select(InvitationLine.supplier_id)).all() == [damp.id]


def test_an_auditor_reads_the_record_and_takes_it_away(
    sessions: Sessions, app: Flask, challenge: Challenge
) -> None:
    with sessions.write() as session:
        council = session.merge(challenge).authority
        auditor = a_person(session, Role.AUDITOR, at=council)
        invited = an_invited(session, challenge, organisation="=cmd()")
    browser = app.test_client()
    sign_in(browser, sessions, auditor)
    assert invited.email in browser.get(root(challenge)).text
    assert browser.get(f"{root(challenge)}/add").status_code == 403
    file = browser.post(f"{root(challenge)}.csv")
    assert "No answer yet" in file.text
    assert '"=cmd()"' not in file.text


def test_an_invitation_after_the_end_says_so(
    sessions: Sessions, app: Flask, challenge: Challenge, clock: Any
) -> None:
    with sessions.write() as session:
        invited = an_invited(session, challenge)
        message = Message(
            cause_id=invited.id,
            template="supplier-invited",
            recipient=invited.email,
            challenge_id=challenge.id,
            subject_id=challenge.id,
            owed_at=clock.now,
            due_at=clock.now,
        )
        session.add(message)
        session.flush()
        token = app.extensions["signer"].sign("invited", str(message.id), at=clock.now)
    assert challenge.engagement_ends is not None
    clock.set(challenge.engagement_ends)
    browser = app.test_client()
    assert browser.get(f"/invited/{token}").status_code == 200
    assert browser.post(f"/invited/{token}", data={"name": "x"}).status_code == 409
    assert count(sessions, Interest) == 0


@pytest.mark.slow
def test_pages_ask_as_often_for_thirty_as_for_three(
    sessions: Sessions, client: FlaskClient, challenge: Challenge, queries: Queries
) -> None:
    seen: dict[str, list[int]] = {}
    for number in (3, 30):
        with sessions.write() as session:
            for _ in range(number):
                an_invited(session, challenge)
                an_invitation_line(session, challenge)
                an_interest(session, challenge)
                a_supplier(session)
        for part in ("", "/check", "/choose"):
            with queries() as sent:
                assert client.get(f"{root(challenge)}{part}").status_code == 200
            seen.setdefault(part, []).append(len(sent))
    assert all(few == many for few, many in seen.values()), seen
