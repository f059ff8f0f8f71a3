"""What everybody may know of an outcome: numbers and names of themes, never who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import public
from engage.findings.models import SentAnswer, Theme, ThemeAnswer, ThemeKind
from engage.interest.models import Interest, State
from engage.outcomes.models import OutcomeClock, Summary
from engage.outcomes.queries import participant
from engage.questions.models import Question
from engage.questions.models import State as QuestionState
from engage.responses.models import Submission
from engage.reviews.models import Referral, Verdict
from engage.workshops.deadlines import last_day
from engage.workshops.models import Attendance, Place, Sitting

MOST_THEMES = 30
FEWEST = 3  # suppliers behind a theme that is named: fewer could be told apart


@dataclass(frozen=True)
class Numbers:
    """How many there were at each step."""

    took_part: int
    came: int  # suppliers at workshops
    answered: int  # questions
    responses: int
    shortlisted: int  # ideas


@dataclass(frozen=True)
class Outcome:
    """A published outcome."""

    challenge: Challenge
    summary: Summary
    due_on: date | None

    @property
    def is_late(self) -> bool:
        published = self.summary.published_at
        return bool(self.due_on and published and published.date() > self.due_on)


def outcome(session: Session, actor: object, ref: str) -> Outcome | None:
    """For everybody, once it is published."""
    challenge = public(session, actor, ref)
    if challenge is None:
        return None
    wanted = select(Summary, OutcomeClock.due_at).outerjoin(
        OutcomeClock, OutcomeClock.challenge_id == Summary.challenge_id
    )
    mine = wanted.where(Summary.challenge_id == challenge.id, Summary.published_at.is_not(None))
    row = session.execute(mine).one_or_none()
    if row is None:
        return None
    found, due_at = row
    return Outcome(challenge, found, last_day(due_at) if due_at is not None else None)


def numbers(session: Session, challenge_id: UUID) -> Numbers:
    """One statement, however many there are."""
    took_part = select(func.count()).select_from(Interest).where(participant(challenge_id))
    who = func.coalesce(Interest.organisation, Attendance.organisation)
    came = (
        select(func.count(func.distinct(who)))
        .select_from(Attendance)
        .join(Sitting, Sitting.id == Attendance.sitting_id)
        .outerjoin(Place, Place.id == Attendance.place_id)
        .outerjoin(Interest, Interest.id == Place.interest_id)
        .where(Sitting.challenge_id == challenge_id)
        .where(or_(Interest.id.is_(None), Interest.state != State.PENDING))
    )
    answered = select(func.count()).where(
        Question.challenge_id == challenge_id, Question.state == QuestionState.ANSWERED
    )
    sent = select(func.count()).where(
        Submission.challenge_id == challenge_id, Submission.replaced_at.is_(None)
    )
    shortlisted = select(func.count()).where(
        Referral.challenge_id == challenge_id, Referral.verdict == Verdict.SHORTLISTED
    )
    every = (took_part, came, answered, sent, shortlisted)
    return Numbers(*session.execute(select(*(each.scalar_subquery() for each in every))).one())


def named_themes(session: Session, challenge_id: UUID) -> Sequence[Row[str, int]]:
    """Themes that officers named, with how many suppliers; those of few suppliers are left out."""
    suppliers = func.count(func.distinct(SentAnswer.interest_id))
    wanted = (
        select(Theme.name, suppliers)
        .join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .join(SentAnswer, SentAnswer.id == ThemeAnswer.answer_id)
        .where(Theme.challenge_id == challenge_id, Theme.kind == ThemeKind.THEME, Theme.kept)
        .group_by(Theme.id, Theme.name)
        .having(suppliers >= FEWEST)
        .order_by(suppliers.desc(), Theme.name)
        .limit(MOST_THEMES)
    )
    return session.execute(wanted).all()
