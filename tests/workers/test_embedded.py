import threading
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from engage.kernel import leases
from engage.notices.models import Step
from tests.notices.fake_find_a_tender import KEY, find_a_tender
from tests.services import free_port
from tests.workers.working import (
    a_notice_is_handed_in,
    an_end_is_near,
    has_letters,
    has_step,
    installation,
    letters,
    nothing_old_is_left,
    something_happens,
    something_is_old,
    within,
)
from workers import process, tasks
from workers.alone import alone
from workers.process import working
from workers.schedule import BY_THE_CLOCK, beat_schedule

MEMORY = "memory://"


@pytest.fixture(autouse=True)
def _quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the clock brings comes by the clock, only sooner."""
    monkeypatch.setattr(process, "LOOK", 0.1)
    monkeypatch.setitem(BY_THE_CLOCK, "outbox", 1)


@pytest.mark.slow
def test_a_committed_fact_becomes_a_mail(fresh_database_url: str, tmp_path: Path) -> None:
    with (
        installation(tmp_path, fresh_database_url, MEMORY) as sessions,
        working(threads=2, wait=10),
    ):
        for number in (1, 2, 3):
            something_happens(sessions)
            within(3, partial(has_letters, tmp_path, number))


@pytest.mark.slow
def test_two_timetables_do_no_harm(fresh_database_url: str, tmp_path: Path) -> None:
    """Beat and the ticker both ring; each mail still goes out once."""
    with (
        installation(tmp_path, fresh_database_url, MEMORY) as sessions,
        working(threads=2, beat=True, wait=10),
        working(threads=2, beat=True),
    ):
        emails = something_happens(sessions, participants=150)
        within(15, lambda: len(letters(tmp_path)) >= len(emails))
        time.sleep(1)
        assert len(letters(tmp_path)) == len(emails)
        raw = b"".join(path.read_bytes() for path in letters(tmp_path))
    assert b"X-Engage-Attempt" not in raw


@pytest.mark.slow
@pytest.mark.services
def test_without_a_broker_the_ticker_delivers(fresh_database_url: str, tmp_path: Path) -> None:
    """When its bell rings, and nothing is lost; a request hardly notices."""
    nobody = f"redis://127.0.0.1:{free_port()}/0"
    with installation(tmp_path, fresh_database_url, nobody) as sessions, working(threads=2):
        began = time.monotonic()
        something_happens(sessions)
        assert time.monotonic() - began < 3
        began = time.monotonic()
        something_happens(sessions)
        assert time.monotonic() - began < 0.5, "it knows by now that nobody answers"
        within(15, lambda: len(letters(tmp_path)) == 2)


@pytest.mark.slow
def test_what_was_kept_long_enough_is_forgotten_by_the_clock(
    fresh_database_url: str, tmp_path: Path
) -> None:
    with installation(tmp_path, fresh_database_url, MEMORY) as sessions:
        something_is_old(sessions)
        with working(threads=2, wait=10):
            within(10, partial(nothing_old_is_left, sessions))


@pytest.mark.slow
def test_a_notice_goes_to_find_a_tender(fresh_database_url: str, tmp_path: Path) -> None:
    with find_a_tender() as server:
        known = {"fts_url": server.url, "fts_keys": (("", KEY),)}
        with (
            installation(tmp_path, fresh_database_url, MEMORY, **known) as sessions,
            working(threads=2, wait=10),
        ):
            handed = a_notice_is_handed_in(sessions)
            within(30, partial(has_step, sessions, handed, Step.SENT))
        assert len(server.taken) == 1


def test_a_bell_is_answered_once_a_period(
    fresh_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setitem(tasks.WORK, "outbox", lambda: rung.append("outbox"))
    with installation(tmp_path, fresh_database_url, MEMORY):
        rings = [threading.Thread(target=tasks.ring, args=("outbox",)) for _ in range(5)]
        for ring in rings:
            ring.start()
        for ring in rings:
            ring.join()
    assert rung == ["outbox"]


@pytest.mark.slow
def test_people_are_reminded_of_an_end_once(fresh_database_url: str, tmp_path: Path) -> None:
    """Two timetables and two crews: one mail."""
    with installation(tmp_path, fresh_database_url, MEMORY) as sessions:
        an_end_is_near(sessions)
        with working(threads=2, beat=True, wait=10), working(threads=2, beat=True):
            for _ in range(3):
                tasks.reminders()
            within(10, partial(has_letters, tmp_path, 1))
            time.sleep(1)
        assert len(letters(tmp_path)) == 1


def test_every_bell_has_its_work(fresh_database_url: str, tmp_path: Path) -> None:
    assert set(tasks.WORK) == set(BY_THE_CLOCK) == set(beat_schedule())
    with installation(tmp_path, fresh_database_url, MEMORY) as sessions:
        something_happens(sessions)
        for name in BY_THE_CLOCK:
            tasks.ring(name)
        assert len(letters(tmp_path)) == 1
        with sessions.read() as session:
            assert not leases.is_alive(session, "worker")
        leases.sign_of_life(sessions, "worker", timedelta(seconds=30))
        with sessions.read() as session:
            assert leases.is_alive(session, "worker")


def test_work_asked_for_meanwhile_is_done_by_who_is_at_it() -> None:
    done: list[int] = []
    running, go_on = threading.Event(), threading.Event()

    def work() -> None:
        done.append(threading.get_ident())
        running.set()
        go_on.wait(5)

    run = alone(work)
    first = threading.Thread(target=run)
    first.start()
    assert running.wait(5)
    run()  # returns at once: the other one will look again
    assert len(done) == 1
    go_on.set()
    first.join(5)
    assert done == [first.ident, first.ident]


def test_work_that_fails_can_be_done_again() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise ValueError

    run = alone(work)
    for _ in range(2):
        with pytest.raises(ValueError):
            run()
    assert len(tries) == 2


@pytest.mark.slow
def test_a_busy_bell_holds_up_neither_the_others_nor_the_sign_of_life(
    fresh_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, done = threading.Event(), threading.Event()

    def long() -> None:
        busy.set()
        done.wait(30)

    monkeypatch.setitem(tasks.WORK, "compiling", long)
    monkeypatch.setattr(process, "PULSE", 0.3)
    monkeypatch.setattr(process, "ALIVE", timedelta(seconds=1.5))
    nobody = f"redis://127.0.0.1:{free_port()}/0"
    with installation(tmp_path, fresh_database_url, nobody) as sessions, working(threads=2):
        assert busy.wait(10)
        something_happens(sessions)
        within(15, lambda: len(letters(tmp_path)) == 1)
        time.sleep(1.6)
        with sessions.read() as session:
            assert leases.is_alive(session, "worker")
        done.set()
