"""The search of public challenges among 100,000 of them: common and rare words, subjects, pages."""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, select

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, ChallengeCpv
from engage.challenges.reference import branches, divisions, region_choices
from engage.kernel.db import Sessions, make_engine
from engage.kernel.ids import uuid7
from tests.bench import load
from tests.bench.reading import OURS, _queries, application
from tests.bench.seed import World
from tests.bench.servers import Server, database_cpu_seconds, environment, gunicorn

ROWS, AT_ONCE, ROUNDS = 100_000, 5_000, 15
SEARCHES = {
    "newest": "",
    "page_20": "page=20",
    "open": "stage=open",
    "closing_soon": "sort=closing",
    "word_all_have": "q=residents",
    "word_all_have_page_20": "q=residents&page=20",
    "word_of_2_percent": "q=kerb0007",
    "rare_words": "q=kerb0007+kerb0008",
    "no_such_word": "q=zebra",
    "cpv_and_region": "cpv=72000000&region=UKE",
    "narrow_cpv": "cpv=72212100",
    "word_cpv_region_open": "q=residents&cpv=72000000&region=UKE&stage=open",
    "rare_word_and_region": "q=kerb0007&region=UKN",
    "value_and_sme": "value=5&sme=yes",
    "nothing_fits": "value=5&sme=yes&region=UKN&stage=withdrawn",
}


def measure(url: str, _world: World) -> dict[str, Any]:
    """Milliseconds and statements of each search, one visitor at a time, after 100,000 rows."""
    began = time.perf_counter()
    _fill(Sessions(make_engine(url)))
    result: dict[str, Any] = {"rows": ROWS, "filled_in_seconds": round(time.perf_counter() - began)}
    app = application(url)
    with gunicorn(OURS, environment(url), workers=1) as server:
        for name, query in SEARCHES.items():
            path = f"/challenges?{query}"
            result[name] = _taken(server, path) | {"queries": _queries(app, path, "")}
    return result


def _taken(server: Server, path: str) -> dict[str, float]:
    status, _body = load.get(server.port, path, {})
    if status != 200:
        raise AssertionError(f"{path}: {status}")
    own, database = server.cpu_seconds(), database_cpu_seconds()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        load.get(server.port, path, {})
        times.append(1000 * (time.perf_counter() - began))
    return {
        "p50_ms": round(statistics.median(times), 1),
        "highest_ms": round(max(times), 1),
        "cpu_ms": round(1000 * (server.cpu_seconds() - own) / ROUNDS, 1),
        "database_cpu_ms": round(1000 * (database_cpu_seconds() - database) / ROUNDS, 1),
    }


def _fill(sessions: Sessions) -> None:
    chance, now = random.Random(2026), datetime.now(UTC)
    with sessions.read() as session:
        council = session.scalars(select(Challenge.authority_id).limit(1)).one()
    codes = [code for top, _ in divisions() for code, _ in branches(top)] + ["72212100"]
    regions = [code for code, _ in region_choices()]
    rows = _rows(chance, now, {"authority_id": council}, regions)
    while some := list(islice(rows, AT_ONCE)):
        coded = [
            {"challenge_id": row["id"], "code": code}
            for row in some
            for code in {chance.choice(codes), chance.choice(codes), "72212100"}
            if code != "72212100" or chance.random() < 0.002
        ]
        with sessions.write() as session:
            session.execute(insert(Challenge), some)
            session.execute(insert(ChallengeCpv), coded)
    with sessions.bind.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name == "postgresql":
            driver.autocommit = True
            driver.execute("VACUUM ANALYZE")
        else:
            driver.execute("ANALYZE")
    sessions.bind.engine.dispose()


def _rows(
    chance: random.Random, now: datetime, shared: dict[str, Any], regions: list[str]
) -> Iterator[dict[str, Any]]:
    words = [f"kerb{number:04d}" for number in range(5000)]
    stages = [Stage.OPEN] * 4 + [Stage.CLOSED] * 16 + [Stage.CONCLUDED] * 70 + [Stage.WITHDRAWN] * 9
    for number in range(ROWS):
        stage, text = chance.choice(stages), " ".join(chance.choices(words, k=100))
        published = now - timedelta(minutes=20 * number + 30_000)
        yield {
            **shared,
            "id": uuid7(),
            "reference": f"BIG-2026-{number:06d}",
            "title": f"Streets that residents can use, part {number}",
            "need": f"Residents need to get about. {text}",
            "who": "4,000 residents",
            "purposes": ["a"],
            "category": "services",
            "region": chance.choice(regions),
            "value": chance.choice([None, 20_000, 90_000, 400_000, 2_000_000, 8_000_000]),
            "sme_suitable": chance.random() < 0.3,
            "engagement_ends": now + timedelta(days=chance.uniform(1, 60))
            if stage is Stage.OPEN
            else published + timedelta(days=20),
            "stage": stage,
            "created_at": published,
            "updated_at": published,
            "published_at": published,
            "listed_at": published,
        }
