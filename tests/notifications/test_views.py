from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from engage.accounts.models import Role
from engage.app import create_app
from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.tokens import Signer
from engage.kernel.transports import FolderTransport
from engage.notifications import queries as reading
from engage.notifications.models import Language, Message, OptOut, State
from engage.notifications.rendering.topics import Topic
from engage.notifications.service import choose, note_bounce, opt_out
from engage.notifications.service.sending import Post, send_due
from engage.settings import Settings
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_person,
    an_open_challenge,
    sign_in,
)
from tests.notifications.post import World, a_message, an_event, messages


def the_desk(
    sessions: Sessions, client: FlaskClient, *, closed: bool = False, role: Role = Role.OFFICER
) -> str:
    """A signed-in person of a council; the address of the messages of its challenge."""
    with sessions.write() as session:
        council = a_council(session)
        made = a_closed_challenge if closed else an_open_challenge
        challenge = made(session, council)
        person = a_person(session, role, at=council)
    sign_in(client, sessions, person)
    return f"/desk/challenges/{challenge.reference}/messages"


def owe(sessions: Sessions, address: str, number: int = 1, **about: object) -> None:
    with sessions.write() as session:
        wanted = select(Challenge).where(Challenge.reference == address.split("/")[3])
        challenge = session.scalars(wanted).one()
        state = about.pop("state", State.QUEUED)
        problem = about.pop("problem", "")
        for each in range(number):
            a_message(
                session,
                **{"recipient": f"p{each:03}@example.org", **about},
                subject_id=challenge.id,
                challenge_id=challenge.id,
                authority_id=challenge.authority_id,
            )
        values = {"state": state, "problem": problem}
        session.execute(update(Message).where(Message.state == State.QUEUED).values(values))


def a_cause(sessions: Sessions, address: str, name: str) -> UUID:
    with sessions.write() as session:
        wanted = select(Challenge.id).where(Challenge.reference == address.split("/")[3])
        challenge_id = session.scalars(wanted).one()
        return an_event(session, name, challenge_id, challenge_id=challenge_id).id


def test_nothing_sent_yet(sessions: Sessions, client: FlaskClient) -> None:
    page = Browser(client).get(the_desk(sessions, client))
    assert "No messages yet" in page.words


def test_the_desk_sees_what_was_sent_to_whom(sessions: Sessions, client: FlaskClient) -> None:
    address = the_desk(sessions, client)
    owe(sessions, address, state=State.SENT)
    owe(sessions, address, recipient="bad@example.org", state=State.FAILED, problem="550 5.1.1 no")
    page = Browser(client).get(address)
    for words in ("p000@example.org", "Ida Novak", "Challenge extended", "Sent", "550 5.1.1 no"):
        assert words in page.words
    page = Browser(client).get(address + "?state=failed")
    assert "p000@example.org" not in page.words
    assert "bad@example.org" in page.words


def test_nobody_else_s_messages_are_there(sessions: Sessions, client: FlaskClient) -> None:
    address = the_desk(sessions, client)
    with sessions.write() as session:
        a_message(session, recipient="foreign@example.org")
        ours = session.scalars(
            select(Challenge).where(Challenge.reference == address.split("/")[3])
        ).one()
        sibling = an_open_challenge(session, session.get_one(Authority, ours.authority_id))
        a_message(session, subject_id=sibling.id, challenge_id=sibling.id)
    assert "No messages yet" in Browser(client).get(address).words


def test_who_responded_is_sealed_until_the_end(sessions: Sessions, client: FlaskClient) -> None:
    address = the_desk(sessions, client)
    for name in ("response.submitted", "response.withdrawn"):
        owe(sessions, address, cause_id=a_cause(sessions, address, name), recipient="secret@x.org")
    page = Browser(client).get(address)
    assert "secret@x.org" not in page.text
    assert "No messages yet" in page.words


def test_after_the_end_it_is_shown(sessions: Sessions, client: FlaskClient) -> None:
    address = the_desk(sessions, client, closed=True)
    cause_id = a_cause(sessions, address, "response.submitted")
    owe(sessions, address, cause_id=cause_id, recipient="known@example.org")
    assert "known@example.org" in Browser(client).get(address).words


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("unsubscribed", "Stopped alerts on Monday 2 March 2026"),
        ("bounced", "The address did not exist on Monday 2 March 2026"),
    ],
)
def test_why_and_since_when_an_address_gets_no_alerts(
    sessions: Sessions, client: FlaskClient, reason: str, said: str
) -> None:
    address = the_desk(sessions, client)
    with sessions.write() as session:
        opt_out(session, email="p000@example.org", reason=reason, at=NOW)
    owe(sessions, address, state=State.SENT)
    assert said not in Browser(client).get(address).words
    why = "They asked for no more alerts"
    template = "challenge-published"
    owe(sessions, address, template=template, state=State.SUPPRESSED, problem=why)
    page = Browser(client).get(address)
    assert said in page.words
    assert why not in page.words


