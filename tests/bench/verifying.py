"""``engage verify`` on 100,000 events under 5,000 seals, and on 365 signed days."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from engage.kernel import daily, seal
from engage.kernel.daily import DailyRoot, SigningKey
from engage.kernel.db import Sessions, make_engine
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.kernel.seal import GENESIS, Seal, leaf, root_of
from engage.kernel.signing import Keyring, fault_of_days, new_seed, publish_due
from tests.bench.seed import World
from tests.services import Clock

SEALS, EACH, DAYS = 5_000, 20, 365


def measure(url: str, _world: World) -> dict[str, Any]:
    sessions = Sessions(make_engine(url))
    seal.seal_due(sessions)
    with sessions.write() as session:
        _many(session)
    _sign(sessions)
    with sessions.read() as session:
        began = time.perf_counter()
        problem = seal.verify(session)
        whole = time.perf_counter() - began
        sealed, _ = seal.counts(session)
        began = time.perf_counter()
        days, keys = daily.days(session), daily.keys(session)
        wrong = fault_of_days(days, keys, public=keys[0].public)
        unlike = daily.unlike(session, [(day.seal, day.root) for day in days])
        signed = time.perf_counter() - began
    if problem or wrong or unlike:
        raise AssertionError((problem, wrong, unlike))
    return {
        "trail": {"events": sealed, "seconds": round(whole, 2)},
        "signed_days": {"days": len(days), "seconds": round(signed, 2)},
    }


def _many(session: Session) -> None:
    last = session.scalars(select(Seal).order_by(Seal.number.desc()).limit(1)).first()
    number, root = (last.number, last.root) if last else (0, GENESIS)
    moment = datetime.now(UTC)
    for _ in range(SEALS):
        number += 1
        events = [_event(number, position, moment) for position in range(EACH)]
        session.execute(insert(RecordedEvent), events)
        previous, root = root, root_of(root, [leaf(RecordedEvent(**event)) for event in events])
        link = {"number": number, "previous_root": previous, "root": root, "count": EACH}
        session.execute(insert(Seal), [{**link, "sealed_at": moment}])


def _event(number: int, position: int, moment: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "name": "question.answered",
        "subject_id": uuid7(),
        "authority_id": UUID(int=1),
        "challenge_id": UUID(int=number),
        "actor_id": UUID(int=position),
        "occurred_at": moment,
        "payload": {"number": position, "words": ["answer", "status"], "sha256": "0" * 64},
        "routed": True,
        "sealed_in": number,
        "position": position,
    }


def _sign(sessions: Sessions) -> None:
    """A year of days, each signed as on its own day."""
    keyring, begins = Keyring([new_seed()]), datetime.now(UTC)
    clock = Clock(now=begins)
    later = Sessions(sessions.bind, clock=clock)
    for _ in range(DAYS):
        publish_due(later, keyring)
        clock.advance(days=1)
    with sessions.read() as session:
        signed = session.scalar(select(func.count()).select_from(DailyRoot))
        noted = session.scalar(select(func.count()).select_from(SigningKey))
    if (signed, noted) != (DAYS, 1):
        raise AssertionError(f"{signed} days by {noted} keys")
