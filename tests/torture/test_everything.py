"""10,000 messages, and everything that can be killed is killed while they are sent.

Two things are not as on a bad day. The mail server is slow before it takes a mail and answers
at once afterwards, as one that writes a mail to its disk does (``test_messages`` has the worst
case). And nobody sleeps for the ten minutes in which nothing rings: both workers are down for
some seconds, and what became due meanwhile is made due ten minutes before. A server that has all
of a mail delivers it, whether its sender still lives or not: how many kills fall into that time
depends on the server, and no client of SMTP can do anything about it (RFC 1047). So those that it
took when their sender was dead already are told apart from those that it had taken before, where
only our own note was missing: the mark is for ours. All together are never more than the kills.
"""

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from sqlalchemy import Engine, Interval, func, literal, select, update

from engage.kernel.db import Sessions, make_engine
from engage.kernel.outbox import Delivery
from engage.notifications.models import Message, Sending, State
from engage.notifications.queries.sendings import lines
from engage.notifications.service.reconciling import reconcile_due
from tests.services import Porter, SmtpSink, free_port
from tests.torture.killing import Victim, environment, message_id, until, victims
from tests.torture.outages import Broker, Database, broker, durable_postgres
from tests.workers.working import something_happens

log = logging.getLogger(__name__)

pytestmark = [
    pytest.mark.torture,
    pytest.mark.slow,
    pytest.mark.services,
    pytest.mark.timeout(1200),
]
FACTS, PEOPLE = 10, 1000
KILLS, RESTARTS, BROKER_KILLS = 60, 3, 2
OUTAGE = timedelta(minutes=10)
PATIENCE = 240.0
RESUMED = 75.0
REPEATED = 0.001  # of all mails, at the most, by what we do
DYING = 0.1  # seconds in which a mail of a killed sender is still taken


@dataclass
class Taking(SmtpSink):
    """Thinks, takes, answers; knows when each mail came and whether it was tried before."""

    delay: float = 0.008
    moments: list[float] = field(default_factory=list)

    async def take(self, envelope: Envelope) -> str:
        await asyncio.sleep(self.delay)
        self.moments.append(time.monotonic())
        return await super().take(envelope)

    def has_taken(self, number: int) -> bool:
        return len(self.envelopes) >= number

    def came(self) -> Iterator[tuple[float, Envelope]]:
        return zip(self.moments, list(self.envelopes), strict=False)


@dataclass
class Faults:
    """What was in the hands of senders at each fault, and when that was."""

    engine: Engine
    held: dict[str, float] = field(default_factory=dict)
    moments: list[float] = field(default_factory=list)

    def note(self) -> None:
        with self.engine.connect() as connection:
            held = select(Message.recipient).where(Message.state == State.SENDING)
            recipients = connection.scalars(held).all()
        now = time.monotonic()
        self.moments.append(now)
        self.held.update(dict.fromkeys(recipients, now))


