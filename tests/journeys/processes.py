"""Real processes: web, two workers and beat, on PostgreSQL and Redis, over HTTP and SMTP."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import exists, func, or_, select

from engage.challenges.lifecycle import Stage as ChallengeStage
from engage.challenges.models import Challenge, Sealing
from engage.findings.models import Shelf, ThemeRun, themes
from engage.handover import models as packs
from engage.handover.models import Pack
from engage.kernel.clock import now
from engage.kernel.db import Sessions, make_engine
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import Delivery
from engage.notifications.models import Message, State
from engage.reports import models as reports
from engage.reports.models import Compilation
from tests.browsing import Browser
from tests.journeys.stages import a_council_with_people, begin_now, end_now
from tests.journeys.steps import Letter
from tests.services import SmtpSink, free_port, wait_for_port

PATIENCE = 40.0


@contextmanager
def started(*command: str, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One process of ours, stopped by its id at the end; it must end by itself on SIGTERM."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "engage", *command], env=env, stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def everything(
    database_url: str, redis_url: str, sink: SmtpSink, folder: Path
) -> Iterator["Processes"]:
    """Full size: `engage serve`, two of `engage worker`, `engage beat`."""
    port = free_port()
    env = os.environ | {
        "ENGAGE_DATABASE_URL": database_url,
        "ENGAGE_BROKER_URL": redis_url,
        "ENGAGE_SECRET_KEYS": "a-secret-that-only-these-tests-ever-use-42",
        "ENGAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "ENGAGE_MAIL_URL": f"smtp://{sink.host}:{sink.port}",
        "ENGAGE_MAIL_FROM": "engage@marlbury.example",
        "ENGAGE_DATA": str(folder),
    }
    sessions = Sessions(make_engine(database_url))
    with sessions.write() as session:
        a_council_with_people(session, now(session))
    log = folder / "processes.log"
    with ExitStack() as running:
        for command in (["serve", "--port", str(port)], ["worker"], ["worker"], ["beat"]):
            running.enter_context(started(*command, env=env, log=log))
        wait_for_port(port, seconds=30)
        yield Processes(f"http://127.0.0.1:{port}", sessions, sink)
    sessions.bind.engine.dispose()


@dataclass
class Processes:
    """The stage of a journey against them."""

    base: str
    sessions: Sessions
    sink: SmtpSink

    def browser(self) -> Browser:
        return Browser(self.base)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def work(self) -> None:
        """Wait until nothing is owed any more."""
        wait_until(lambda: not self._owed(), "work is still owed")

    def _owed(self) -> int:
        waiting = (State.QUEUED, State.SENDING)
        busy = (reports.State.QUEUED, reports.State.RUNNING)
        grouping = (themes.State.QUEUED, themes.State.RUNNING)
        packing = (packs.State.QUEUED, packs.State.RUNNING)
        filed = exists().where(Shelf.challenge_id == Challenge.id)
        opened = or_(Challenge.sealing != Sealing.KEY, Challenge.opened_at.is_not(None))
        closed = (Challenge.stage == ChallengeStage.CLOSED, ~filed, opened)
        questions = (
            select(func.count()).select_from(Challenge).where(*closed),
            select(func.count(Challenge.opening_key)),
            select(func.count()).select_from(RecordedEvent).where(~RecordedEvent.routed),
            select(func.count()).select_from(Delivery).where(Delivery.done_at.is_(None)),
            select(func.count()).select_from(Message).where(Message.state.in_(waiting)),
            select(func.count()).select_from(Compilation).where(Compilation.state.in_(busy)),
            select(func.count()).select_from(Pack).where(Pack.state.in_(packing)),
            select(func.count()).select_from(ThemeRun).where(ThemeRun.state.in_(grouping)),
        )
        with self.sessions.read() as session:
            return sum(session.scalar(question) or 0 for question in questions)

    def letters(self, address: str) -> list[Letter]:
        return [_letter(mail) for mail in self.sink.messages if address in str(mail["To"])]

    def let_it_end(self, reference: str) -> None:
        with self.sessions.write() as session:
            end_now(session, reference, now(session))
        wait_until(lambda: self._stage(reference) is ChallengeStage.CLOSED, "it did not close")

    def let_it_begin(self, sitting_id: str) -> None:
        with self.sessions.write() as session:
            begin_now(session, sitting_id, now(session))

    def _stage(self, reference: str) -> ChallengeStage | None:
        with self.sessions.read() as session:
            return session.scalar(select(Challenge.stage).where(Challenge.reference == reference))


def wait_until(true: Callable[[], bool], complaint: str) -> None:
    """Ask until it is so; AssertionError after ``PATIENCE`` seconds."""
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, complaint
        time.sleep(0.2)


def _letter(mail: EmailMessage) -> Letter:
    text = mail.get_body(("plain",))
    calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return Letter(
        str(mail["To"]),
        str(mail["Subject"]),
        text.get_content() if text else "",
        str(calendars[0].get_content()) if calendars else "",
    )
