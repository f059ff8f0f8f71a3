"""Entries about people who met: who was at a session, and whose one-to-one it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engage.disclosures.models import What
from engage.disclosures.service.noting import Given, Told, forget, note, settle, tell, untell
from engage.interest.models import Interest
from engage.workshops.models import (
    Attendance,
    Entry,
    Material,
    MaterialsClock,
    Noted,
    Place,
    Sitting,
    Slot,
)

AT_WORKSHOP = "Workshop"


def of_session(session: Session, sitting: Sitting, *, at: datetime) -> None:
    """Who was there, counted anew; nobody: then nothing was disclosed."""
    there = _who_came(session, sitting)
    if not there:
        forget(session, sitting.challenge_id, sitting.id)
        return
    entry = note(
        session,
        sitting.challenge,
        Given(
            what=What.WORKSHOP,
            title=f"What was said and shown: {sitting.title}",
            given_at=sitting.starts_at,
            channel=AT_WORKSHOP,
        ),
        source=sitting.id,
        to=(),
        at=at,
    )
    untell(session, entry.id)
    tell(session, entry.id, there)
    clock = session.get(MaterialsClock, sitting.id)
    if clock is not None and clock.settled_at is not None:
        settle(session, sitting.challenge_id, sitting.id, at=clock.settled_at)


def shown(session: Session, sitting: Sitting, batch_id: UUID | None, *, at: datetime) -> None:
    """What was published together, an entry each; and who was there knows no more than others.

    None: nothing was shown, and everybody reads why.
    """
    wanted = select(Material).where(Material.batch_id == batch_id)
    found = session.scalars(wanted).all() if batch_id else ()
    for each in found:
        note(
            session,
            sitting.challenge,
            Given(
                what=What.MATERIAL,
                title=each.title,
                given_at=at,
                channel="The page of the challenge",
            ),
            source=each.id,
            at=at,
        )
    settled = {sitting.id}
    if any(each.sitting_id is None for each in found):
        wanted_ids = select(Sitting.id).where(Sitting.workshop_id == sitting.workshop_id)
        settled |= set(session.scalars(wanted_ids))
    for sitting_id in settled:
        settle(session, sitting.challenge_id, sitting_id, at=at)


def of_one_to_one(session: Session, slot: Slot, *, published: bool, at: datetime) -> None:
    """What was said to whoever had the slot, from when it was noted."""
    wanted = select(Interest.id, Interest.organisation)
    noted = select(Noted.interest_id).where(Noted.slot_id == slot.id)
    booked = select(Entry.interest_id).where(Entry.slot_id == slot.id)
    wanted = wanted.where(or_(Interest.id.in_(noted), Interest.id.in_(booked)))
    told: Told = [(row[0], row[1]) for row in session.execute(wanted)]
    if not told:
        return
    note(
        session,
        slot.challenge,
        Given(
            what=What.ONE_TO_ONE,
            title=f"One-to-one {slot.number}: {slot.title}",
            given_at=slot.starts_at,
            channel=slot.series.way.value.replace("_", " ").capitalize(),
        ),
        source=slot.id,
        to=told,
        at=at,
    )
    if published:
        settle(session, slot.challenge_id, slot.id, at=at)


def _who_came(session: Session, sitting: Sitting) -> Told:
    """Participants who had a place, and the organisations of those who walked in."""
    name = func.coalesce(Interest.organisation, Attendance.organisation)
    wanted = (
        select(Interest.id, name)
        .select_from(Attendance)
        .outerjoin(Place, Place.id == Attendance.place_id)
        .outerjoin(Interest, Interest.id == Place.interest_id)
        .where(Attendance.sitting_id == sitting.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]
