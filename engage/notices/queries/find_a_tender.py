"""Reads of what goes to Find a Tender, and of what is found there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.actor import COUNCIL_SIDE, Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import PUBLIC, Stage
from engage.challenges.models import Challenge
from engage.kernel import leases
from engage.kernel.clock import now
from engage.notices.find_a_tender.matching import Awaited
from engage.notices.models import UNDER_WAY, HandIn, Reading, Sighting, Status
from engage.notices.models import Notice as Version

CALLS = "find_a_tender:calls"  # the lease of whoever calls the service
A_MOMENT = timedelta(seconds=30)  # longer than the pause between two calls
MOST_AWAITED = 1000
MOST = 200  # of one challenge: more would not be read


def _awaited(*columns: Any) -> Select[Any]:
    """Public challenges whose newest version of the notice has no number yet."""
    newer = aliased(Version)
    later = exists().where(
        newer.challenge_id == Version.challenge_id, newer.number > Version.number
    )
    return (
        select(*columns)
        .select_from(Version)
        .join(Challenge, Challenge.id == Version.challenge_id)
        .join(Authority, Authority.id == Version.authority_id)
        .where(
            Version.status == Status.DRAFT, ~later, Challenge.stage.in_(PUBLIC - {Stage.WITHDRAWN})
        )
    )


def first_awaited(session: Session) -> datetime | None:
    """Since when the oldest notice is waited for; None when none is."""
    moment: datetime | None = session.scalar(_awaited(func.min(Version.made_at)))
    return moment


def awaited(session: Session) -> list[Awaited]:
    """The notices that are waited for, newest first, with the numbers known of earlier versions."""
    wanted = _awaited(
        Challenge.id,
        Challenge.authority_id,
        Challenge.reference,
        Challenge.title,
        Authority.name,
        Authority.ppon,
    ).order_by(Version.made_at.desc())
    rows = session.execute(wanted.limit(MOST_AWAITED)).all()
    ids = [row.id for row in rows]
    known = select(Version.challenge_id, Version.notice_id).where(Version.challenge_id.in_(ids))
    numbers: dict[UUID, set[str]] = {}
    for challenge_id, number in session.execute(known):
        numbers.setdefault(challenge_id, set()).add(number)
    return [
        Awaited(
            challenge_id=row.id,
            authority_id=row.authority_id,
            reference=row.reference,
            title=row.title,
            buyer=row.name,
            ppon=row.ppon or "",
            known=frozenset(numbers[row.id]),
        )
        for row in rows
    ]


def hand_ins(session: Session, challenge: Challenge) -> Sequence[HandIn]:
    """What was handed in for this challenge, newest first."""
    wanted = select(HandIn).where(HandIn.challenge_id == challenge.id)
    newest = HandIn.asked_at.desc(), HandIn.id.desc()
    return session.scalars(wanted.order_by(*newest).limit(MOST)).all()


def newest_hand_in(session: Session, challenge_id: UUID) -> HandIn | None:
    wanted = select(HandIn).where(HandIn.challenge_id == challenge_id)
    newest = HandIn.asked_at.desc(), HandIn.id.desc()
    return session.scalars(wanted.order_by(*newest).limit(1)).one_or_none()


def tried_again(session: Session, handed: HandIn) -> datetime | None:
    """When a call that found the service busy, or silent, is made again; None when none did."""
    if handed.step not in UNDER_WAY or handed.parked_at is not None:
        return None
    at, held = now(session), leases.held_until(session, CALLS)
    is_put_off = held is not None and held > at + A_MOMENT
    if not handed.problem and not is_put_off:
        return None
    return max(handed.due_at, held or at, at)


def last_number(session: Session, challenge: Challenge) -> str:
    """The number of the newest version that has one: what an edit changes."""
    wanted = select(Version.notice_id).where(
        Version.challenge_id == challenge.id, Version.status == Status.RECORDED
    )
    return session.scalar(wanted.order_by(Version.number.desc()).limit(1)) or ""


def sightings(session: Session, challenge: Challenge) -> Sequence[Sighting]:
    """Notices that were found, newest first."""
    wanted = select(Sighting).where(Sighting.challenge_id == challenge.id)
    return session.scalars(wanted.order_by(Sighting.seen_at.desc()).limit(MOST)).all()


def unanswered(session: Session, challenge: Challenge) -> Sequence[Sighting]:
    """Notices that an officer has to say something about, oldest first."""
    wanted = select(Sighting).where(
        Sighting.challenge_id == challenge.id, Sighting.answered_at.is_(None)
    )
    return session.scalars(wanted.order_by(Sighting.seen_at).limit(MOST)).all()


def hand_in_for_desk(session: Session, actor: Actor, hand_in_id: UUID) -> HandIn | None:
    """One that was handed in, for the council's own people."""
    found = session.get(HandIn, hand_in_id)
    return found if found is not None and actor.holds(found.authority_id, *COUNCIL_SIDE) else None


def sighting_for_desk(session: Session, actor: Actor, sighting_id: UUID) -> Sighting | None:
    found = session.get(Sighting, sighting_id)
    return found if found is not None and actor.holds(found.authority_id, *COUNCIL_SIDE) else None


def put_aside(session: Session) -> Sequence[HandIn]:
    """What failed 12 times, longest first: an operator has to look."""
    wanted = select(HandIn).where(HandIn.parked_at.is_not(None)).order_by(HandIn.parked_at)
    return session.scalars(wanted.limit(MOST)).all()


def put_aside_one(session: Session, actor: Actor, aside_id: UUID) -> HandIn | None:
    """One of these, for operators."""
    if not actor.operator:
        return None
    found = session.get(HandIn, aside_id, with_for_update=True)
    return found if found is not None and found.parked_at is not None else None


def reading_of_find_a_tender(session: Session) -> Reading | None:
    """How far Find a Tender was read."""
    return session.get(Reading, "releases")
