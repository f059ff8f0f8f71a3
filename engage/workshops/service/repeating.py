"""A session held again, because so many wait: they come first, in the order they have."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Unpack
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from engage.challenges.queries import locked
from engage.interest.models import Interest, State
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.workshops.events import PlaceWaiting, RepetitionDeclined, SessionRepeated
from engage.workshops.models import Place, PlaceState, Repetition, Sitting
from engage.workshops.queries.repeating import capacity_of, is_crowded
from engage.workshops.service.details import When
from engage.workshops.service.planning import add
from engage.workshops.service.seats import about_place
from engage.workshops.service.waiting import move_up

STEP = timedelta(microseconds=1)


class FewerEach(Refusal):
    """Who waits was promised more."""


class NotFull(Refusal):
    """Not many wait."""


def repeat(
    session: Session, sitting: Sitting, *, by: UUID | None, at: datetime, **when: Unpack[When]
) -> Sitting:
    """One more session, which is offered first to those who wait for this one.

    They are asked, since nobody knows whether they can come on the other day; they keep their
    position here as well, while this session is to come. A second time changes nothing.
    """
    locked(session, sitting.challenge)
    lock(session, sitting.workshop)
    lock(session, sitting)
    known = session.get(Repetition, sitting.id)
    if known is not None and known.again_id is not None:
        return session.get_one(Sitting, known.again_id)
    if _is_waited_for(session, sitting):
        _require_as_many_each(sitting, when["per_supplier"])
    again = add(session, sitting.workshop, by=by, at=at, again=True, **when)
    lock(session, again)
    carried = _carry_over(session, sitting, again, at=at)
    session.merge(Repetition(sitting_id=sitting.id, again_id=again.id, decided_at=at, because=""))
    fact = SessionRepeated(again_id=again.id, carried=len(carried), **about(sitting))
    record(session, fact, by=by, at=at)
    move_up(session, again, at=at)
    _tell_who_waits_still(session, carried, at=at)
    return again


def decline(
    session: Session,
    sitting: Sitting,
    *,
    because: str,
    waiting: int,
    by: UUID | None,
    at: datetime,
) -> None:
    """Not again, and why; asking again changes nothing."""
    lock(session, sitting.workshop)
    if session.get(Repetition, sitting.id) is not None:
        return
    if not is_crowded(sitting, waiting):
        raise NotFull("Not many people wait any more, so there is nothing to turn down.")
    session.add(Repetition(sitting_id=sitting.id, because=because, decided_at=at))
    fact = RepetitionDeclined(waiting=waiting, capacity=capacity_of(sitting), **about(sitting))
    record(session, fact, by=by, at=at)


def _is_waited_for(session: Session, sitting: Sitting) -> bool:
    wanted = select(Place.id).where(
        Place.sitting_id == sitting.id, Place.state == PlaceState.WAITING
    )
    return session.scalar(wanted.limit(1)) is not None


def _require_as_many_each(sitting: Sitting, most: int | None) -> None:
    """Otherwise the line that is carried over would break the rule of the new session."""
    before = sitting.per_supplier
    if most is None or (before is not None and most >= before):
        return
    raise FewerEach(
        "Those who wait come first, and one supplier may have "
        + ("any number of places" if before is None else f"{before:,} places")
        + " in their line. Do not lower the most places for one supplier."
    )


def _carry_over(
    session: Session, sitting: Sitting, again: Sitting, *, at: datetime
) -> Sequence[Place]:
    """The line as it stands, one after the other, and before anybody who joins from now on."""
    other = aliased(Place)
    has_one = exists().where(other.sitting_id == again.id, other.interest_id == Place.interest_id)
    wanted = (
        select(Place.mode, Interest)
        .join(Interest, Interest.id == Place.interest_id)
        .where(Place.sitting_id == sitting.id, Place.state == PlaceState.WAITING)
        .where(Interest.state == State.CONFIRMED, ~has_one)
        .order_by(Place.joined_at, Place.id)
    )
    carried = [
        Place(
            sitting=again,
            sitting_id=again.id,
            interest=interest,
            interest_id=interest.id,
            mode=mode if mode in again.modes else again.modes[0],
            state=PlaceState.WAITING,
            joined_at=at + number * STEP,
            at_once=False,
            sequence=1,
        )
        for number, (mode, interest) in enumerate(session.execute(wanted))
    ]
    session.add_all(carried)
    session.flush()
    return carried


def _tell_who_waits_still(session: Session, carried: Sequence[Place], *, at: datetime) -> None:
    """Their position in the new line; who was offered a place hears of that."""
    still = select(Place.id).where(
        Place.id.in_([each.id for each in carried]), Place.state == PlaceState.WAITING
    )
    waiting, positions = set(session.scalars(still)), Counter[str]()
    for place in carried:
        if place.id in waiting:
            positions[place.mode] += 1
            fact = PlaceWaiting(position=positions[place.mode], **about_place(place))
            record(session, fact, by=None, at=at)
