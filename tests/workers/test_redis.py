"""Real workers: processes of their own, a real Redis, a real mail server that is slow."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from engage.kernel import leases
from engage.kernel.db import Sessions
from engage.notices.models import Step
from tests.notices.fake_find_a_tender import KEY, find_a_tender
from tests.services import SmtpSink
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
from workers.process import working
from workers.waking import wake

pytestmark = [pytest.mark.slow, pytest.mark.services]


@pytest.fixture
def dialect() -> str:
    return "postgresql"  # several workers need it


def test_a_committed_fact_becomes_a_mail(
    fresh_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with (
        installation(tmp_path, fresh_database_url, redis_url) as sessions,
        working(threads=2, wait=10),
    ):
        for number in (1, 2):
            something_happens(sessions)
            within(3, partial(has_letters, tmp_path, number))


def test_what_was_kept_long_enough_is_forgotten(
    fresh_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with installation(tmp_path, fresh_database_url, redis_url) as sessions:
        something_is_old(sessions)
        assert leases.claim(sessions, "bell:tidy", timedelta(hours=1)), "the ticker keeps still"
        with working(threads=2, wait=10):
            wake({"tidy"})
            within(10, partial(nothing_old_is_left, sessions))


def test_people_are_reminded_of_an_end_once(
    fresh_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with installation(tmp_path, fresh_database_url, redis_url) as sessions:
        assert leases.claim(sessions, "bell:reminders", timedelta(hours=1)), (
            "the ticker keeps still"
        )
        an_end_is_near(sessions)
        with working(threads=2, wait=10), working(threads=2):
            for _ in range(3):
                wake({"reminders"})
            within(10, partial(has_letters, tmp_path, 1))
            time.sleep(1)
        assert len(letters(tmp_path)) == 1


def test_a_notice_goes_to_find_a_tender(
    fresh_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with find_a_tender() as server:
        known = {"fts_url": server.url, "fts_keys": (("", KEY),)}
        with installation(tmp_path, fresh_database_url, redis_url, **known) as sessions:
            assert leases.claim(sessions, "bell:find_a_tender", timedelta(hours=1)), "no ticker"
            with working(threads=2, wait=10):
                handed = a_notice_is_handed_in(sessions)
                within(10, partial(has_step, sessions, handed, Step.SENT))
        assert len(server.taken) == 1


def test_a_killed_worker_loses_nothing(
    fresh_database_url: str, redis_url: str, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    """It repeats one mail at the most, and another worker takes up its batch."""
    with installation(tmp_path, fresh_database_url, redis_url) as sessions, ExitStack() as stack:
        surroundings = {
            "ENGAGE_DATA": str(tmp_path),
            "ENGAGE_DATABASE_URL": fresh_database_url,
            "ENGAGE_BASE_URL": "https://engage.example.org",
            "ENGAGE_BROKER_URL": redis_url,
            "ENGAGE_SECRET_KEYS": "a-secret-that-only-these-tests-ever-use-42",
            "ENGAGE_MAIL_URL": smtp_sink.url,
            "ENGAGE_MAIL_FROM": "post@engage.example.org",
        }
        first = stack.enter_context(worker(surroundings))
        emails = something_happens(sessions, participants=400)
        within(30, lambda: len(smtp_sink.envelopes) > 20)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        taken = len(smtp_sink.envelopes)
        assert taken < len(emails), "it was killed too late to prove anything"
        a_minute_passes(sessions)
        stack.enter_context(worker(surroundings))
        within(40, lambda: len(recipients(smtp_sink)) == len(emails))
        time.sleep(1)
    assert set(recipients(smtp_sink)) == set(emails)
    assert sum(recipients(smtp_sink).values()) <= len(emails) + 1


def test_a_killed_worker_sends_no_notice_twice(
    fresh_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    """Killed when Find a Tender has the notice, and nobody has noted it yet."""
    with (
        find_a_tender() as server,
        installation(tmp_path, fresh_database_url, redis_url) as sessions,
        ExitStack() as stack,
    ):
        surroundings = {
            "ENGAGE_DATA": str(tmp_path),
            "ENGAGE_DATABASE_URL": fresh_database_url,
            "ENGAGE_BROKER_URL": redis_url,
            "ENGAGE_SECRET_KEYS": "a-secret-that-only-these-tests-ever-use-42",
            "ENGAGE_FTS_URL": server.url,
            "ENGAGE_FTS_KEY": KEY,
        }
        server.slowness = 15
        server.faults.append("late")
        handed = a_notice_is_handed_in(sessions)
        first = stack.enter_context(worker(surroundings))
        within(40, lambda: bool(server.taken))
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        assert has_step(sessions, handed, Step.SENDING), "it was killed too late to prove anything"
        a_minute_passes(sessions)
        stack.enter_context(worker(surroundings))
        within(40, partial(has_step, sessions, handed, Step.SENT))
        assert len(server.taken) == 1


def a_minute_passes(sessions: Sessions) -> None:
    """The leases of the dead run out."""
    with sessions.write() as session:
        for table in ("message", "delivery", "lease"):
            column = "held_until" if table == "lease" else "due_at"
            session.execute(text(f"UPDATE {table} SET {column} = {column} - interval '1 minute'"))
        session.execute(text("UPDATE hand_in SET due_at = due_at - interval '3 minutes'"))


def recipients(sink: SmtpSink) -> Counter[str]:
    return Counter(envelope.rcpt_tos[0] for envelope in list(sink.envelopes))


@contextmanager
def worker(surroundings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """``engage worker`` as a process, killed at the end if it is still there."""
    command = [sys.executable, "-c", "from engage.commands import main; main()", "worker"]
    process = subprocess.Popen(command, env={**os.environ, **surroundings})
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)
