"""What a member reads: their challenges, the ideas, and what they think of them themselves.

Nothing here depends on what others think: not even the order in which ideas are offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.actor import BOARD, Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import OVER, Stage
from engage.challenges.models import Challenge
from engage.kernel.paging import Page
from engage.responses.models import Submission
from engage.responses.queries import prompts
from engage.reviews.models import (
    Criterion,
    Declaration,
    Referral,
    Review,
    Ruling,
    Seat,
    Verdict,
)
from engage.reviews.policy import Standing, standing
from engage.reviews.queries.conflicted import visible_to
from engage.reviews.queries.declared import of_seat, presides
from engage.reviews.queries.releasing import released


@dataclass(frozen=True, slots=True)
class OwnBoard:
    """One line of a member's home."""

    reference: str
    title: str
    authority: str
    stage: Stage
    presides: bool
    ruling: Ruling | None
    ideas: int
    mine: int
    undecided: int
    rulings: int  # of others, that wait

    @property
    def standing(self) -> Standing:
        return standing(self.ruling)


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """One idea in a member's list, with how far they have come."""

    id: UUID
    number: int
    verdict: Verdict
    saved_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnProgress:
    """How many ideas there are, how many one member has reviewed, and nobody has decided."""

    ideas: int
    mine: int
    undecided: int
    released: bool  # the shortlist


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of an idea."""

    prompt: str
    text: str


def count_own_boards(session: Session, actor: Actor) -> int:
    """How many boards a person has a seat on."""
    wanted = select(func.count()).select_from(Seat).join(Challenge).where(*_own(actor))
    return session.scalar(wanted) or 0


def own_boards(session: Session, actor: Actor, *, page: Page) -> list[OwnBoard]:
    """A page of them, those that are over at the end."""
    ideas, mine, undecided = _counted(actor)
    wanted = (
        select(
            Challenge.reference,
            Challenge.title,
            Authority.name,
            Challenge.stage,
            presides(),
            Declaration.ruling,
            ideas,
            mine,
            undecided,
            _rulings_waiting(),
        )
        .select_from(Seat)
        .join(Challenge, Challenge.id == Seat.challenge_id)
        .join(Authority, Authority.id == Challenge.authority_id)
        .outerjoin(Declaration, of_seat())
        .where(*_own(actor))
        .order_by(case((Challenge.stage.in_(OVER), 1), else_=0), Challenge.reference.desc())
        .offset(page.offset)
        .limit(page.limit)
    )
    rows: Sequence[Any] = session.execute(wanted).all()
    return [OwnBoard(*row) for row in rows]


def progress(session: Session, challenge_id: UUID, person_id: UUID) -> OwnProgress:
    """How far one member has come."""
    wanted = (
        select(
            func.count(Referral.id),
            func.count(Review.id),
            func.count(Referral.id).filter(Referral.verdict == Verdict.PENDING),
            released(challenge_id),
        )
        .outerjoin(
            Review,
            and_(
                Review.referral_id == Referral.id,
                Review.person_id == person_id,
                Review.submitted_at.is_not(None),
            ),
        )
        .where(Referral.challenge_id == challenge_id, visible_to(person_id))
    )
    return OwnProgress(*session.execute(wanted).one())


def ideas(session: Session, challenge_id: UUID, person_id: UUID, *, page: Page) -> list[IdeaLine]:
    """A page of the ideas by number, with the state of one member's own reviews."""
    wanted = (
        _lines(challenge_id, person_id)
        .order_by(Referral.number)
        .offset(page.offset)
        .limit(page.limit)
    )
    return [IdeaLine(*row) for row in session.execute(wanted)]


