"""Seats of a session: taken and given back by the database, in one statement each."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, CursorResult, Table, update
from sqlalchemy.orm import Session

from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import about
from engage.workshops.models import Mode, Place, Sitting

# Not through the mapper: bookings must not raise the version that officers edit by.
SITTINGS = cast(Table, Sitting.__table__)
COLUMNS = {
    Mode.IN_PERSON: ("in_person", "taken_in_person"),
    Mode.ONLINE: ("online", "taken_online"),
}


class AlreadyStarted(Refusal):
    """It is too late for this workshop."""


class NoPlace(Refusal):
    """Only who has a place can do this."""


class Cancelled(Refusal):
    """The workshop does not take place."""


def take(session: Session, sitting: Sitting, mode: Mode, number: int = 1) -> bool:
    """So many more places, if they are free: decided by the database in one statement."""
    places, taken = _columns(mode)
    more = (
        update(SITTINGS)
        .where(
            SITTINGS.c.id == sitting.id,
            taken + number <= places,
            SITTINGS.c.cancelled_at.is_(None),
        )
        .values({taken: taken + number})
    )
    session.flush()
    got = cast(CursorResult[Any], session.execute(more)).rowcount == 1
    session.refresh(sitting, [taken.name])
    return got


def give_back(session: Session, sitting: Sitting, mode: Mode, number: int = 1) -> None:
    _, taken = _columns(mode)
    fewer = update(SITTINGS).where(SITTINGS.c.id == sitting.id).values({taken: taken - number})
    session.execute(fewer)
    session.refresh(sitting, [taken.name])


def _columns(mode: Mode) -> tuple[Column[int], Column[int]]:
    places, taken = COLUMNS[mode]
    return SITTINGS.c[places], SITTINGS.c[taken]


def require_to_come(sitting: Sitting, at: datetime) -> None:
    if sitting.cancelled_at is not None:
        raise Cancelled("This workshop was cancelled. There is nothing more for you to do.")
    if at >= sitting.starts_at:
        raise AlreadyStarted(
            f"This workshop began at {spoken(sitting.starts_at)}, so places can no longer change."
        )


def about_place(place: Place) -> dict[str, Any]:
    sitting = place.sitting
    facts = {"workshop_id": sitting.workshop_id, "sitting_id": sitting.id, "mode": place.mode}
    return about(sitting) | facts | {"subject_id": place.id}
