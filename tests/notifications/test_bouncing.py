from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.app import create_app
from engage.kernel.db import Sessions
from engage.kernel.ids import uuid7
from engage.kernel.letterbox import FolderBox, letterbox_from
from engage.notifications import service
from engage.notifications.models import Message, OptOut, State
from engage.notifications.service import bouncing
from engage.notifications.service.collecting import collect_due, note
from engage.notifications.service.sending import send_due
from engage.settings import Settings
from tests.factories import NOW
from tests.notifications.imap import imap_server
from tests.notifications.post import a_message, post_to
from tests.notifications.returned import a_bounce
from tests.notifications.test_sending import Server, rows
from tests.services import Clock

IDA = "ida@ideahouse.example.org"
SECRET = "a long shared secret of the relay"


def sent(sessions: Sessions) -> UUID:
    """One message that a server took."""
    with sessions.write() as session:
        a_message(session)
    send_due(sessions, post_to(Server()))
    return rows(sessions)[0].id


def came_back(sessions: Sessions, raw: bytes) -> bool:
    told = bouncing.read(raw)
    return told is not None and note(sessions, told)


def returned_addresses(sessions: Sessions) -> list[str]:
    with sessions.read() as session:
        return list(session.scalars(select(OptOut.email).where(OptOut.bounced_at.is_not(None))))


def test_a_hard_bounce_ends_all_mail_to_the_address(sessions: Sessions) -> None:
    message = sent(sessions)
    for _ in range(2):
        assert came_back(sessions, a_bounce(message))
    (row,) = rows(sessions)
    assert row.state is State.BOUNCED
    assert "no such user" in row.problem
    assert returned_addresses(sessions) == [IDA]
    with sessions.write() as session:
        a_message(session, template="challenge-withdrawn")
    server = Server()
    send_due(sessions, post_to(server))
    assert server.taken == []


def test_confirming_the_address_again_lifts_it(sessions: Sessions) -> None:
    assert came_back(sessions, a_bounce(sent(sessions)))
    with sessions.write() as session:
        service.lift_bounce(session, email=IDA)
    assert returned_addresses(sessions) == []


def test_who_had_stopped_alerts_does_not_get_them_by_confirming(sessions: Sessions) -> None:
    with sessions.write() as session:
        service.opt_out(session, email=IDA, reason="unsubscribed", at=NOW)
    assert came_back(sessions, a_bounce(sent(sessions)))
    with sessions.write() as session:
        service.lift_bounce(session, email=IDA)
        assert [out.reason for out in session.scalars(select(OptOut))] == ["unsubscribed"]


@pytest.mark.parametrize("status", ["4.4.7", "5.2.2"])
def test_a_soft_bounce_is_tried_again_for_three_days(
    sessions: Sessions, clock: Clock, status: str
) -> None:
    message = sent(sessions)
    raw = a_bounce(message, status=status, said="smtp; 452 try again later")
    assert came_back(sessions, raw)
    (row,) = rows(sessions)
    assert (row.state, row.refusals, row.sent_at) == (State.QUEUED, 1, None)
    assert timedelta(minutes=10) < row.due_at - NOW < timedelta(hours=4)
    server = Server()
    clock.set(row.due_at)
    assert send_due(sessions, post_to(server)) == 1
    clock.set(NOW + timedelta(days=3))
    assert came_back(sessions, raw)
    (row,) = rows(sessions)
    assert (row.state, returned_addresses(sessions)) == (State.BOUNCED, [])


def test_a_mail_refused_for_what_it_says_does_not_end_the_address(sessions: Sessions) -> None:
    raw = a_bounce(sent(sessions), status="5.7.1", said="smtp; 550 5.7.1 looks like spam")
    assert came_back(sessions, raw)
    (row,) = rows(sessions)
    assert (row.state, returned_addresses(sessions)) == (State.BOUNCED, [])


def test_a_delay_is_no_failure(sessions: Sessions) -> None:
    assert came_back(sessions, a_bounce(sent(sessions), status="4.4.1", action="delayed"))
    assert [row.state for row in rows(sessions)] == [State.SENT]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\r\n\r\n",
        b"Subject: hello\r\n\r\nI am away until Monday\r\n",
        a_bounce("not-an-id"),
        a_bounce(uuid7()),
        a_bounce(uuid7(), said="\r\n\r\n--b0undary--"),
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n" * 40,
    ],
)
def test_what_nobody_sent_changes_nothing(sessions: Sessions, raw: bytes) -> None:
    sent(sessions)
    assert not came_back(sessions, raw)
    assert [row.state for row in rows(sessions)] == [State.SENT]