def next_idea(
    session: Session, challenge_id: UUID, person_id: UUID, *, after: int = 0
) -> IdeaLine | None:
    """What a member should review next: going round, from ``after`` or from a start of their own.

    Members start evenly spread, so that all ideas are reviewed early by somebody: the effect of
    "least reviewed first", without telling anybody what the others have done.
    """
    start = after or _own_start(session, challenge_id, person_id)
    waiting = _lines(challenge_id, person_id).where(
        Review.submitted_at.is_(None), Referral.verdict == Verdict.PENDING
    )
    onwards = case((Referral.number > start, 0), else_=1)
    row = session.execute(waiting.order_by(onwards, Referral.number).limit(1)).one_or_none()
    return IdeaLine(*row) if row else None


def criteria(session: Session, challenge_id: UUID) -> list[Criterion]:
    """In their order."""
    wanted = select(Criterion).where(Criterion.challenge_id == challenge_id)
    return list(session.scalars(wanted.order_by(Criterion.position)))


def own_review(session: Session, referral_id: UUID, person_id: UUID) -> Review | None:
    """A member's own review, draft or submitted, with its scores."""
    wanted = select(Review).where(Review.referral_id == referral_id, Review.person_id == person_id)
    return session.scalars(wanted).one_or_none()


def said(session: Session, referral: Referral) -> list[Said] | None:
    """The answers of an idea in the order of the questions; None when it was taken back."""
    current = select(Submission.answers).where(
        Submission.response_id == referral.response_id, Submission.replaced_at.is_(None)
    )
    answers = session.scalars(current).one_or_none()
    if answers is None:
        return None
    asked = prompts(session, referral.challenge_id)
    return [Said(each.text, each.shown(str(answers.get(str(each.id), "")))) for each in asked]


def _counted(actor: Actor) -> tuple[ScalarSelect[int], ScalarSelect[int], ScalarSelect[int]]:
    """Of each challenge: its ideas, those the actor has reviewed, those nobody has decided."""
    theirs = and_(Referral.challenge_id == Challenge.id, visible_to(actor.id))
    ideas = select(func.count(Referral.id)).where(theirs)
    mine = (
        select(func.count(Review.id))
        .join(Referral, Referral.id == Review.referral_id)
        .where(theirs, Review.person_id == actor.id, Review.submitted_at.is_not(None))
    )
    return (
        ideas.correlate(Challenge).scalar_subquery(),
        mine.correlate(Challenge).scalar_subquery(),
        ideas.where(Referral.verdict == Verdict.PENDING).correlate(Challenge).scalar_subquery(),
    )


def _rulings_waiting() -> ScalarSelect[int]:
    """Declarations of others at the same board that nobody has decided about."""
    theirs, member = aliased(Declaration), aliased(Seat)
    waiting = (
        select(func.count(theirs.id))
        .join(
            member,
            and_(member.person_id == theirs.person_id, member.challenge_id == theirs.challenge_id),
        )
        .where(
            theirs.challenge_id == Seat.challenge_id,
            theirs.person_id != Seat.person_id,
            theirs.ruling == Ruling.WAITING,
            theirs.replaced_at.is_(None),
        )
    )
    return waiting.correlate(Seat).scalar_subquery()


def _own(actor: Actor) -> Sequence[Any]:
    return (
        Seat.person_id == actor.id,
        Challenge.authority_id.in_(actor.authorities(*BOARD)),
        Challenge.stage != Stage.DISCARDED,
    )


def _lines(challenge_id: UUID, person_id: UUID) -> Any:
    return (
        select(Referral.id, Referral.number, Referral.verdict, Review.saved_at, Review.submitted_at)
        .outerjoin(Review, and_(Review.referral_id == Referral.id, Review.person_id == person_id))
        .where(Referral.challenge_id == challenge_id, visible_to(person_id))
    )


def _own_start(session: Session, challenge_id: UUID, person_id: UUID) -> int:
    seats = select(Seat.person_id).where(Seat.challenge_id == challenge_id)
    people = list(session.scalars(seats.order_by(Seat.person_id)))
    numbers = select(func.count(Referral.id)).where(Referral.challenge_id == challenge_id)
    total_ideas = session.scalar(numbers) or 0
    return people.index(person_id) * total_ideas // len(people) if person_id in people else 0
