"""Who was there: noted on the day or later, with a place or without one, and taken back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import OVER
from engage.interest.service import register
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.upsert import insert_first
from engage.workshops.events import AttendanceExported, AttendanceNoted, AttendanceTakenBack
from engage.workshops.models import Attendance, Place, PlaceState, Sitting
from engage.workshops.service.seats import Cancelled

OPENS_BEFORE = timedelta(hours=12)  # the start
MOST_WALKED_IN = 200  # at one session: the page shows them all


class TooEarly(Refusal):
    """Nobody can be there yet."""


class TooLate(Refusal):
    """The record of the engagement is closed."""


class HasNoPlace(Refusal):
    """Only who has a place is on the list."""


class TooManyWalkedIn(Refusal):
    """More than one page holds."""


def note_here(session: Session, place: Place, *, by: UUID, at: datetime) -> None:
    """They came. Asking again changes nothing."""
    sitting = place.sitting
    _require_noting(session, sitting, at)
    lock(session, place)
    if place.state is not PlaceState.BOOKED:
        raise HasNoPlace("They have no place any more. If they are there, add them as a walk-in.")
    _note(session, sitting, {"place_id": place.id}, by=by, at=at)


def walk_in(
    session: Session,
    sitting: Sitting,
    *,
    organisation: str,
    name: str,
    email: str,
    by: UUID,
    at: datetime,
) -> None:
    """Somebody without a place was there; while the engagement is open they are sent a link.

    So they get what everybody gets (s.16(3) of the Procurement Act 2023).
    """
    _require_noting(session, sitting, at)
    if count_walked_in(session, sitting) >= MOST_WALKED_IN:
        raise TooManyWalkedIn(f"At most {MOST_WALKED_IN} people can be added to one session.")
    who: dict[str, Any] = {"organisation": organisation, "name": name, "email": email.lower()}
    _note(session, sitting, who, by=by, at=at)
    if sitting.challenge.takes_part(at):
        register(session, sitting.challenge, **who, alerts=False, at=at)


def take_back(session: Session, attendance: Attendance, *, by: UUID, at: datetime) -> None:
    """They were not there after all. Who walked in keeps the link they were sent."""
    sitting = attendance.sitting
    _require_noting(session, sitting, at)
    walked_in = attendance.place_id is None
    session.delete(attendance)
    fact = AttendanceTakenBack(
        **_about(sitting, attendance.id), sitting_id=sitting.id, walked_in=walked_in
    )
    record(session, fact, by=by, at=at)


def note_attendance_export(session: Session, sitting: Sitting, *, by: UUID, at: datetime) -> None:
    """Somebody took the list of who came away."""
    record(session, AttendanceExported(**about(sitting)), by=by, at=at)


def count_walked_in(session: Session, sitting: Sitting) -> int:
    wanted = select(func.count()).where(
        Attendance.sitting_id == sitting.id, Attendance.place_id.is_(None)
    )
    return session.scalar(wanted) or 0


def may_note_at(sitting: Sitting, at: datetime) -> bool:
    """From 12 hours before the start, until the challenge has its outcome."""
    on_time = at >= sitting.starts_at - OPENS_BEFORE
    return on_time and sitting.cancelled_at is None and sitting.challenge.stage not in OVER


def _note(
    session: Session, sitting: Sitting, who: dict[str, Any], *, by: UUID, at: datetime
) -> None:
    row = {"id": uuid7(), "sitting_id": sitting.id, "noted_at": at, **who}
    if insert_first(session, Attendance, row):
        told = _about(sitting, row["id"])
        walked_in = "place_id" not in who
        record(
            session,
            AttendanceNoted(**told, sitting_id=sitting.id, walked_in=walked_in),
            by=by,
            at=at,
        )


def _about(sitting: Sitting, attendance_id: UUID) -> dict[str, Any]:
    return about(sitting) | {"subject_id": attendance_id}


def _require_noting(session: Session, sitting: Sitting, at: datetime) -> None:
    lock(session, sitting)
    if sitting.cancelled_at is not None:
        raise Cancelled("This workshop was cancelled, so nobody came.")
    if sitting.challenge.stage in OVER:
        raise TooLate("The outcome is published, so the list of who came is closed.")
    if not may_note_at(sitting, at):
        opens = spoken(sitting.starts_at - OPENS_BEFORE)
        raise TooEarly(f"You can note who is there from {opens}, 12 hours before the start.")