def test_a_folder_of_letters(sessions: Sessions, tmp_path: Path) -> None:
    message = sent(sessions)
    (tmp_path / "1.eml").write_bytes(a_bounce(message))
    (tmp_path / "2.eml").write_bytes(b"Subject: hello\r\n\r\nPlease call me\r\n")
    assert collect_due(sessions, FolderBox(tmp_path)) == 2
    assert collect_due(sessions, FolderBox(tmp_path)) == 0
    assert [row.state for row in rows(sessions)] == [State.BOUNCED]
    assert sorted(path.name for path in tmp_path.rglob("*.eml")) == ["2.eml"]


def test_a_maildir(sessions: Sessions, tmp_path: Path) -> None:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "1700.a.host").write_bytes(a_bounce(sent(sessions)))
    (tmp_path / "new" / "1701.b.host").write_bytes(b"Subject: hello\r\n\r\nhello\r\n")
    assert collect_due(sessions, letterbox_from(f"folder://{tmp_path}")) == 2
    assert [path.name for path in (tmp_path / "cur").iterdir()] == ["1701.b.host:2,S"]
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.services
def test_a_mailbox_over_imap(sessions: Sessions) -> None:
    letters = [a_bounce(sent(sessions)), b"Subject: hello\r\n\r\nhello\r\n"]
    with imap_server(letters, user="post", password="pa ss/word") as server:
        box = letterbox_from(f"imap://post:pa%20ss%2Fword@127.0.0.1:{server.port}/INBOX")
        assert collect_due(sessions, box) == 2
        assert collect_due(sessions, box) == 0
        assert server.left == {"2": {"\\Seen"}}
    assert [row.state for row in rows(sessions)] == [State.BOUNCED]
    assert collect_due(sessions, box) == 0, "a server that is away is only waited for"


@pytest.mark.services
def test_a_wrong_password_of_the_mailbox_is_only_logged(
    sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    with imap_server([], user="post", password="right") as server:
        box = letterbox_from(f"imap://post:wrong@127.0.0.1:{server.port}")
        assert collect_due(sessions, box) == 0
    assert "bounces cannot be read" in caplog.text


def test_an_address_that_is_no_letterbox() -> None:
    assert letterbox_from("") is None
    with pytest.raises(ValueError, match="imaps://"):
        letterbox_from("pop3://host")


@pytest.fixture
def relay(sessions: Sessions, settings: Settings) -> FlaskClient:
    values = {**settings.__dict__, "bounces_secret": SECRET}
    return create_app(Settings(**values), sessions=sessions).test_client()


def test_a_relay_hands_in_the_letter(sessions: Sessions, relay: FlaskClient) -> None:
    raw, said = a_bounce(sent(sessions)), {"Authorization": f"Bearer {SECRET}"}
    for wrong in ({}, {"Authorization": "Bearer guess"}, {"Authorization": "Bearer \xe9"}):
        assert relay.post("/bounces", data=raw, headers=wrong).status_code == 403
    assert [row.state for row in rows(sessions)] == [State.SENT]
    answer = relay.post("/bounces", data=raw, headers=said, content_type="message/rfc822")
    assert answer.status_code == 204
    assert [row.state for row in rows(sessions)] == [State.BOUNCED]
    for odd in (b"", b"\x00\xff", a_bounce(uuid7())):
        assert relay.post("/bounces", data=odd, headers=said).status_code == 204


@pytest.mark.parametrize(
    ("sends", "state"),
    [
        ({"reference": "{}", "status": "permanent-failure"}, State.BOUNCED),
        ({"reference": "{}", "status": "temporary-failure"}, State.QUEUED),
        ({"reference": "{}", "status": "delivered"}, State.SENT),
        ({"message_id": "<{}@engage.example.org>", "kind": "hard", "reason": "no"}, State.BOUNCED),
        ({"message_id": "{}", "kind": ["hard"]}, State.SENT),
        ({"message_id": {}, "kind": "hard"}, State.SENT),
        ([], State.SENT),
    ],
)
def test_a_relay_tells_of_it(
    sessions: Sessions, relay: FlaskClient, sends: object, state: State
) -> None:
    message = str(sent(sessions))
    if isinstance(sends, dict):
        sends = {
            key: value.replace("{}", message) if isinstance(value, str) else value
            for key, value in sends.items()
        }
    answer = relay.post("/bounces", json=sends, headers={"Authorization": f"Bearer {SECRET}"})
    assert answer.status_code == 204
    assert [row.state for row in rows(sessions)] == [state]


def test_without_a_secret_there_is_no_such_page(client: FlaskClient) -> None:
    assert client.post("/bounces", data=b"x").status_code == 404


def test_what_its_server_does_not_want_yet_is_not_late(
    sessions: Sessions, clock: Clock, client: FlaskClient
) -> None:
    assert came_back(sessions, a_bounce(sent(sessions), status="4.4.7", said="smtp; 452 later"))
    clock.advance(hours=1)
    assert client.get("/healthz").get_json()["messages"] == "well"
    with sessions.read() as session:
        assert session.scalars(select(Message.refusals)).all() == [1]