def test_a_reason_of_its_own_is_not_taken_for_stopped_alerts(
    sessions: Sessions, client: FlaskClient
) -> None:
    address = the_desk(sessions, client)
    with sessions.write() as session:
        opt_out(session, email="p000@example.org", reason="unsubscribed", at=NOW)
    owe(sessions, address, state=State.SUPPRESSED, problem="They chose not to get this")
    assert "They chose not to get this" in Browser(client).get(address).words
    with sessions.write() as session:
        note_bounce(session, email="p000@example.org", at=NOW)
    page = Browser(client).get(address)
    assert "The address did not exist on Monday 2 March 2026" in page.words


def test_a_failed_message_is_tried_again(sessions: Sessions, client: FlaskClient) -> None:
    address = the_desk(sessions, client)
    owe(sessions, address, state=State.FAILED, problem="550 full")
    with sessions.read() as session:
        (row,) = messages(session)
    browser = Browser(client)
    again = f"{address}/{row.id}/again"
    assert browser.submit(address, to=again).location == address
    assert "We are sending it again" in browser.follow().words
    with sessions.read() as session:
        (row,) = messages(session)
    assert (row.state, row.attempts, row.problem) == (State.QUEUED, 0, "")
    browser.post(again)
    assert "did not fail" in browser.follow().words


def test_an_auditor_reads_and_repeats_nothing(sessions: Sessions, client: FlaskClient) -> None:
    address = the_desk(sessions, client, role=Role.AUDITOR)
    owe(sessions, address, state=State.FAILED)
    page = Browser(client).get(address)
    assert "Try again" not in page.words
    with sessions.read() as session:
        (row,) = messages(session)
    assert client.post(f"{address}/{row.id}/again").status_code == 403


def test_foreign_and_missing_messages_look_alike(sessions: Sessions, client: FlaskClient) -> None:
    address = the_desk(sessions, client)
    with sessions.write() as session:
        a_message(session, recipient="foreign@example.org")
        (row,) = messages(session)
    foreign = client.post(f"{address}/{row.id}/again")
    missing = client.post(f"{address}/{uuid4()}/again")
    assert foreign.status_code == missing.status_code == 404


def test_the_list_is_paged_in_few_statements(
    sessions: Sessions, client: FlaskClient, queries: Queries
) -> None:
    address = the_desk(sessions, client)
    owe(sessions, address, 3, state=State.FAILED)
    with queries() as few:
        Browser(client).get(address)
    owe(sessions, address, 60, template="engagement-closed", state=State.FAILED)
    with queries() as many:
        page = Browser(client).get(address)
    assert len(many) == len(few)
    assert page.text.count("Try again") == 50
    assert Browser(client).get(address + "?page=2").text.count("Try again") == 13
    Browser(client).get(address + "?page=x", status=404)


def token(sessions: Sessions, app: Flask) -> str:
    """What stands in an alert to Ida."""
    with sessions.write() as session:
        a_message(session, template="challenge-published", recipient="ida@example.org")
        (alert,) = messages(session)
    signer: Signer = app.extensions["signer"]
    return signer.sign("unsubscribe", str(alert.id))


def opted_out(sessions: Sessions) -> list[str]:
    with sessions.read() as session:
        return list(session.scalars(select(OptOut.email)))


def test_alerts_are_stopped_and_sent_again(
    sessions: Sessions, app: Flask, client: FlaskClient
) -> None:
    browser, address = Browser(client), f"/unsubscribe/{token(sessions, app)}"
    assert "ida@example.org" in browser.get(address).words
    assert opted_out(sessions) == [], "mail programs open links by themselves"
    page = browser.submit(address, status=200)
    assert "You will get no more e-mails about new challenges" in page.words
    assert opted_out(sessions) == ["ida@example.org"]
    browser.post(f"{address}/undo", status=200)
    assert opted_out(sessions) == []


def test_a_mail_program_unsubscribes_with_one_click(
    sessions: Sessions, app: Flask, client: FlaskClient
) -> None:
    """It has no cookie and no CSRF token (RFC 8058)."""
    app.config["WTF_CSRF_ENABLED"] = True
    address = f"/unsubscribe/{token(sessions, app)}"
    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert opted_out(sessions) == ["ida@example.org"]
    assert "You will get no more e-mails" in Browser(client).get(address).words
    assert client.post(f"{address}/undo").status_code == 400, "that one needs the page"


