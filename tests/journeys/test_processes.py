"""The same journeys over HTTP, against web, two workers and beat as real processes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis
from sqlalchemy import select

from engage.kernel import seal
from engage.kernel.db import Base
from tests.journeys.processes import Processes, everything, wait_until
from tests.journeys.publishing import STEPS, Publishing
from tests.journeys.steps import Journey, respond
from tests.journeys.whole import with_keys
from tests.services import Services, SmtpSink

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.timeout(360)]


def test_whole_journeys_at_full_size(
    services: Services, redis_url: str, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    database_url = services.new_database("postgresql")
    with everything(database_url, redis_url, smtp_sink, tmp_path) as stage:
        journey = Journey(stage)
        for step in with_keys():
            step(journey)
            if step is respond:
                assert places_with("Idea 0 of alder", stage, redis_url, tmp_path) == set()
                everywhere = {"database", "mail"}
                assert places_with("Damp homes", stage, redis_url, tmp_path) >= everywhere

        def sealed() -> bool:
            with stage.sessions.read() as session:
                return seal.counts(session)[1] == 0

        wait_until(sealed, "the trail was not sealed")
        with stage.sessions.read() as session:
            assert seal.verify(session) is None

        statement = Publishing(stage)
        for publishing_step in STEPS:
            publishing_step(statement)
    services.drop_database(database_url)
    log = (tmp_path / "processes.log").read_text()
    assert "Traceback" not in log, log


def places_with(words: str, stage: Processes, redis_url: str, folder: Path) -> set[str]:
    """Where something can be read: rows, the broker, mail, logs and files."""
    wanted, found = words.encode(), set()
    with stage.sessions.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = session.execute(select(table)).all()
            cells = [each for row in rows for each in row]
            if any(wanted in (c if isinstance(c, bytes) else str(c).encode()) for c in cells):
                found.add("database")
    with redis.Redis.from_url(redis_url) as broker:
        if any(wanted in held(broker, key) for key in broker.scan_iter()):
            found.add("broker")
    if any(wanted in mail.as_bytes() for mail in stage.sink.messages):
        found.add("mail")
    found |= {str(p) for p in folder.rglob("*") if p.is_file() and wanted in p.read_bytes()}
    return found


def held(broker: redis.Redis, key: Any) -> bytes:
    """What is under a key, whatever kind it is of."""
    reads: dict[Any, Callable[[Any], Any]] = {
        b"string": broker.get,
        b"list": lambda name: broker.lrange(name, 0, -1),
        b"hash": broker.hgetall,
        b"set": broker.smembers,
        b"zset": lambda name: broker.zrange(name, 0, -1),
    }
    return repr(reads[broker.type(key)](key)).encode()
