"""Workshops: announce one, change it, call it off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.kernel.versions import require_seen
from engage.workshops.calendar import is_link
from engage.workshops.events import WorkshopAnnounced, WorkshopCancelled, WorkshopChanged
from engage.workshops.models import Workshop
from engage.workshops.service.booking import AlreadyStarted, Cancelled, move_up

# What stands in people's calendars: they must hear of a change.
TOLD = frozenset({"title", "starts_at", "ends_at", "venue", "joining_link"})

MOST = 100  # workshops of one challenge


class NotOpen(Refusal):
    """Nobody could book."""


class BadTimes(Refusal):
    """No workshop could take place then."""


class Nowhere(Refusal):
    """People would not know where to go."""


class TooFewPlaces(Refusal):
    """Places were promised already."""

    def __init__(self, taken: int) -> None:
        who = "1 person has" if taken == 1 else f"{taken:,} people have"
        super().__init__(f"{who} a place already, so the number of places must be {taken} or more")


class TooMany(Refusal):
    """No page could show them all."""


class Details(TypedDict):
    """What an officer says about a workshop."""

    title: str
    about: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    joining_link: str
    capacity: int


def announce(
    session: Session,
    challenge: Challenge,
    *,
    by: UUID | None,
    at: datetime,
    **details: Unpack[Details],
) -> Workshop:
    """Plan a workshop of an open engagement (reg.17(2)(f)(i)); suppliers can book from now on.

    The same in every word again is the same workshop: a button pressed twice announces one.
    """
    locked(session, challenge)
    if not challenge.takes_part(at):
        raise NotOpen("Suppliers cannot book now. Publish the challenge before its workshops.")
    if same := _same(session, challenge, details):
        return same
    workshop = _planned(challenge, at, details)
    _require_room(session, challenge)
    session.add(workshop)
    session.flush()
    fact = WorkshopAnnounced(
        starts_at=workshop.starts_at, capacity=workshop.capacity, **about(workshop)
    )
    record(session, fact, by=by, at=at)
    return workshop


def _planned(challenge: Challenge, at: datetime, details: Details) -> Workshop:
    workshop = Workshop(
        challenge=challenge,
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        taken=0,
        created_at=at,
        **details,
    )
    _require_sound(workshop, at)
    _require_before_the_end(workshop)
    return workshop


def _same(session: Session, challenge: Challenge, details: Details) -> Workshop | None:
    wanted = select(Workshop).where(
        Workshop.challenge_id == challenge.id, Workshop.cancelled_at.is_(None)
    )
    return session.scalars(wanted.filter_by(**details).limit(1)).one_or_none()


def _require_room(session: Session, challenge: Challenge) -> None:
    """Pages show all workshops of a challenge, and no challenge needs more than these."""
    planned = select(func.count()).where(Workshop.challenge_id == challenge.id)
    if (session.scalar(planned) or 0) >= MOST:
        raise TooMany(f"A challenge can have {MOST} workshops. Change one of them instead.")


def change(
    session: Session,
    workshop: Workshop,
    *,
    seen: str | None = None,
    by: UUID | None,
    at: datetime,
    **details: Unpack[Details],
) -> frozenset[str]:
    """Change a workshop to come; the names of what changed.

    People with a place or waiting are told of what stands in their calendars. More places move
    up who waits.
    """
    lock(session, workshop)
    _require_to_come(workshop, at)
    saved = {name: getattr(workshop, name) for name in details}
    if saved != details:
        require_seen(seen, saved, version=workshop.version)
    changed = _set(workshop, details)
    _require_sound(workshop, at)
    if "starts_at" in changed:
        _require_before_the_end(workshop)
    if changed:
        _note_change(session, workshop, changed, by=by, at=at)
        move_up(session, workshop, at=at)
    return changed


def cancel(
    session: Session, workshop: Workshop, *, because: str, by: UUID | None, at: datetime
) -> None:
    """Call a workshop off; a second time changes nothing. Places stay, so that all are told."""
    lock(session, workshop)
    if workshop.cancelled_at is not None:
        return
    _require_to_come(workshop, at)
    workshop.cancelled_at, workshop.cancelled_because = at, because
    workshop.sequence += 1
    session.flush()
    fact = WorkshopCancelled(sequence=workshop.sequence, **about(workshop))
    record(session, fact, by=by, at=at)


def _set(workshop: Workshop, wanted: Mapping[str, Any]) -> frozenset[str]:
    changed = {name for name, value in wanted.items() if getattr(workshop, name) != value}
    for name in changed:
        setattr(workshop, name, wanted[name])
    return frozenset(changed)


def _note_change(
    session: Session,
    workshop: Workshop,
    changed: frozenset[str],
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    told = bool(changed & TOLD)
    if told:
        workshop.sequence += 1
    session.flush()
    fact = WorkshopChanged(
        fields=tuple(sorted(changed)), told=told, sequence=workshop.sequence, **about(workshop)
    )
    record(session, fact, by=by, at=at)


def _require_to_come(workshop: Workshop, at: datetime) -> None:
    if workshop.cancelled_at is not None:
        raise Cancelled("This workshop was cancelled, so it cannot change. Announce a new one.")
    if at >= workshop.starts_at:
        raise AlreadyStarted(
            f"This workshop began at {spoken(workshop.starts_at)}, so it can no longer change."
        )


def _require_sound(workshop: Workshop, at: datetime) -> None:
    if workshop.starts_at <= at:
        raise BadTimes("The workshop must start in the future")
    if workshop.ends_at <= workshop.starts_at:
        raise BadTimes("The workshop must end after it starts")
    if not workshop.venue and not workshop.joining_link:
        raise Nowhere("Say where the workshop is: enter a place, a joining link, or both")
    if workshop.joining_link and not is_link(workshop.joining_link):
        raise Nowhere("The joining link must be a web address that starts with https://")
    if workshop.capacity < max(1, workshop.taken):
        raise TooFewPlaces(workshop.taken)


def _require_before_the_end(workshop: Workshop) -> None:
    ends = workshop.challenge.engagement_ends
    if ends is not None and workshop.starts_at >= ends:
        raise BadTimes(
            f"The engagement ends at {spoken(ends)}, before this workshop would start."
            " Choose an earlier day, or give suppliers more time first."
        )
