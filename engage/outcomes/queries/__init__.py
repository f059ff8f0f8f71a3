"""Reads of feedback and summaries. A summary is found by the public only once published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.disclosures import queries as disclosures
from engage.disclosures.models import Disclosure
from engage.interest.models import Interest
from engage.interest.models import State as InterestState
from engage.kernel.paging import Page
from engage.notices import queries as notices
from engage.outcomes.models import Feedback, Result, Summary
from engage.outcomes.policy import SHORTEST
from engage.outcomes.wording import STARTING
from engage.responses.models import Response, Submission
from engage.reviews.models import Referral, Verdict
from engage.reviews.queries.releasing import has_left
from engage.workshops.models import MaterialsClock, Sitting

BEGINNING = 160  # characters of feedback that a list shows


@dataclass(frozen=True)
class Progress:
    """How far the outcome of one challenge has come; numbers are of participants."""

    participants: int
    prepared: int
    approved: int
    short: int  # prepared, not approved, and too short to be
    untouched: int  # prepared, and says only what it began with
    changed: int  # prepared before the board decided otherwise
    unequal: int  # things that some suppliers were told and others were not
    undecided: int  # ideas the board has not decided about
    released: bool  # the shortlist, if the board had ideas before it
    unpublished: int  # workshop sessions whose materials were promised and are not there
    noticed: bool  # the notice has a number, or there are reasons for having none
    summary: Summary | None

    @property
    def missing(self) -> int:
        return self.participants - self.prepared

    @property
    def waiting(self) -> int:
        return self.prepared - self.approved

    @property
    def ready(self) -> int:
        """Could be approved together."""
        return self.waiting - self.short

    @property
    def heard(self) -> bool:
        return self.summary is not None and bool(self.summary.heard.strip())


@dataclass(frozen=True)
class Basis:
    """One piece of feedback, and what an officer should know to write it."""

    feedback: Feedback
    organisation: str
    response_id: UUID | None
    number: int | None
    verdict: Verdict | None
    reasons: str | None
    approved_by: str | None

    @property
    def challenge(self) -> Challenge:
        return self.feedback.challenge


def expected() -> ColumnElement[Any]:
    """The result that follows from what the chair recorded, for the interest of the outer query."""
    chosen = (
        exists()
        .where(
            Response.interest_id == Interest.id,
            Referral.response_id == Response.id,
            Referral.verdict == Verdict.SHORTLISTED,
        )
        .correlate(Interest)
    )
    return case(
        (chosen, Result.TAKEN_FORWARD.value),
        (responded(), Result.NOT_TAKEN_FORWARD.value),
        else_=Result.TOOK_PART.value,
    )


def participant(challenge_id: UUID) -> ColumnElement[bool]:
    """Everybody who takes part; and who left, but whose response stayed with the council."""
    stayed = Interest.state == InterestState.CONFIRMED
    left = and_(Interest.state == InterestState.WITHDRAWN, responded())
    return and_(Interest.challenge_id == challenge_id, or_(stayed, left))


def responded() -> ColumnElement[bool]:
    """Whether a response counts, for the interest of the outer query."""
    return (
        exists()
        .where(
            Response.interest_id == Interest.id,
            Submission.response_id == Response.id,
            Submission.replaced_at.is_(None),
        )
        .correlate(Interest)
    )


def too_short() -> ColumnElement[bool]:
    """The same as ``not policy.is_complete``: texts are stored without space around them."""
    return and_(Feedback.result != Result.TOOK_PART, func.length(Feedback.text) < SHORTEST)


def summary(session: Session, challenge_id: UUID) -> Summary | None:
    """For the desk: saved or published."""
    return session.get(Summary, challenge_id)


def published(session: Session, challenge_id: UUID) -> Summary | None:
    """For everybody else: nothing before it is published."""
    found = session.get(Summary, challenge_id)
    return found if found is not None and found.published_at is not None else None


def progress(session: Session, challenge: Challenge) -> Progress:
    """Three reads, however many take part."""
    waits = Feedback.approved_at.is_(None)
    differs = and_(Feedback.id.is_not(None), Feedback.result != expected())
    row = session.execute(
        select(
            func.count(Interest.id),
            func.count(Feedback.id),
            func.count(Feedback.approved_at),
            _count_if(and_(waits, too_short())),
            _count_if(Feedback.text.in_(list(STARTING.values()))),
            _count_if(differs),
        )
        .outerjoin(Feedback, Feedback.interest_id == Interest.id)
        .where(participant(challenge.id))
    ).one()
    undecided, unequal, unpublished, left = session.execute(_left_open(challenge.id)).one()
    return Progress(
        *row,
        unequal=unequal,
        undecided=undecided,
        released=left,
        unpublished=unpublished,
        noticed=notices.settled(session, challenge),
        summary=session.get(Summary, challenge.id, populate_existing=True),
    )


def _left_open(challenge_id: UUID) -> Select[int, int, int, bool]:
    """How many ideas have no decision, how many things only some suppliers know, and how many
    sessions still owe what was shown there; whether nothing of the board is held back."""
    pending = select(func.count()).where(
        Referral.challenge_id == challenge_id, Referral.verdict == Verdict.PENDING
    )
    unequal = select(func.count()).where(
        Disclosure.challenge_id == challenge_id, disclosures.IS_OPEN
    )
    owed = (
        select(func.count())
        .select_from(MaterialsClock)
        .join(Sitting, Sitting.id == MaterialsClock.sitting_id)
        .where(Sitting.challenge_id == challenge_id, MaterialsClock.settled_at.is_(None))
    )
    every = (pending, unequal, owed)
    return select(*(each.scalar_subquery() for each in every), has_left(challenge_id))


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def listed(
    session: Session,
    challenge_id: UUID,
    *,
    result: Result | None,
    approved: bool | None,
    page: Page,
) -> Sequence[Row[Any]]:
    """Columns of the list, by name of the organisation."""
    wanted = select(
        Feedback.id,
        Interest.organisation,
        Feedback.result,
        Feedback.approved_at,
        func.substr(Feedback.text, 1, BEGINNING).label("beginning"),
        too_short().label("short"),
    )
    wanted = _narrowed(wanted, challenge_id, result, approved)
    ordered = wanted.order_by(Interest.organisation, Feedback.id)
    return session.execute(ordered.offset(page.offset).limit(page.limit)).all()


def count_listed(
    session: Session, challenge_id: UUID, *, result: Result | None, approved: bool | None
) -> int:
    wanted = _narrowed(select(func.count(Feedback.id)), challenge_id, result, approved)
    return session.scalar(wanted) or 0


def _narrowed(
    wanted: Select[Any], challenge_id: UUID, result: Result | None, approved: bool | None
) -> Select[Any]:
    wanted = wanted.join(Interest, Interest.id == Feedback.interest_id)
    wanted = wanted.where(participant(challenge_id))
    if result is not None:
        wanted = wanted.where(Feedback.result == result)
    if approved is not None:
        has = Feedback.approved_at.is_not(None)
        wanted = wanted.where(has if approved else ~has)
    return wanted


def basis(session: Session, actor: Actor, ref: str, feedback_id: UUID) -> Basis | None:
    """One piece of feedback of a challenge that the actor sees at the desk."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = (
        select(
            Feedback,
            Interest.organisation,
            Submission.response_id,
            Referral.number,
            Referral.verdict,
            Referral.reasons,
            Person.name,
        )
        .join(Interest, Interest.id == Feedback.interest_id)
        .outerjoin(Response, Response.interest_id == Interest.id)
        .outerjoin(
            Submission,
            and_(Submission.response_id == Response.id, Submission.replaced_at.is_(None)),
        )
        .outerjoin(Referral, Referral.response_id == Response.id)
        .outerjoin(Person, Person.id == Feedback.approved_by)
        .where(Feedback.id == feedback_id, participant(challenge.id))
    )
    row = session.execute(wanted).one_or_none()
    return None if row is None else Basis(*row)


def next_waiting(session: Session, current: Basis) -> UUID | None:
    """The next without approval in the order of the list, from here on and then from the top."""
    here, name = current.feedback, current.organisation
    after = or_(
        Interest.organisation > name,
        and_(Interest.organisation == name, Feedback.id > here.id),
    )
    wanted = _narrowed(select(Feedback.id), here.challenge_id, None, False)
    wanted = wanted.where(Feedback.id != here.id)
    ordered = wanted.order_by(case((after, 0), else_=1), Interest.organisation, Feedback.id)
    found: UUID | None = session.scalar(ordered.limit(1))
    return found


def example(session: Session, challenge_id: UUID) -> Row[Any] | None:
    """One approved piece, to show before everybody is told; good news first."""
    first = case((Feedback.result == Result.TAKEN_FORWARD, 0), else_=1)
    columns: tuple[Any, ...] = (Interest.organisation, Feedback.result, Feedback.text)
    wanted = _narrowed(select(*columns), challenge_id, None, True)
    return session.execute(wanted.order_by(first, Feedback.id).limit(1)).first()
