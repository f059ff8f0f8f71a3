"""Telling people of one challenge among 100,000 suppliers and 10,000 saved searches."""

import random
import resource
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from engage.challenges.models import Challenge
from engage.challenges.reference import branches, divisions, region_choices
from engage.interest.models import Alert, Subscription
from engage.kernel.db import Sessions, make_engine
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.notifications import service
from engage.notifications.models import Message
from engage.notifications.queries import reach
from engage.notifications.service.announcing import announce_due
from engage.suppliers.models import Size, Supplier, SupplierCpv, SupplierRegion
from engage.suppliers.queries import branch_of
from tests.bench.seed import World

SUPPLIERS, SEARCHES, AT_ONCE = 100_000, 10_000, 5_000
TRADES = (
    "We build software for councils.",
    "Damp sensors and monitoring for homes.",
    "Mould treatment, repairs and maintenance of houses.",
    "Cleaning of offices and streets.",
    "Care at home for older people.",
    "Consultants for change.",
)


def measure(url: str, world: World) -> dict[str, Any]:
    """Seconds until everybody is told, from the first statement; and what it took."""
    sessions = Sessions(make_engine(url))
    chance, at = random.Random(2026), datetime.now(UTC)
    _fill(sessions, chance, at)
    with sessions.write() as session:
        challenge = _challenge(world, session)
        title = {"title": "Finding damp homes with sensors", "region": "UKE"}
        session.execute(update(Challenge).where(Challenge.id == challenge.id).values(**title))
    shown, page = _looked_at(sessions, world)
    before, began = _peak(), time.perf_counter()
    with _others(sessions) as waits:
        with sessions.write() as session:
            service.announce(session, _listed(session, _challenge(world, session), at))
        announce_due(sessions)
    seconds = time.perf_counter() - began
    with sessions.read() as session:
        told = session.scalar(select(func.count()).select_from(Alert))
        owed = select(func.count(Message.id)).where(Message.why != "")
        if not told == shown == session.scalar(owed):
            raise AssertionError(f"{shown} were shown, {told} were found")
    sessions.bind.engine.dispose()
    return {
        "suppliers": SUPPLIERS,
        "people_told": told,
        "seconds": round(seconds, 1),
        "page_of_reach_seconds": round(page, 1),
        "memory_grew_mb": round((_peak() - before) / 1024, 1),
        "other_writers_waited": waits,
    }


def _looked_at(sessions: Sessions, world: World) -> tuple[int, float]:
    """How many the officer sees who would hear of it, and the seconds that page takes."""
    with sessions.read() as session:
        challenge = _challenge(world, session)
        began = time.perf_counter()
        hears = reach.would_hear(session, challenge)
        shown = sum(reach.coverage(session, challenge, hears).reasons.values())
        return shown, time.perf_counter() - began


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@contextmanager
def _others(sessions: Sessions) -> Iterator[dict[str, float]]:
    """Somebody else writes all the time, as people do who save their drafts."""
    waits: dict[str, float] = {}
    times: list[float] = []
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.2):
            began = time.perf_counter()
            with sessions.write() as session:
                session.execute(
                    update(Supplier).where(Supplier.email == "s1@example.org").values(name="A")
                )
            times.append(time.perf_counter() - began)

    other = threading.Thread(target=write)
    other.start()
    try:
        yield waits
    finally:
        over.set()
        other.join()
        waits["p50_ms"] = round(1000 * statistics.median(times or [0]), 1)
        waits["highest_ms"] = round(1000 * max(times or [0]), 1)


def _challenge(world: World, session: Any) -> Challenge:
    wanted = select(Challenge).where(Challenge.reference == world.open_reference)
    found: Challenge = session.scalars(wanted).one()
    return found


def _listed(session: Any, challenge: Challenge, at: datetime) -> RecordedEvent:
    event = RecordedEvent(
        name="challenge.listed",
        subject_id=challenge.id,
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        occurred_at=at,
        payload={},
        routed=True,
    )
    session.add(event)
    session.flush()
    return event


def _fill(sessions: Sessions, chance: random.Random, at: datetime) -> None:
    codes = [branch_of(code) for top, _ in divisions() for code, _ in branches(top)]
    regions = [code for code, _ in region_choices()]
    for first in range(0, SUPPLIERS, AT_ONCE):
        rows = [_supplier(number, chance, at) for number in range(first, first + AT_ONCE)]
        ids = [row["id"] for row in rows]
        with sessions.write() as session:
            session.execute(insert(Supplier), rows)
            session.execute(insert(SupplierCpv), _each(chance, ids, codes))
            session.execute(insert(SupplierRegion), _each(chance, ids, regions))
    with sessions.write() as session:
        session.execute(insert(Subscription), [_search(n, chance, at) for n in range(SEARCHES)])
    with sessions.bind.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name == "postgresql":
            driver.autocommit = True
        driver.execute("ANALYZE")


def _each(chance: random.Random, ids: list[Any], codes: list[str]) -> list[dict[str, Any]]:
    """Two of these for each of four suppliers in five; the rest said nothing."""
    return [
        {"supplier_id": each, "code": code}
        for each in ids
        if chance.random() < 0.8
        for code in set(chance.choices(codes, k=2))
    ]


def _supplier(number: int, chance: random.Random, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "name": f"Supplier {number} Ltd",
        "contact_name": "Sam Supplier",
        "email": f"s{number}@example.org",
        "about": " ".join(chance.choices(TRADES, k=3)),
        "size": chance.choice(list(Size)),
        "vcse": chance.random() < 0.1,
        "alerts": True,
        "created_at": at,
    }


def _search(number: int, chance: random.Random, at: datetime) -> dict[str, Any]:
    words = chance.choice(["", "damp", "roads", "sensors -mould"])
    return {
        "id": uuid7(),
        "email": f"p{number}@example.net",
        "q": words,
        "terms": words,
        "region": chance.choice(["", "UKE", "UKN"]),
        "asked_at": at,
        "confirmed_at": at,
    }
