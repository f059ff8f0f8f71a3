"""Reads of packs, and of what keeps a challenge from being handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges import queries as challenges
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.disclosures import queries as disclosures
from engage.handover.models import Pack, State
from engage.notices import queries as notices
from engage.reviews.models import Declaration, Ruling

UNFINISHED = (State.QUEUED, State.RUNNING)
MOST_SHOWN = 20


@dataclass(frozen=True)
class Ready:
    """A pack that is made, and whose file is still there."""

    pack: Pack


@dataclass(frozen=True)
class Standing:
    """What has to be so before the tender's team gets the pack."""

    concluded: bool
    noticed: bool
    unequal: int  # things that some suppliers were told and others were not
    undecided: int  # declared interests that nobody has decided about


def packs(session: Session, challenge: Challenge) -> Sequence[Row[Pack, str]]:
    """The newest first, each with the name of who asked."""
    wanted = (
        select(Pack, Person.name)
        .join(Person, Person.id == Pack.asked_by)
        .options(lazyload(Pack.challenge))
        .where(Pack.challenge_id == challenge.id)
        .order_by(Pack.id.desc())
        .limit(MOST_SHOWN)
    )
    return session.execute(wanted).all()


def unfinished(session: Session, challenge: Challenge) -> Pack | None:
    """The one that is being made."""
    wanted = select(Pack).where(Pack.challenge_id == challenge.id, Pack.state.in_(UNFINISHED))
    return session.scalars(wanted.limit(1)).one_or_none()


def ready(session: Session, actor: Actor, ref: str, pack_id: UUID) -> Ready | None:
    """For those who may see the challenge at the desk."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = select(Pack).where(
        Pack.id == pack_id, Pack.challenge_id == challenge.id, Pack.state == State.DONE
    )
    found = session.scalars(wanted.where(Pack.key != "")).one_or_none()
    return None if found is None else Ready(found)


def standing(session: Session, challenge: Challenge) -> Standing:
    waiting = select(func.count()).where(
        Declaration.challenge_id == challenge.id,
        Declaration.ruling == Ruling.WAITING,
        Declaration.replaced_at.is_(None),
    )
    return Standing(
        concluded=challenge.stage in (Stage.CONCLUDED, Stage.WITHDRAWN),
        noticed=challenge.stage is Stage.WITHDRAWN or notices.settled(session, challenge),
        unequal=disclosures.count_open(session, challenge.id),
        undecided=session.scalar(waiting) or 0,
    )
