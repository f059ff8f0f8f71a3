"""OCDS packages of 1,000 releases: how long they take, and what they cost in memory."""

import hashlib
import http.client
import json
import statistics
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions, make_engine
from engage.kernel.ids import uuid7
from engage.notices.models import Release
from tests.bench.reading import OURS
from tests.bench.seed import LONG, World
from tests.bench.servers import Server, environment, gunicorn

RELEASES, ROUNDS = 1000, 9


def measure(url: str, world: World) -> dict[str, Any]:
    sessions = Sessions(make_engine(url))
    first = _fill(sessions, world)
    sessions.bind.engine.dispose()
    with gunicorn(OURS, environment(url)) as server:
        path = f"/api/v1/ocds/releases?cursor={first}&limit="
        _fetch(server, f"{path}10")
        before = max(server.memory_mib())
        result = {"releases_1000": _taken(server, f"{path}{RELEASES}", RELEASES)}
        result["releases_50"] = _taken(server, f"{path}50", 50)
        grown = max(server.memory_mib()) - before
        return {**result, "memory": {"before_mib": before, "grown_mib": round(grown, 1)}}


def _fill(sessions: Sessions, world: World) -> int:
    """Releases of one challenge, as long as a full one is; the position before the first."""
    at = datetime.now(UTC)
    with sessions.write() as session:
        reference = Challenge.reference == world.open_reference
        challenge = session.scalars(select(Challenge).where(reference)).one()
        last = session.scalar(select(func.max(Release.position))) or 0
        number = session.scalar(
            select(func.max(Release.number)).where(Release.challenge_id == challenge.id)
        )
        rows = [
            _release(challenge, (number or 0) + each, last + each, at)
            for each in range(1, RELEASES + 1)
        ]
        session.execute(insert(Release), rows)
    return last


def _release(challenge: Challenge, number: int, position: int, at: datetime) -> dict[str, Any]:
    ocid = f"ocds-engage-{challenge.reference}"
    tender = {"title": challenge.title, "description": LONG * 4}
    said = {"ocid": ocid, "id": f"{ocid}-{number}", "date": at.isoformat(), "tender": tender}
    body = json.dumps(said)
    return {
        "id": uuid7(),
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "number": number,
        "ocid": ocid,
        "tag": "planningUpdate",
        "body": body,
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
        "made_at": at,
        "position": position,
    }


def _taken(server: Server, path: str, releases: int) -> dict[str, float]:
    times = [_fetch(server, path) for _ in range(ROUNDS)]
    if times[0][2] != releases:
        raise AssertionError(f"{path}: {times[0][2]} releases")
    return {
        "bytes": times[0][3],
        "first_byte_ms": round(statistics.median(each[0] for each in times), 1),
        "whole_ms": round(statistics.median(each[1] for each in times), 1),
    }


def _fetch(server: Server, path: str) -> tuple[float, float, int, int]:
    """Milliseconds to the first and the last byte; releases; bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    began = time.perf_counter()
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        first = time.perf_counter() - began
        body = answer.read()
    finally:
        connection.close()
    whole = time.perf_counter() - began
    if answer.status != 200:
        raise AssertionError(f"{path}: {answer.status} {body[:200]!r}")
    return 1000 * first, 1000 * whole, len(json.loads(body)["releases"]), len(body)
