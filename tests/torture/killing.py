"""Processes of ours that are killed at random and started again, and the count of what came."""

import asyncio
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from sqlalchemy import func, select

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.leases import Lease
from engage.notifications.models import Message
from tests.services import Porter, SmtpSink, free_port

LEASE = 60.0  # what a dead process held is taken up after this
PATIENCE = 3 * LEASE
log = logging.getLogger(__name__)
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells of every line

SECRET = "a-secret-that-only-these-tests-ever-use-42"


def environment(home: Path, database_url: str, mail_url: str, **more: str) -> dict[str, str]:
    settings = {
        "ENGAGE_DATA": str(home),
        "ENGAGE_DATABASE_URL": database_url,
        "ENGAGE_SECRET_KEYS": SECRET,
        "ENGAGE_MAIL_URL": mail_url,
        "ENGAGE_MAIL_FROM": "post@engage.example.org",
    }
    return {**os.environ, **settings, **more}


class Victim:
    """One process that is killed without warning and started again."""

    def __init__(self, command: list[str], env: Mapping[str, str], log: Path) -> None:
        self._command = [sys.executable, "-m", "engage", *command]
        self._env = dict(env)
        self._log = log
        self.start()

    def start(self) -> None:
        with self._log.open("ab") as out:
            self.process = subprocess.Popen(
                self._command, env=self._env, stdout=out, stderr=out, start_new_session=True
            )

    def kill(self) -> None:
        """The process and its children, at once, as when the power of its machine fails."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def victims(*commands: list[str], env: Mapping[str, str], log: Path) -> Iterator[list[Victim]]:
    started: list[Victim] = []
    try:
        started.extend(Victim(command, env, log) for command in commands)
        yield started
    finally:
        for victim in started:
            victim.kill()


@dataclass
class SlowSink(SmtpSink):
    """Takes a mail, and says so a little later: a kill in between must repeat it."""

    delay: float = 0.01

    async def take(self, envelope: Envelope) -> str:
        answer = await super().take(envelope)
        await asyncio.sleep(self.delay)
        return answer

    def has_taken(self, number: int) -> bool:
        return len(self.envelopes) >= number

    def bymessage_id(self) -> Counter[str]:
        return Counter(message_id(envelope) for envelope in list(self.envelopes))

    def recipients(self) -> set[str]:
        return {envelope.rcpt_tos[0] for envelope in list(self.envelopes)}


def message_id(envelope: Envelope) -> str:
    content = envelope.content or b""
    head = (content if isinstance(content, bytes) else content.encode()).partition(b"\r\n\r\n")[0]
    (line,) = (line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
    return line.decode()


@contextmanager
def slow_sink() -> Iterator[SlowSink]:
    sink = SlowSink(port=free_port())
    controller = Controller(Porter(sink), hostname=sink.host, port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def kill_at_random(
    processes: list[Victim],
    sink: SlowSink,
    *,
    kills: int,
    chance: random.Random,
    between: Callable[[int], None] = lambda _number: None,
) -> None:
    """Each time some mails have come, kill one process in the middle and start it again."""
    for number in range(kills):
        wanted = len(sink.envelopes) + chance.randint(3, 60)
        until(partial(sink.has_taken, wanted), PATIENCE)
        time.sleep(chance.random() * 0.05)
        victim = chance.choice(processes)
        victim.kill()
        between(number)
        victim.start()


def until(true: Callable[[], bool], seconds: float) -> float:
    """How long it took; AssertionError when it did not come true in time."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds} seconds"
        time.sleep(0.01)
    return time.monotonic() - began


def everything_came(
    sessions: Sessions, sink: SlowSink, owed: set[str], *, kills: int, told: Path
) -> None:
    """Nothing is lost, and each kill repeats one mail at the most."""
    try:
        until(lambda: sink.recipients() >= owed, PATIENCE)
    except AssertionError as late:
        said = told.read_text()[-3000:]
        state = _state(sessions)
        raise AssertionError(f"{len(sink.recipients())} came; {state}; {said}") from late
    time.sleep(3)  # whatever would come twice, comes now
    came = sink.bymessage_id()
    assert sink.recipients() == owed
    assert len(came) == len(owed)
    repeated = sum(came.values()) - len(came)
    assert repeated <= kills, f"{repeated} repeated by {kills} kills"
    log.warning("%d owed, %d kills: 0 lost, %d repeated", len(owed), kills, repeated)


def _state(sessions: Sessions) -> str:
    """What the database says of the messages, for whoever looks into a failure."""
    wanted = select(
        Message.state,
        func.count(),
        func.min(Message.due_at),
        func.max(Message.due_at),
        func.max(Message.attempts),
        func.max(Message.problem),
    )
    with sessions.read() as session:
        rows = session.execute(wanted.group_by(Message.state)).all()
        leases = session.execute(select(Lease.name, Lease.held_until)).all()
        return f"at {now(session)}: {rows}, {leases}"
