"""Workshops: announce one, add a session, change it, call it off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.clock import spoken
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.kernel.versions import require_seen
from engage.workshops.events import WorkshopAnnounced, WorkshopCancelled, WorkshopChanged
from engage.workshops.models import Sitting, Workshop
from engage.workshops.service.details import (
    Details,
    NotOpen,
    TooMany,
    When,
    require_before_the_end,
    require_sound,
)
from engage.workshops.service.moving import move_people
from engage.workshops.service.needs import forget_all_needs
from engage.workshops.service.seats import SITTINGS, AlreadyStarted, Cancelled
from engage.workshops.service.waiting import move_up

# What stands in people's calendars: they must hear of a change.
TOLD = frozenset({"title", "starts_at", "ends_at", "venue", "step_free", "travel", "joining_link"})
COMMON = frozenset({"title", "about"})  # to all sessions of a workshop
MOST = 100  # sessions of one challenge


def announce(
    session: Session,
    challenge: Challenge,
    *,
    by: UUID | None,
    at: datetime,
    **details: Unpack[Details],
) -> Sitting:
    """Plan a workshop of one session (reg.17(2)(f)(i)); suppliers can book from now on.

    The same in every word again is the same workshop: a button pressed twice announces one.
    """
    _require_open(session, challenge, at)
    if same := _same(session, challenge, details):
        return same
    workshop = Workshop(
        challenge=challenge,
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        title=details["title"],
        about=details["about"],
        lead_id=by,
        created_at=at,
    )
    return _planned(session, workshop, details, by=by, at=at)


def add(
    session: Session,
    workshop: Workshop,
    *,
    again: bool = False,
    by: UUID | None,
    at: datetime,
    **when: Unpack[When],
) -> Sitting:
    """One more session of a workshop. The same time and place again is the same session.

    ``again``: for those who wait for another one, who hear of it in words of their own.
    """
    _require_open(session, workshop.challenge, at)
    lock(session, workshop)
    if same := _same(session, workshop.challenge, {**when, **_common(workshop)}):
        return same
    return _planned(session, workshop, when, again=again, by=by, at=at)


def change(
    session: Session,
    sitting: Sitting,
    *,
    seen: str | None = None,
    by: UUID | None,
    at: datetime,
    **details: Unpack[Details],
) -> frozenset[str]:
    """Change a session to come, and the words its workshop has; the names of what changed.

    People with a place or waiting are told of what stands in their calendars. More places move
    up who waits. Who holds a place or waits keeps it when the time moves.
    """
    others = _held(session, sitting)
    _require_to_come(sitting, at)
    saved = {name: getattr(sitting, name) for name in details}
    if saved != details:
        require_seen(seen, saved, version=version_of(sitting))
    changed = _set(sitting, details)
    require_sound(sitting, at)
    if "starts_at" in changed:
        require_before_the_end(sitting)
        sitting.reminded_at = None
    if changed:
        _note_change(session, sitting, changed, by=by, at=at)
        move_up(session, sitting, at=at)
    if "title" in changed:
        _rename(session, [each for each in others if _is_to_come(each, at)], by=by, at=at)
    return changed


def cancel(
    session: Session,
    sitting: Sitting,
    *,
    because: str,
    to: Sitting | None = None,
    by: UUID | None,
    at: datetime,
) -> None:
    """Call a session off; a second time changes nothing.

    Its people go ``to`` another session of the workshop; without one they keep their places, so
    that all are told.
    """
    _held(session, sitting)
    if sitting.cancelled_at is not None:
        return
    _require_to_come(sitting, at)
    if to is not None:
        _require_to_come(to, at)
        move_people(session, sitting, to, at=at)
    _call_off(session, sitting, because=because, by=by, at=at)


def cancel_workshop(
    session: Session, sitting: Sitting, *, because: str, by: UUID | None, at: datetime
) -> Sequence[Sitting]:
    """Call off every session to come of this session's workshop; those that were called off."""
    every = [sitting, *_held(session, sitting)]
    off = [each for each in every if _is_to_come(each, at)]
    for each in off:
        _call_off(session, each, because=because, by=by, at=at)
    return off


def version_of(sitting: Sitting) -> int:
    """One number for what its page shows: both only rise, and so does their sum."""
    return sitting.version + sitting.workshop.version


def _require_open(session: Session, challenge: Challenge, at: datetime) -> None:
    """Pages show all sessions of a challenge, and no challenge needs more than these."""
    locked(session, challenge)
    if not challenge.takes_part(at):
        raise NotOpen("Suppliers cannot book now. Publish the challenge before its workshops.")


