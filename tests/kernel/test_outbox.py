import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.events import Event, RecordedEvent, record
from engage.kernel.outbox import Delivery
from tests.services import Clock


class Rang(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "bell.rang"


def ring(sessions: Sessions, clock: Clock, times: int = 1) -> None:
    with sessions.write() as session:
        for _ in range(times):
            record(session, Rang(subject_id=uuid4()), by=None, at=clock.now)


def hearing(heard: list[str], name: str) -> Callable[[Session, RecordedEvent], None]:
    return lambda session, event: heard.append(name)


def broken(session: Session, event: RecordedEvent) -> None:
    raise OSError("provider down")


def test_each_handler_hears_an_event_once(sessions: Sessions, clock: Clock) -> None:
    heard: list[str] = []
    table = {"bell.rang": {"a": hearing(heard, "a"), "b": hearing(heard, "b")}}
    ring(sessions, clock)

    attempted = outbox.drain(sessions, table)
    clock.advance(days=1)
    again = outbox.drain(sessions, table)

    assert (attempted, again, sorted(heard)) == (2, 0, ["a", "b"])


def test_a_failing_handler_waits_and_holds_nobody_up(sessions: Sessions, clock: Clock) -> None:
    heard: list[str] = []
    table = {"bell.rang": {"flaky": broken, "steady": hearing(heard, "steady")}}
    ring(sessions, clock)

    first = outbox.drain(sessions, table)
    clock.advance(seconds=1)
    too_soon = outbox.drain(sessions, table)
    clock.advance(seconds=1)
    second = outbox.drain(sessions, table)

    assert (first, too_soon, second, heard) == (2, 0, 1, ["steady"])


def test_what_a_failing_handler_wrote_is_undone(sessions: Sessions, clock: Clock) -> None:
    def half(session: Session, event: RecordedEvent) -> None:
        record(session, Rang(subject_id=event.subject_id), by=None, at=clock.now)
        session.flush()
        raise OSError("half way")

    ring(sessions, clock)
    outbox.drain(sessions, {"bell.rang": {"half": half}})

    with sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(RecordedEvent)) == 1


def test_after_twelve_failures_work_is_parked_and_can_be_released(
    sessions: Sessions, clock: Clock
) -> None:
    table = {"bell.rang": {"never": broken}}
    ring(sessions, clock)
    for _ in range(20):
        outbox.drain(sessions, table)
        clock.advance(hours=2)

    with sessions.write() as session:
        delivery = session.scalars(select(Delivery)).one()
        assert (delivery.attempts, outbox.parked(session)) == (outbox.MOST_ATTEMPTS, 1)
        assert delivery.error == "OSError: provider down"
        outbox.release(session, delivery, at=clock.now)

    heard: list[str] = []
    assert outbox.drain(sessions, {"bell.rang": {"never": hearing(heard, "x")}}) == 1
    with sessions.read() as session:
        assert (heard, outbox.parked(session)) == (["x"], 0)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (2, 4), (11, 2048), (12, 3600), (400, 3600)]
)
def test_waits_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert outbox.backoff(attempts) == timedelta(seconds=seconds)


def test_a_worker_that_died_only_delays_the_work(sessions: Sessions, clock: Clock) -> None:
    table = {"bell.rang": {"a": hearing([], "a")}}
    ring(sessions, clock)
    with sessions.write() as session:
        outbox._route(session, table, clock.now)
        assert len(outbox._claim(session, clock.now)) == 1  # and now this worker dies

    at_once = outbox.drain(sessions, table)
    clock.advance(seconds=61)

    assert (at_once, outbox.drain(sessions, table)) == (0, 1)


def test_many_workers_share_the_work(fresh_sessions: Sessions, clock: Clock) -> None:
    heard: list[str] = []
    table = {"bell.rang": {"a": hearing(heard, "a")}}
    ring(fresh_sessions, clock, times=60)

    workers = [threading.Thread(target=outbox.drain, args=(fresh_sessions, table)) for _ in "abcd"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(heard) == 60


def test_a_reaction_that_ends_its_process_is_parked_and_costs_no_other(
    sessions: Sessions, clock: Clock
) -> None:
    def killing(session: Session, event: RecordedEvent) -> None:
        raise SystemExit(9)  # nothing of the transaction is kept, as when the process is killed

    heard: list[str] = []
    table = {"bell.rang": {"killing": killing, "steady": hearing(heard, "steady")}}
    ring(sessions, clock, times=3)
    for _ in range(outbox.MOST_ATTEMPTS * 3 + 1):
        with suppress(SystemExit):
            outbox.drain(sessions, table)
        clock.advance(seconds=61)

    with sessions.read() as session:
        wanted = select(Delivery.error, func.count()).where(Delivery.parked_at.is_not(None))
        given_up = [tuple(row) for row in session.execute(wanted.group_by(Delivery.error))]
    assert (heard, given_up) == (["steady"] * 3, [(outbox.ENDED, 3)])