def test_one_click_on_an_invitation_stops_invitations_only(
    sessions: Sessions, app: Flask, client: FlaskClient
) -> None:
    wanted = (Topic.ALERTS, Topic.INVITATIONS)
    with sessions.write() as session:
        choose(session, email="ida@example.org", wanted=wanted, language=Language.WELSH, at=NOW)
        a_message(session, template="supplier-invited", recipient="ida@example.org")
        (told,) = messages(session)
    signer: Signer = app.extensions["signer"]
    address = f"/unsubscribe/{signer.sign('unsubscribe', str(told.id))}"
    assert "Stop invitations" in Browser(client).get(address).words
    for _ in range(2):
        answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, opted_out(sessions)) == (204, [])
    with sessions.read() as session:
        kept = reading.chosen(session, "ida@example.org")
    assert kept.muted == {Topic.INVITATIONS, Topic.REMINDERS, Topic.NEWS}
    assert kept.language is Language.WELSH
    assert "You will get no more invitations" in Browser(client).get(address).words
    assert client.post(f"{address}/undo").status_code == 200
    with sessions.read() as session:
        assert Topic.INVITATIONS not in reading.chosen(session, "ida@example.org").muted


@pytest.mark.parametrize("broken", ["x", "x" * 3000, "a.b.c", "cut"])
def test_a_broken_link_says_what_to_do(
    sessions: Sessions, app: Flask, client: FlaskClient, broken: str
) -> None:
    word = token(sessions, app)[:-3] if broken == "cut" else broken
    page = Browser(client).get(f"/unsubscribe/{word}", status=410)
    assert "This link does not work" in page.words
    answer = client.post(f"/unsubscribe/{word}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 410
    assert opted_out(sessions) == []


def test_a_link_for_something_else_stops_nothing(
    sessions: Sessions, app: Flask, client: FlaskClient
) -> None:
    signer: Signer = app.extensions["signer"]
    for stolen in (signer.sign("interest", "x"), signer.sign("unsubscribe", "ida@example.org")):
        assert client.post(f"/unsubscribe/{stolen}").status_code == 410
    gone = signer.sign("unsubscribe", str(uuid4()))
    assert "does not lead anywhere" in Browser(client).get(f"/unsubscribe/{gone}", status=410).words


@pytest.fixture
def demonstration(settings: Settings, sessions: Sessions) -> FlaskClient:
    app = create_app(replace(settings, demo=True), sessions=sessions)
    return app.test_client()


def deliver(sessions: Sessions, settings: Settings) -> list[Message]:
    folder = FolderTransport(settings.data / "mail")
    signer = Signer(settings.secret_keys)
    send_due(
        sessions,
        Post(transport=folder, sender="e@x.org", base_url=settings.base_url, signer=signer),
    )
    with sessions.read() as session:
        return messages(session)


def test_the_demonstration_shows_its_mail(
    sessions: Sessions, settings: Settings, demonstration: FlaskClient
) -> None:
    browser = Browser(demonstration)
    assert "No e-mail yet" in browser.get("/mail").words
    with sessions.write() as session:
        world = World(session, title="Damp <b>homes</b> http://evil.example/x")
        a_message(
            session,
            template="place-booked",
            subject_id=world.ids["place"],
            interest_id=world.ids["interest"],
        )
        row = messages(session)[0]
        row.calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    deliver(sessions, settings)
    listed = browser.get("/mail")
    assert "your place is booked" in listed.words
    (address,) = [link for link in listed.links() if link.startswith("/mail/")]
    mail = browser.get(address)
    links = mail.links()
    assert any(link.startswith("/my/links/") for link in links)
    assert not any("evil" in link for link in links)
    assert "&lt;b&gt;homes" in mail.text
    assert "BEGIN:VCALENDAR" in mail.words
    for wrong in ("nothing", "..", "%2e%2e%2fsecret.key"):
        browser.get(f"/mail/{wrong}", status=404)
        browser.get(f"/mail/{wrong}/page", status=404)


def test_a_mail_is_shown_in_the_colours_of_the_council_and_runs_nothing(
    sessions: Sessions, settings: Settings, demonstration: FlaskClient
) -> None:
    with sessions.write() as session:
        a_message(session)
        session.execute(update(Authority).values(brand_colour="#1d5c63"))
    deliver(sessions, settings)
    browser = Browser(demonstration)
    (address,) = [link for link in browser.get("/mail").links() if link.startswith("/mail/")]
    assert f"{address}/page" in browser.get(address).links()
    answer = demonstration.get(f"{address}/page")
    assert "8px solid #1d5c63" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert policy.endswith("sandbox")


@pytest.mark.parametrize("url", ["", "smtp://127.0.0.1:2525"])
def test_there_is_no_such_page_anywhere_else(
    sessions: Sessions, settings: Settings, client: FlaskClient, url: str
) -> None:
    """Not in production, and not where a demonstration really sends."""
    if url:
        demo = replace(settings, demo=True, mail_url=url, mail_from="e@x.org")
        client = create_app(demo, sessions=sessions).test_client()
    (settings.data / "mail").mkdir()
    (settings.data / "mail" / "one.eml").write_text("Subject: secret\r\n\r\n")
    for address in ("/mail", "/mail/one", "/mail/one/page"):
        Browser(client).get(address, status=404)
