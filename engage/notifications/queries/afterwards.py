"""What became of those who were told: by kind of supplier, from the e-mail to the response."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from engage.challenges.models import Challenge
from engage.interest.models import Alert, Interest, Invited
from engage.interest.models import State as InterestState
from engage.notifications.queries.reach import SEGMENTS, kinds_of
from engage.responses.policy import is_unsealed
from engage.responses.queries import senders
from engage.suppliers.models import Supplier
from engage.workshops.models import (
    Attendance,
    Entry,
    Noted,
    Place,
    PlaceState,
    Series,
    Sitting,
    Workshop,
)

ALL, UNKNOWN = "all", "unknown"
STEPS = {
    "told": "Told or invited",
    "registered": "Registered",
    "place": "Workshop place or one-to-one",
    "attended": "Attended",
    "responded": "Responded",
}
LINES = {**SEGMENTS, UNKNOWN: "Not in the directory", ALL: "All"}


def steps(challenge: Challenge, at: datetime) -> dict[str, str]:
    """Those that may be counted: how many responded is nobody's to know before the end."""
    sealed = not is_unsealed(challenge, at)
    return {step: said for step, said in STEPS.items() if not (sealed and step == "responded")}


def progress(session: Session, challenge: Challenge, at: datetime) -> dict[str, Mapping[str, int]]:
    """How many of each line reached each step, in one statement.

    A supplier counts once, however many of its people there are; of those who are not in the
    directory each address counts.
    """
    who = _who(challenge, at)
    counts: dict[str, ColumnElement[int]] = {
        name: func.count(Supplier.id).filter(kind) for name, kind in kinds_of(challenge).items()
    }
    counts |= {UNKNOWN: func.count().filter(who.c.supplier_id.is_(None)), ALL: func.count()}
    columns = [count.label(name) for name, count in counts.items()]
    wanted = select(who.c.step, *columns).select_from(who)
    found = session.execute(
        wanted.outerjoin(Supplier, Supplier.id == who.c.supplier_id).group_by(who.c.step)
    )
    counted: dict[str, Mapping[str, int]] = {row.step: dict(row._mapping) for row in found}
    return {step: counted.get(step, dict.fromkeys(counts, 0)) for step in steps(challenge, at)}


def _who(challenge: Challenge, at: datetime) -> Subquery:
    """Each supplier, or address without one, once for each step it reached."""
    people = union_all(*_reached(challenge, at)).subquery("people")
    known = aliased(Supplier)
    supplier_id = func.coalesce(people.c.supplier_id, known.merged_into_id, known.id)
    return (
        select(
            people.c.step,
            supplier_id.label("supplier_id"),
            case((supplier_id.is_(None), people.c.email), else_="").label("email"),
        )
        .select_from(people)
        .outerjoin(known, known.email == people.c.email)
        .distinct()
        .subquery("who")
    )


def _reached(challenge: Challenge, at: datetime) -> list[Select[Any]]:
    here = Interest.challenge_id == challenge.id
    placed = _step("place", Interest).join(Place, Place.interest_id == Interest.id)
    alone = _step("place", Interest).join(Entry, Entry.interest_id == Interest.id)
    noted = _step("attended", Interest).join(Noted, Noted.interest_id == Interest.id)
    return [
        _step("told", Alert).where(Alert.challenge_id == challenge.id, Alert.told_at.is_not(None)),
        _step("told", Invited).where(Invited.challenge_id == challenge.id),
        _step("registered", Interest).where(here, Interest.state == InterestState.CONFIRMED),
        placed.join(Sitting, Sitting.id == Place.sitting_id).where(
            here, Place.state == PlaceState.BOOKED, Sitting.cancelled_at.is_(None)
        ),
        alone.join(Series, Series.id == Entry.series_id).where(
            here, Entry.slot_id.is_not(None), Series.cancelled_at.is_(None)
        ),
        _who_came(challenge),
        noted.where(here),  # of who did not come nothing is noted
        _step("responded", Interest).where(here, Interest.id.in_(senders(challenge, at=at))),
    ]


def _who_came(challenge: Challenge) -> Select[Any]:
    """With a place, or walked in: then by the address they gave, which may be of a supplier."""
    columns: list[Any] = [
        literal("attended").label("step"),
        Interest.supplier_id,
        func.coalesce(Interest.email, func.nullif(Attendance.email, ""), Attendance.organisation),
    ]
    return (
        select(*columns)
        .join_from(Attendance, Sitting, Sitting.id == Attendance.sitting_id)
        .join(Workshop, Workshop.id == Sitting.workshop_id)
        .outerjoin(Place, Place.id == Attendance.place_id)
        .outerjoin(Interest, Interest.id == Place.interest_id)
        .where(Workshop.challenge_id == challenge.id)
    )


def _step(step: str, table: type[Alert | Interest | Invited]) -> Select[Any]:
    columns: list[Any] = [literal(step).label("step"), table.supplier_id, table.email]
    return select(*columns)
