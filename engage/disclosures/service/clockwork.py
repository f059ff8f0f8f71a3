"""The clock of the ledger: warn the officer, then whom the council names; each once.

Older than, never between. What workshops promise has the clock of their materials.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select, update
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import OVER, PUBLIC
from engage.challenges.models import Challenge
from engage.disclosures.events import DisclosureDue, DisclosureOverdue
from engage.disclosures.models import Disclosure, What
from engage.disclosures.queries import IS_OPEN
from engage.disclosures.service.meetings import of_one_to_one
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import record
from engage.workshops.deadlines import last_day
from engage.workshops.models import Entry, EntryState, Slot

BATCH = 100
Rows = Select[*tuple[Any, ...]]


def disclosures_due(sessions: Sessions) -> int:
    """Note who was met alone, what has to be published soon, and what is late; how many."""
    return _note_held(sessions) + sum(
        _each(sessions, column) for column in (Disclosure.reminded_at, FOR_MANAGER)
    )


def _note_held(sessions: Sessions) -> int:
    """One-to-ones that are over, also where nobody wrote down what was said."""
    with sessions.read() as session:
        ids = session.scalars(_held(now(session)).limit(BATCH)).all()
    if ids:
        with sessions.write() as session:
            at = now(session)
            for slot in session.scalars(select(Slot).where(Slot.id.in_(ids))):
                of_one_to_one(session, slot, published=False, at=at)
    return len(ids)


def _held(at: datetime) -> Select[UUID]:
    known = exists().where(
        Disclosure.source == Slot.id, Disclosure.challenge_id == Slot.challenge_id
    )
    return (
        select(Slot.id)
        .join(Entry, Entry.slot_id == Slot.id)
        .join(Challenge, Challenge.id == Slot.challenge_id)
        .where(Slot.ends_at <= at, Slot.cancelled_at.is_(None), Entry.state == EntryState.BOOKED)
        .where(Challenge.stage.in_(PUBLIC - OVER), ~known)
        .order_by(Slot.ends_at)
    )


def _each(sessions: Sessions, column: Any) -> int:
    """Looks first without a writer's lock: mostly nothing is due."""
    with sessions.read() as session:
        if session.execute(_due(now(session), column).limit(1)).first() is None:
            return 0
    with sessions.write() as session:
        at = now(session)
        rows = session.execute(_due(at, column).limit(BATCH)).all()
        return _note(session, rows, column, at)


def _due(at: datetime, column: Any) -> Rows:
    late = column is FOR_MANAGER
    when = (Disclosure.due_at <= at,) if late else (Disclosure.remind_at <= at,)
    still = () if late else (Disclosure.due_at > at,)
    names = Disclosure.id, Disclosure.authority_id, Disclosure.challenge_id, Disclosure.due_at
    return (
        select(*names)
        .join(Challenge, Challenge.id == Disclosure.challenge_id)
        .where(IS_OPEN, column.is_(None), Challenge.stage.not_in(OVER), *when, *still)
        .where(Disclosure.what != What.WORKSHOP)
        .order_by(Disclosure.due_at, Disclosure.id)
    )


def _note(session: Session, rows: Sequence[Any], column: Any, at: datetime) -> int:
    """Those that nobody else has noted, or settled, in the meantime."""
    which = Disclosure.id.in_([each.id for each in rows]), IS_OPEN, column.is_(None)
    noted = update(Disclosure).where(*which).values({column: at}).returning(Disclosure.id)
    first = set(session.scalars(noted, execution_options={"synchronize_session": False}))
    kind = DisclosureOverdue if column is FOR_MANAGER else DisclosureDue
    for each in [row for row in rows if row.id in first]:
        ids = {"authority_id": each.authority_id, "challenge_id": each.challenge_id}
        fact = kind(subject_id=each.id, due_on=last_day(each.due_at), **ids)
        record(session, fact, by=None, at=at)
    return len(first)


FOR_MANAGER = Disclosure.escalated_at
