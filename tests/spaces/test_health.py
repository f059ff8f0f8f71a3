"""What /healthz and /operator are told about work that waits."""

from typing import ClassVar
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.events import Event, RecordedEvent, record
from engage.kernel.transports import transport_from
from engage.notifications.service.sending import send_due
from engage.spaces.queries.operator import health
from tests.notifications.post import a_message, post_to
from tests.services import Clock, free_port


class Rang(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "bell.rang"


def broken(session: Session, event: RecordedEvent) -> None:
    raise OSError("provider down")


def is_late(sessions: Sessions, clock: Clock) -> bool:
    with sessions.read() as session:
        return health(session, at=clock.now).late


def test_mail_is_late_while_its_server_does_not_answer(
    sessions: Sessions, clock: Clock, client: FlaskClient
) -> None:
    nobody = post_to(transport_from(f"smtp://127.0.0.1:{free_port()}"))
    with sessions.write() as session:
        a_message(session)
    for _ in range(5):
        send_due(sessions, nobody)
        assert not is_late(sessions, clock)
        clock.advance(minutes=1)
    clock.advance(seconds=1)
    send_due(sessions, nobody)  # puts off when the message is due, not when it was owed

    assert is_late(sessions, clock)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()["messages"]) == (503, "late")


def test_a_reaction_is_late_while_it_fails(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        record(session, Rang(subject_id=uuid4()), by=None, at=clock.now)
    for _ in range(7):
        outbox.drain(sessions, {"bell.rang": {"never": broken}})
        clock.advance(seconds=50)

    assert is_late(sessions, clock)


def test_what_was_given_up_is_not_late(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        record(session, Rang(subject_id=uuid4()), by=None, at=clock.now)
    for _ in range(20):
        outbox.drain(sessions, {"bell.rang": {"never": broken}})
        clock.advance(hours=2)

    assert not is_late(sessions, clock)
