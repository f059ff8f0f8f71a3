"""A thousand messages, ten kills, and a broker that forgets everything or is not there."""

import logging
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import redis

from engage.kernel.db import Sessions, make_engine
from tests.services import Services, free_port
from tests.torture.killing import (
    SlowSink,
    environment,
    everything_came,
    kill_at_random,
    slow_sink,
    until,
    victims,
)
from tests.workers.working import something_happens

log = logging.getLogger(__name__)

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.services, pytest.mark.timeout(900)]
MESSAGES, KILLS, MOMENT = 1000, 10, 20


@pytest.fixture
def sink() -> Iterator[SlowSink]:
    with slow_sink() as taking:
        yield taking


@pytest.fixture
def chance() -> random.Random:
    seed = time.time_ns() % 10**6
    log.warning("seed %d", seed)
    return random.Random(seed)


def test_workers_killed_and_a_broker_emptied(
    services: Services, redis_url: str, sink: SlowSink, chance: random.Random, tmp_path: Path
) -> None:
    database_url = services.new_database("postgresql")
    sessions = Sessions(make_engine(database_url))
    env = environment(tmp_path, database_url, sink.url, ENGAGE_BROKER_URL=redis_url)
    owed = set(something_happens(sessions, MESSAGES))
    broker = redis.Redis.from_url(redis_url)

    def forget(number: int) -> None:
        if number == KILLS // 2:
            broker.flushall()

    with victims(["worker"], ["worker"], env=env, log=tmp_path / "log") as processes:
        kill_at_random(processes, sink, kills=KILLS, chance=chance, between=forget)
        everything_came(sessions, sink, owed, kills=KILLS, told=tmp_path / "log")
    sessions.bind.engine.dispose()
    services.drop_database(database_url)


def test_one_process_on_sqlite_killed(
    services: Services, sink: SlowSink, chance: random.Random, tmp_path: Path
) -> None:
    database_url = services.new_database("sqlite")
    sessions = Sessions(make_engine(database_url))
    env = environment(tmp_path, database_url, sink.url)
    owed = set(something_happens(sessions, MESSAGES))
    command = ["run", "--port", str(free_port())]
    with victims(command, env=env, log=tmp_path / "log") as processes:
        kill_at_random(processes, sink, kills=KILLS, chance=chance)
        everything_came(sessions, sink, owed, kills=KILLS, told=tmp_path / "log")


def test_without_a_broker_everything_comes_within_fifteen_seconds(
    services: Services, sink: SlowSink, chance: random.Random, tmp_path: Path
) -> None:
    """The worker finds the work by itself; it has the broker's address, and nobody is there."""
    database_url = services.new_database("postgresql")
    nobody = f"redis://127.0.0.1:{free_port()}/0"
    env = environment(tmp_path, database_url, sink.url, ENGAGE_BROKER_URL=nobody)
    sessions = Sessions(make_engine(database_url))
    with victims(["worker"], ["worker"], env=env, log=tmp_path / "log"):
        until(lambda: "worker started" in (tmp_path / "log").read_text(), 30)
        for _ in range(3):
            sink.envelopes.clear()
            something_happens(sessions, MOMENT)
            took = until(partial(sink.has_taken, MOMENT), 15)
            log.warning("%d messages without a broker: %.1f s", MOMENT, took)
            time.sleep(chance.random() * 5)
    sessions.bind.engine.dispose()
    services.drop_database(database_url)