def _planned(
    session: Session,
    workshop: Workshop,
    details: Mapping[str, Any],
    *,
    again: bool = False,
    by: UUID | None,
    at: datetime,
) -> Sitting:
    planned = select(func.count()).where(Sitting.challenge_id == workshop.challenge_id)
    if (session.scalar(planned) or 0) >= MOST:
        raise TooMany(f"A challenge can have {MOST} workshops. Change one of them instead.")
    sitting = Sitting(
        workshop=workshop,
        challenge_id=workshop.challenge_id,
        authority_id=workshop.authority_id,
        taken_in_person=0,
        taken_online=0,
        sequence=0,
        created_at=at,
        **{name: value for name, value in details.items() if name not in COMMON},
    )
    require_sound(sitting, at)
    require_before_the_end(sitting)
    session.add(sitting)
    session.flush()
    starts, places = sitting.starts_at, sitting.in_person + sitting.online
    fact = WorkshopAnnounced(starts_at=starts, capacity=places, again=again, **about(sitting))
    record(session, fact, by=by, at=at)
    return sitting


def _same(session: Session, challenge: Challenge, details: Mapping[str, Any]) -> Sitting | None:
    columns = {name: getattr(Workshop if name in COMMON else Sitting, name) for name in details}
    wanted = (
        select(Sitting)
        .join(Sitting.workshop)
        .where(Sitting.challenge_id == challenge.id, Sitting.cancelled_at.is_(None))
        .where(*(columns[name] == value for name, value in details.items()))
    )
    return session.scalars(wanted.limit(1)).one_or_none()


def _common(workshop: Workshop) -> dict[str, Any]:
    return {name: getattr(workshop, name) for name in COMMON}


def _held(session: Session, sitting: Sitting) -> Sequence[Sitting]:
    """Lock the workshop and all its sessions, in one order; the others are the answer."""
    lock(session, sitting.workshop)
    all_of_it = (
        select(Sitting)
        .where(Sitting.workshop_id == sitting.workshop_id)
        .order_by(Sitting.id)
        .with_for_update(of=Sitting)
        .execution_options(populate_existing=True)
    )
    return [each for each in session.scalars(all_of_it) if each is not sitting]


def _set(sitting: Sitting, wanted: Mapping[str, Any]) -> frozenset[str]:
    changed = {name for name, value in wanted.items() if getattr(sitting, name) != value}
    for name in changed:
        setattr(sitting.workshop if name in COMMON else sitting, name, wanted[name])
    return frozenset(changed)


def _note_change(
    session: Session,
    sitting: Sitting,
    changed: frozenset[str],
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    told = bool(changed & TOLD)
    if told:
        sitting.sequence += 1
    session.flush()
    fact = WorkshopChanged(
        fields=tuple(sorted(changed)), told=told, sequence=sitting.sequence, **about(sitting)
    )
    record(session, fact, by=by, at=at)


def _rename(session: Session, others: Sequence[Sitting], *, by: UUID | None, at: datetime) -> None:
    """The title stands in the calendars of the other sessions too; one statement for all."""
    more = update(SITTINGS).where(SITTINGS.c.id.in_([each.id for each in others]))
    session.execute(more.values(sequence=SITTINGS.c.sequence + 1))
    for each in others:
        fact = WorkshopChanged(
            fields=("title",), told=True, sequence=each.sequence + 1, **about(each)
        )
        record(session, fact, by=by, at=at)
        session.expire(each, ["sequence"])


def _call_off(
    session: Session, sitting: Sitting, *, because: str, by: UUID | None, at: datetime
) -> None:
    sitting.cancelled_at, sitting.cancelled_because = at, because
    sitting.sequence += 1
    session.flush()
    forget_all_needs(session, sitting)
    record(session, WorkshopCancelled(sequence=sitting.sequence, **about(sitting)), by=by, at=at)


def _is_to_come(sitting: Sitting, at: datetime) -> bool:
    return sitting.cancelled_at is None and at < sitting.starts_at


def _require_to_come(sitting: Sitting, at: datetime) -> None:
    if sitting.cancelled_at is not None:
        raise Cancelled("This workshop was cancelled, so it cannot change. Announce a new one.")
    if at >= sitting.starts_at:
        raise AlreadyStarted(
            f"This workshop began at {spoken(sitting.starts_at)}, so it can no longer change."
        )
