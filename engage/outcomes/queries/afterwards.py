"""What participants asked about their feedback, and what they think of the engagement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, contains_eager, lazyload

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.outcomes.models import Feedback, FollowUp, Rating

MARKS = ("clear", "fair", "worth")
FEWEST = 3  # ratings: fewer could be told apart
MOST_WORDS = 50


@dataclass(frozen=True)
class Asked:
    """A question about feedback, before the desk."""

    follow_up: FollowUp
    organisation: str
    feedback: str

    @property
    def challenge(self) -> Challenge:
        return self.follow_up.challenge


def follow_ups(session: Session, challenge_id: UUID, *, page: Page) -> Sequence[Any]:
    """Those that wait first, the oldest first."""
    columns: tuple[Any, ...] = (FollowUp.id, FollowUp.text, FollowUp.asked_at, FollowUp.answered_at)
    wanted = select(*columns, Interest.organisation)
    wanted = wanted.join(Interest, Interest.id == FollowUp.interest_id)
    waits = case((FollowUp.answered_at.is_(None), 0), else_=1)
    wanted = wanted.where(FollowUp.challenge_id == challenge_id)
    wanted = wanted.order_by(waits, FollowUp.asked_at, FollowUp.id)
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def count_follow_ups(session: Session, challenge_id: UUID) -> int:
    wanted = select(func.count()).where(FollowUp.challenge_id == challenge_id)
    return session.scalar(wanted) or 0


def asked(session: Session, actor: Actor, ref: str, follow_up_id: UUID) -> Asked | None:
    """For those who see the challenge at the desk."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = (
        select(FollowUp, Interest.organisation, func.coalesce(Feedback.text, ""))
        .join(FollowUp.challenge)
        .options(contains_eager(FollowUp.challenge))
        .join(Interest, Interest.id == FollowUp.interest_id)
        .outerjoin(Feedback, Feedback.interest_id == Interest.id)
        .where(FollowUp.id == follow_up_id, FollowUp.challenge_id == challenge.id)
    )
    row = session.execute(wanted).one_or_none()
    return None if row is None else Asked(*row)


def follow_up_of(session: Session, interest_id: UUID) -> FollowUp | None:
    wanted = select(FollowUp).options(lazyload(FollowUp.challenge))
    return session.scalars(wanted.where(FollowUp.interest_id == interest_id)).one_or_none()


def marks(session: Session, challenge_id: UUID) -> dict[str, list[tuple[int, int]]]:
    """For each question how many gave each mark, 5 first; nothing below ``FEWEST`` ratings."""
    here = Rating.challenge_id == challenge_id
    if (session.scalar(select(func.count()).where(here)) or 0) < FEWEST:
        return {}
    columns = [
        func.count(case((getattr(Rating, name) == mark, 1))) for name in MARKS for mark in FROM_BEST
    ]
    counts = list(session.execute(select(*columns).where(here)).one())
    return {
        name: list(zip(FROM_BEST, counts[place * 5 : place * 5 + 5], strict=True))
        for place, name in enumerate(MARKS)
    }


def words(session: Session, challenge_id: UUID) -> Sequence[str]:
    """What they added, in no order that tells who came first. Ask for ``marks`` first."""
    here = Rating.challenge_id == challenge_id, Rating.words != ""
    wanted = select(Rating.words).where(*here).order_by(Rating.words).limit(MOST_WORDS)
    return session.scalars(wanted).all()


FROM_BEST = (5, 4, 3, 2, 1)
