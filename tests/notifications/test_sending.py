import threading
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engage.kernel import transports
from engage.kernel.db import Sessions
from engage.kernel.outbox import ENDED
from engage.kernel.quick import Lost, QuickWrites
from engage.kernel.transports import (
    Refused,
    SmtpTransport,
    Unreachable,
    transport_from,
)
from engage.notifications import service
from engage.notifications.models import Message, OptOut, State
from engage.notifications.service import results, sending
from engage.notifications.service.sending import send_due
from tests.conftest import Queries
from tests.factories import NOW, a_challenge, a_council
from tests.notifications.post import a_message, messages, post_to
from tests.services import Clock, SmtpSink, free_port


class Server:
    """A way out that a test rules: ``answer(recipient)`` may raise what a server would say."""

    def __init__(self, answer: Callable[[str], None] = lambda recipient: None) -> None:
        self.answer = answer
        self.taken: list[tuple[str, bytes]] = []
        self.connections = 0

    @contextmanager
    def connect(self) -> Iterator["Server"]:
        self.connections += 1
        yield self

    def send(self, raw: bytes, sender: str, recipient: str) -> None:
        self.answer(recipient)
        self.taken.append((recipient, raw))

    @property
    def recipients(self) -> list[str]:
        return sorted(recipient for recipient, _ in self.taken)


def saying(problem: Exception) -> Callable[[str], None]:
    def answer(recipient: str) -> None:
        if recipient.startswith("bad"):
            raise problem

    return answer


def owe(sessions: Sessions, *recipients: str, **about: object) -> None:
    with sessions.write() as session:
        challenge = a_challenge(session)
        about |= {"subject_id": challenge.id, "challenge_id": challenge.id}
        for recipient in recipients:
            a_message(session, recipient=recipient, **about)


def rows(sessions: Sessions) -> list[Message]:
    with sessions.read() as session:
        return messages(session)