@contextmanager
def taking() -> Iterator[Taking]:
    sink = Taking(port=free_port())
    controller = Controller(Porter(sink), hostname=sink.host, port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def test_ten_thousand_messages_survive_everything(tmp_path: Path) -> None:
    seed = time.time_ns() % 10**6
    log.warning("seed %d", seed)
    with durable_postgres() as database, broker(tmp_path) as redis, taking() as sink:
        engine = make_engine(database.url)
        try:
            Torture(database, redis, sink, engine, tmp_path, random.Random(seed)).run()
        finally:
            engine.dispose()


@dataclass
class Torture:
    database: Database
    redis: Broker
    sink: Taking
    engine: Engine
    home: Path
    chance: random.Random

    def __post_init__(self) -> None:
        self.sessions = Sessions(self.engine)
        self.faults = Faults(self.engine)
        self.owed: set[str] = set()
        self.kills: list[float] = []

    def run(self) -> None:
        mail = environment(
            self.home, self.database.url, self.sink.url, ENGAGE_BROKER_URL=self.redis.url
        )
        for _ in range(FACTS - 1):
            self.owed |= set(something_happens(self.sessions, PEOPLE))
        with victims(["worker"], ["worker"], env=mail, log=self.home / "log") as workers:
            for fault in self.in_some_order(workers):
                wanted = len(self.sink.envelopes) + self.chance.randint(20, 200)
                until(partial(self.sink.has_taken, wanted), PATIENCE)
                time.sleep(self.chance.random() * 0.05)
                fault()
            until(self.all_came, PATIENCE)
            time.sleep(3)  # whatever would come twice, comes now
        p95 = self.it_went_on()
        self.it_adds_up()
        repeated, ours = self.nothing_is_lost()
        assert p95 <= RESUMED
        assert repeated <= KILLS
        assert ours <= REPEATED * FACTS * PEOPLE

    def in_some_order(self, workers: list[Victim]) -> list[Callable[[], None]]:
        kills = [partial(self.kill, workers) for _ in range(KILLS)]
        others = [self.restart_database] * RESTARTS + [self.kill_broker] * BROKER_KILLS
        faults: list[Callable[[], None]] = [
            *kills,
            *others,
            partial(self.nobody_rings, workers),
        ]
        self.chance.shuffle(faults)
        return faults

    def kill(self, workers: list[Victim]) -> None:
        victim = self.chance.choice(workers)
        self.faults.note()
        self.end(victim)
        victim.start()

    def end(self, victim: Victim) -> None:
        self.kills.append(time.monotonic())
        victim.kill()

    def restart_database(self) -> None:
        self.faults.note()
        self.database.restart()

    def kill_broker(self) -> None:
        self.faults.note()
        self.redis.kill()
        time.sleep(3)
        self.redis.start()

    def nobody_rings(self, workers: list[Victim]) -> None:
        """No beat and no worker, and something happens; afterwards it is ten minutes old."""
        for victim in workers:
            self.end(victim)
        self.owed |= set(something_happens(self.sessions, PEOPLE))
        with self.sessions.write() as session:
            for table, waiting in (
                (Delivery, Delivery.done_at.is_(None)),
                (Message, Message.state.in_([State.QUEUED, State.SENDING])),
            ):
                earlier = (
                    update(table)
                    .where(waiting)
                    .values(due_at=table.due_at - literal(OUTAGE, Interval()))
                )
                session.execute(earlier.execution_options(synchronize_session=False))
        self.faults.note()
        for victim in workers:
            victim.start()

    def all_came(self) -> bool:
        return {envelope.rcpt_tos[0] for envelope in list(self.sink.envelopes)} >= self.owed

    def nothing_is_lost(self) -> tuple[int, int]:
        """How many were repeated, and how many of those a living sender had handed over."""
        came = Counter(message_id(envelope) for envelope in self.sink.envelopes)
        assert {envelope.rcpt_tos[0] for envelope in self.sink.envelopes} == self.owed
        assert len(came) == len(self.owed) == FACTS * PEOPLE
        repeated = sum(came.values()) - len(came)
        ours = self.repeated_by_us({each for each, times in came.items() if times > 1})
        log.warning(
            "%d owed, %d kills: 0 lost, %d repeated, %d of them taken before the kill, "
            "%.2f %% (mark 0.1)",
            *(len(came), KILLS, repeated, ours, 100 * ours / len(came)),
        )
        return repeated, ours

    def repeated_by_us(self, repeated: set[str]) -> int:
        """Those that no server took from a sender that was dead already."""
        first: dict[str, float] = {}
        for moment, envelope in self.sink.came():
            first.setdefault(message_id(envelope), moment)
        dead = [
            each for each in repeated if any(0 <= first[each] - at < DYING for at in self.kills)
        ]
        return len(repeated) - len(dead)

    def it_went_on(self) -> float:
        """Seconds from the last fault until 95 % of what dead workers held had come."""
        moments = self.sink.moments
        pauses = [min(m for m in moments if m > at) - at for at in self.faults.moments[:-1]]
        first: dict[str, tuple[float, bool]] = {}
        for moment, envelope in self.sink.came():
            again = "X-Engage-Attempt" in str(envelope.content)
            first.setdefault(envelope.rcpt_tos[0], (moment, again))
        waited = sorted(first[to][0] - at for to, at in self.faults.held.items() if first[to][1])
        longest = max(after - before for before, after in pairwise(moments))
        p95 = waited[int(0.95 * (len(waited) - 1))]
        log.warning(
            "%d were in dead hands: p50 %.0f, p95 %.0f, longest %.0f s; "
            "the next mail after a fault came within %.1f s, longest silence %.1f s, all in %.0f s",
            len(waited), waited[len(waited) // 2], p95, waited[-1], max(pauses), longest,
            moments[-1] - moments[0],
        )  # fmt: skip
        return p95

    def it_adds_up(self) -> None:
        """Expected = sent + suppressed + failed + queued, and the alarm is silent."""
        assert reconcile_due(self.sessions) == 0
        with self.sessions.read() as session:
            sendings = session.scalars(select(Sending)).all()
            counted = lines(session, sendings)
            states = dict(
                session.execute(select(Message.state, func.count()).group_by(Message.state)).all()
            )
        assert states == {State.SENT: FACTS * PEOPLE}
        assert sum(line.sending.expected for line in counted) == FACTS * PEOPLE
        assert [line.missing for line in counted] == [0] * FACTS