def test_a_batch_goes_to_a_real_server_over_one_connection(
    sessions: Sessions, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    real_open = SmtpTransport.open

    def counting(self: SmtpTransport) -> object:
        opened.append(self)
        return real_open(self)

    monkeypatch.setattr(transports.SmtpTransport, "open", counting)
    owe(sessions, *(f"p{number:02}@example.org" for number in range(30)))
    assert send_due(sessions, post_to(transport_from(smtp_sink.url))) == 30
    assert len(opened) == 1
    assert [envelope.rcpt_tos for envelope in smtp_sink.envelopes] == [
        [row.recipient] for row in sorted(rows(sessions), key=lambda row: row.id)
    ]
    for row in rows(sessions):
        assert (row.state, row.attempts, row.problem) == (State.SENT, 1, "")
        assert row.sent_at
        assert timedelta() <= row.sent_at - NOW < timedelta(seconds=30)
    ids = {str(message["Message-ID"]) for message in smtp_sink.messages}
    assert ids == {f"<{row.id}@engage.example.org>" for row in rows(sessions)}


def test_nothing_is_sent_twice_or_before_its_time(sessions: Sessions, clock: Clock) -> None:
    server = Server()
    owe(sessions, "now@example.org")
    owe(sessions, "later@example.org", at=NOW + timedelta(minutes=5))
    assert send_due(sessions, post_to(server)) == 1
    assert send_due(sessions, post_to(server)) == 0
    assert server.connections == 1
    clock.advance(minutes=5)
    send_due(sessions, post_to(server))
    assert server.recipients == ["later@example.org", "now@example.org"]


def test_personal_messages_overtake_alerts(sessions: Sessions) -> None:
    server = Server()
    owe(sessions, "alert@example.org", template="challenge-published")
    owe(sessions, "person@example.org")
    send_due(sessions, post_to(server), most=1)
    assert server.recipients == ["person@example.org"]


def test_a_temporary_refusal_is_tried_for_three_days(sessions: Sessions, clock: Clock) -> None:
    server = Server(saying(Refused(False, "451 4.7.1 greylisted")))
    owe(sessions, "bad@example.org", "good@example.org")
    assert send_due(sessions, post_to(server)) == 1
    waits = []
    for _ in range(29):
        (row,) = (row for row in rows(sessions) if row.state is State.QUEUED)
        assert row.problem == "451 4.7.1 greylisted"
        waits.append((row.due_at - clock.now).total_seconds())
        clock.set(row.due_at)
        send_due(sessions, post_to(server))
    usual = [*(2**number for number in range(1, 13)), *[4 * 3600] * 17]
    assert all(0.8 * most <= wait <= most for wait, most in zip(waits, usual, strict=True))
    assert len(set(waits[12:])) > 1, "not all come back at once"
    assert timedelta(days=2) < clock.now - NOW < timedelta(days=3)
    bad, good = rows(sessions)
    assert (bad.state, bad.attempts, bad.problem) == (State.FAILED, 30, "451 4.7.1 greylisted")
    assert good.state is State.SENT


@pytest.mark.parametrize(
    ("answer", "bounced"),
    [
        ("550 5.1.1 no such user", True),
        ("550 No such user here", True),
        ("550 5.7.1 user unknown to our lists", False),
        ("550 5.7.1 blocked as spam", False),
        ("554 no", False),
    ],
)
def test_a_permanent_refusal_fails_at_once(sessions: Sessions, answer: str, bounced: bool) -> None:
    owe(sessions, "bad@example.org")
    assert send_due(sessions, post_to(Server(saying(Refused(True, answer))))) == 1
    (row,) = rows(sessions)
    assert (row.state, row.problem) == (State.FAILED, answer)
    with sessions.read() as session:
        outs = [(out.email, out.reason) for out in session.scalars(select(OptOut))]
    assert outs == ([("bad@example.org", "bounced")] if bounced else [])


def test_a_server_that_is_not_there_costs_no_attempt(sessions: Sessions, clock: Clock) -> None:
    owe(sessions, "a@example.org", "b@example.org")
    nobody = transport_from(f"smtp://127.0.0.1:{free_port()}")
    for _ in range(20):
        assert send_due(sessions, post_to(nobody)) == 0
        assert {(row.state, row.attempts) for row in rows(sessions)} == {(State.QUEUED, 0)}
        assert "ConnectionRefusedError" in rows(sessions)[0].problem
        clock.advance(seconds=10)
    assert send_due(sessions, post_to(Server())) == 2


def test_a_server_that_goes_away_in_a_batch(sessions: Sessions, clock: Clock) -> None:
    """Who was being sent loses one attempt, who was not yet tried loses none."""
    server = Server()

    def answer(recipient: str) -> None:
        if len(server.taken) >= 2:
            raise Unreachable("421 closing")

    server.answer = answer
    owe(sessions, *(f"p{number}@example.org" for number in range(6)))
    assert send_due(sessions, post_to(server)) == 2
    attempts = sorted((str(row.state), row.attempts) for row in rows(sessions))
    assert attempts == [
        ("queued", 0), ("queued", 0), ("queued", 1), ("queued", 1), ("sent", 1), ("sent", 1),
    ]  # fmt: skip
    clock.advance(minutes=1)
    server.answer = lambda recipient: None
    assert send_due(sessions, post_to(server)) == 4
    assert server.recipients == [f"p{number}@example.org" for number in range(6)]


def test_a_dead_sender_s_batch_is_taken_up_again(sessions: Sessions, clock: Clock) -> None:
    """With the same Message-ID, and a header that says it is a second attempt."""

    class Killed(BaseException):
        pass

    def die(recipient: str) -> None:
        raise Killed

    owe(sessions, "ida@example.org")
    with pytest.raises(Killed):
        send_due(sessions, post_to(Server(die)))
    server = Server()
    assert send_due(sessions, post_to(server)) == 0, "its lease still holds"
    clock.advance(seconds=61)
    assert send_due(sessions, post_to(server)) == 1
    (row,) = rows(sessions)
    ((_, raw),) = server.taken
    assert b"X-Engage-Attempt: 2\r\n" in raw
    assert f"Message-ID: <{row.id}@engage.example.org>\r\n".encode() in raw


def test_a_slow_server_does_not_outlast_the_lease(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BUDGET", -1)
    owe(sessions, "ida@example.org")
    server = Server()
    assert send_due(sessions, post_to(server)) == 0
    (row,) = rows(sessions)
    assert (row.state, row.attempts, server.taken) == (State.QUEUED, 0, [])


def test_giving_back_leaves_alone_what_others_hold_by_now(sessions: Sessions) -> None:
    """This process slept until its lease ran out; another one is sending."""
    owe(sessions, "ida@example.org")

    def sleep(recipient: str) -> None:
        with sessions.write() as session:
            later = NOW + timedelta(minutes=3)
            session.execute(update(Message).values(due_at=later, attempts=2))
        raise Refused(False, "451 later")

    send_due(sessions, post_to(Server(sleep)))
    (row,) = rows(sessions)
    assert (row.state, row.attempts) == (State.SENDING, 2)


def test_opting_out_after_the_fan_out_still_counts(sessions: Sessions) -> None:
    owe(sessions, "out@example.org", "in@example.org", template="challenge-published")
    owe(sessions, "out@example.org", template="challenge-extended")
    with sessions.write() as session:
        service.opt_out(session, email="out@example.org", reason="unsubscribed", at=NOW)
    server = Server()
    assert send_due(sessions, post_to(server)) == 3
    assert server.recipients == ["in@example.org", "out@example.org"]
    states = sorted((row.template, str(row.state)) for row in rows(sessions))
    assert states == [
        ("challenge-extended", "sent"),
        ("challenge-published", "sent"),
        ("challenge-published", "suppressed"),
    ]


@pytest.mark.parametrize("number", [3, 30])
def test_who_wants_no_alerts_costs_the_same_for_any_number(
    sessions: Sessions, queries: Queries, number: int
) -> None:
    gone = [f"p{each}@example.org" for each in range(number)]
    owe(sessions, *gone, template="challenge-published")
    with sessions.write() as session:
        for email in gone:
            service.opt_out(session, email=email, reason="unsubscribed", at=NOW)
    with queries() as seen:
        assert send_due(sessions, post_to(Server())) == number
    assert {str(row.state) for row in rows(sessions)} == {"suppressed"}
    assert len(seen) <= 8, seen


def test_one_message_that_cannot_be_written_stops_nobody(
    sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    owe(sessions, "ghost@example.org", template="no-such-template")
    owe(sessions, "two@example.org, three@example.org")
    owe(sessions, "good@example.org")
    with sessions.write() as session:
        a_message(session, recipient="gone@example.org", subject_id=messages(session)[0].id)
    server = Server()
    send_due(sessions, post_to(server))
    assert server.recipients == ["good@example.org"]
    found = {row.recipient: (row.state, row.problem) for row in rows(sessions)}
    assert found["ghost@example.org"] == (State.QUEUED, "KeyError: 'no-such-template'")
    assert found["gone@example.org"][0] is State.SUPPRESSED
    assert found["two@example.org, three@example.org"] == (
        State.FAILED,
        "It cannot be addressed: not exactly one e-mail address",
    )


BREAKS = [
    "\r\n",
    "\n",
    "\r",
    "\r\n ",
    "\n\n",
    "\u2028",
    "\x0b",
    "\x0c",
    "\x1e",
    "\x85",
    ", ",
    '"\r\n',
    ">\n",
]
PAYLOADS = [
    "Bcc: evil@evil.example",
    "To: evil@evil.example",
    "Cc: <evil@evil.example>",
    "evil@evil.example",
    "RCPT TO:<evil@evil.example>",
    "\r\n.\r\nMAIL FROM:<evil@evil.example>\r\nRCPT TO:<evil@evil.example>\r\nDATA",
    "Content-Type: text/html\r\n\r\n<b>evil@evil.example</b>",
    "=?utf-8?q?=0D=0ABcc:_evil@evil.example?=",
]
NASTY = [f"Ida{cut}{payload}" for cut in BREAKS for payload in PAYLOADS]


@pytest.mark.slow
def test_what_people_typed_reaches_nobody_else(sessions: Sessions, smtp_sink: SmtpSink) -> None:
    """Neither in a title, nor in the name of a council, nor as an address."""
    with sessions.write() as session:
        for number, typed in enumerate(NASTY):
            council = a_council(session, name=typed)
            about = {"subject_id": a_challenge(session, council, title=typed).id, "name": typed}
            a_message(session, recipient=f"ida{number:03}@example.org", **about)
            a_message(session, recipient=f"{typed}", **about)
            a_message(session, recipient=f"ida@example.org{typed[3:]}", **about)
    send_due(sessions, post_to(transport_from(smtp_sink.url)))
    reached = sorted(envelope.rcpt_tos for envelope in smtp_sink.envelopes)
    assert reached == [[f"ida{number:03}@example.org"] for number in range(len(NASTY))]
    for mail in smtp_sink.messages:
        assert mail["Bcc"] is mail["Cc"] is None
        assert len(mail.get_all("To", [])) == len(mail.get_all("Content-Type", [])) == 1
        assert [part.addr_spec for part in mail["From"].addresses] == ["post@engage.example.org"]


@pytest.mark.parametrize("template", ["challenge-published", "supplier-invited"])
def test_what_nobody_asked_for_can_be_stopped_with_one_click(
    sessions: Sessions, tmp_path: Path, template: str
) -> None:
    owe(sessions, "ida@example.org", template=template)
    send_due(sessions, post_to(tmp_path))
    raw = next(tmp_path.iterdir()).read_text()
    _, found, address = raw.partition("List-Unsubscribe: <https://engage.example.org/unsubscribe/")
    signed = urlsafe_b64decode(address.split(".")[0] + "==")
    assert found and str(rows(sessions)[0].id) in signed.decode()  # and no address to read
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw


def test_other_messages_cannot_be_stopped_by_a_mail_program(
    sessions: Sessions, tmp_path: Path
) -> None:
    owe(sessions, "ida@example.org")
    send_due(sessions, post_to(tmp_path))
    assert "List-Unsubscribe" not in next(tmp_path.iterdir()).read_text()


def test_many_senders_send_each_message_once(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        challenge = a_challenge(session)
        for number in range(300):
            a_message(session, recipient=f"p{number:03}@example.org", subject_id=challenge.id)
    server = Server()
    senders = [
        threading.Thread(target=send_due, args=(fresh_sessions, post_to(server))) for _ in range(4)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert server.recipients == [f"p{number:03}@example.org" for number in range(300)]
    assert {row.state for row in rows(fresh_sessions)} == {State.SENT}


def test_no_transaction_is_open_while_the_server_is_spoken_to(fresh_sessions: Sessions) -> None:
    """On SQLite any open writer would make this wait, and then fail."""
    owe(fresh_sessions, "ida@example.org", "eva@example.org")

    def write(recipient: str) -> None:
        with fresh_sessions.write() as session:
            service.opt_out(session, email=recipient, reason="unsubscribed", at=NOW)

    assert send_due(fresh_sessions, post_to(Server(write))) == 2


def test_each_mail_is_noted_before_the_next_is_handed_over(sessions: Sessions) -> None:
    """So a killed process repeats one mail at the most."""
    noted: list[int] = []

    def look(recipient: str) -> None:
        noted.append(sum(row.state is State.SENT for row in rows(sessions)))

    owe(sessions, "ida@example.org", "eva@example.org", "ana@example.org")
    assert send_due(sessions, post_to(Server(look))) == 3
    assert noted == [0, 1, 2]
    assert {row.state for row in rows(sessions)} == {State.SENT}


def test_what_a_restarted_database_forgot_is_noted_again(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It kept the first note in memory only, and is gone at the second."""
    written: list[object] = []

    def write(values: object) -> None:
        written.append(values)
        if len(written) == 2:
            monkeypatch.undo()
            raise Lost("the server closed the connection")

    forgetful = nullcontext(QuickWrites(write, lambda: None))
    owe(sessions, *(f"{name}@example.org" for name in ("ida", "eva", "ana", "kim")))
    monkeypatch.setattr(results, "quick_writes", lambda *_of: forgetful)
    server = Server()
    send_due(sessions, post_to(server))
    assert server.recipients == sorted(row.recipient for row in rows(sessions))
    assert {(row.state, row.attempts) for row in rows(sessions)} == {(State.SENT, 1)}


def test_a_message_that_ends_its_process_is_given_up_and_costs_no_other(
    sessions: Sessions, clock: Clock
) -> None:
    def kill(recipient: str) -> None:
        if recipient.startswith("bad"):
            raise SystemExit(9)

    server = Server(kill)
    owe(sessions, "bad@example.org", *(f"good{number}@example.org" for number in range(8)))
    for _ in range(20):
        with suppress(SystemExit):
            send_due(sessions, post_to(server))
        clock.advance(seconds=61)
    bad, *good = rows(sessions)
    assert (bad.state, bad.problem) == (State.FAILED, ENDED)
    assert {row.state for row in good} == {State.SENT}
