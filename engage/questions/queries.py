"""Reads of questions, each shaped for the page or task that asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.challenges.queries import at_side_of
from engage.interest.models import Interest
from engage.kernel.clock import to_wall
from engage.kernel.counting import count_each
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.questions.models import Question, Ruling, State
from engage.suppliers.models import SupplierPerson

MOST = 100  # on one page
Answering = aliased(Question)
NUMBER = func.coalesce(Question.number, Answering.number).label("number")
# Nobody has to say first what becomes of a confidential part.
SETTLED = or_(
    Question.confidential == "",
    Question.ruling == Ruling.KEPT,
    Question.agreed_at.is_not(None),
)
OF_COUNCIL = and_(
    Question.state == State.ASKED,
    or_(
        Question.ruling.is_(None),
        Question.ruling == Ruling.KEPT,
        Question.agreed_at.is_not(None),
    ),
)
"""It waits for the council, not for the asker's choice."""
UNDECIDED = and_(
    Question.state == State.ASKED,
    Question.ruling == Ruling.REFUSED,
    Question.agreed_at.is_(None),
)
PUBLISHED = (
    select(Question.number, Question.public_text, Question.answer, Question.answered_at)
    .where(
        Question.challenge_id == bindparam("challenge_id"),
        Question.state == State.ANSWERED,
        Question.number > bindparam("after"),
    )
    .order_by(Question.number)
    .limit(MOST + 1)
)


@dataclass(frozen=True, slots=True)
class Published:
    """All that the public gets: no id, no asker, no time finer than the day."""

    number: int
    question: str
    answer: str
    on: date


@dataclass(frozen=True, slots=True)
class Answers:
    """Some of the questions and answers of a challenge; whether others come after them."""

    rows: list[Published]
    more: bool


def published(session: Session, challenge_id: UUID, *, after: int = 0) -> Answers:
    """Questions and answers of a challenge, by their number, ``MOST`` of them."""
    rows = session.execute(PUBLISHED, {"challenge_id": challenge_id, "after": after})
    found = [
        Published(number, question, answer, to_wall(answered_at)[0])
        for number, question, answer, answered_at in rows
        if number is not None and answered_at is not None
    ]
    return Answers(found[:MOST], more=len(found) > MOST)


def latest(session: Session, challenge_id: UUID) -> list[Published]:
    """What was published last, ``MOST`` of it."""
    columns = Question.number, Question.public_text, Question.answer, Question.answered_at
    wanted = (
        select(*columns)
        .where(Question.challenge_id == challenge_id, Question.state == State.ANSWERED)
        .where(Question.number.is_not(None))
        .order_by(Question.number.desc())
        .limit(MOST)
    )
    return [
        Published(number, question, answer, to_wall(answered_at)[0])
        for number, question, answer, answered_at in session.execute(wanted)
        if number is not None and answered_at is not None
    ]


def asked_by(session: Session, interest_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """A supplier's own questions, newest first, ``MOST`` of them."""
    wanted = (
        select(
            *(Question.id, Question.text, Question.state, NUMBER, Question.answer),
            *(Question.asked_at, Question.said, Question.confidential),
            *(Question.ruling, Question.ruled_because, Question.agreed_at),
        )
        .outerjoin(Answering, Question.answered_with_id == Answering.id)
        .where(Question.interest_id == interest_id)
        .order_by(Question.asked_at.desc(), Question.id.desc())
        .limit(MOST)
    )
    return session.execute(wanted).all()


def inbox(session: Session, challenge_id: UUID, *, page: Page) -> Sequence[Row[*tuple[Any, ...]]]:
    """Waiting ones first, the longest waiting on top; then what was dealt with, newest first."""
    waits = Question.state == State.ASKED
    wanted = (
        select(
            Question.id,
            Question.text,
            Question.state,
            NUMBER,
            Question.asked_at,
            Question.answered_at,
        )
        .outerjoin(Answering, Question.answered_with_id == Answering.id)
        .where(Question.challenge_id == challenge_id)
        .order_by(
            case((waits, 0), else_=1),
            case((waits, Question.asked_at)),
            Question.answered_at.desc(),
            Question.id,
        )
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def counts(session: Session, challenge_id: UUID) -> dict[State, int]:
    """How many questions of each state; every state is there."""
    return count_each(session, State, Question.state, Question.challenge_id == challenge_id)


def any_waiting(session: Session, challenge_id: UUID) -> bool:
    """Whether a question of the challenge waits for the council."""
    waits = Question.challenge_id == challenge_id, OF_COUNCIL
    return session.scalar(select(exists().where(*waits))) or False


def asker(session: Session, question: Question) -> Row[str, str, str]:
    """Organisation, name and e-mail of who asked: for the desk only."""
    wanted = select(Interest.organisation, Interest.name, Interest.email)
    return session.execute(wanted.where(Interest.id == question.interest_id)).one()


def people_of(session: Session, question: Question) -> list[str]:
    """Names and addresses of those who act for the supplier that asked; ``MOST`` of them."""
    wanted = (
        select(SupplierPerson.name, SupplierPerson.email)
        .join(Interest, Interest.supplier_id == SupplierPerson.supplier_id)
        .where(Interest.id == question.interest_id)
        .order_by(SupplierPerson.id)
        .limit(MOST)
    )
    return [words for row in session.execute(wanted) for words in row]


def others_waiting(session: Session, question: Question) -> Sequence[Row[UUID, str]]:
    """Other questions of the challenge that wait, the oldest first, ``MOST`` of them."""
    wanted = (
        select(Question.id, Question.text)
        .where(Question.challenge_id == question.challenge_id, Question.state == State.ASKED)
        .where(Question.id != question.id, SETTLED)
        .order_by(Question.asked_at, Question.id)
        .limit(MOST)
    )
    return session.execute(wanted).all()


def answered_with(session: Session, question: Question) -> Question | None:
    """The published question whose words answer this one as well."""
    known = question.answered_with_id
    return session.get(Question, known) if known else None


def history(session: Session, question: Question) -> Sequence[Row[*tuple[Any, ...]]]:
    """What was done with a question, when and by whom; no name: the asker, or the clock."""
    wanted = (
        select(RecordedEvent.name, RecordedEvent.occurred_at, Person.name.label("person"))
        .outerjoin(Person, Person.id == RecordedEvent.actor_id)
        .where(
            RecordedEvent.challenge_id == question.challenge_id,
            RecordedEvent.occurred_at >= question.asked_at,
            RecordedEvent.subject_id == question.id,
        )
        .order_by(RecordedEvent.id)
        .limit(MOST)
    )
    return session.execute(wanted).all()


def for_desk(session: Session, actor: Actor, ref: str, question_id: UUID) -> Question | None:
    """A question on a challenge of a council at whose side the actor stands."""
    wanted = (
        select(Question)
        .join(Question.challenge)
        .options(contains_eager(Question.challenge))
        .where(Question.id == question_id, Challenge.reference == ref, at_side_of(actor))
    )
    return session.scalars(wanted).unique().one_or_none()


def waiting_from(
    session: Session, interest_id: UUID, text: str, confidential: str
) -> tuple[int, UUID | None]:
    """How many questions of this supplier wait, and the one that says exactly this."""
    wanted = select(Question.id, Question.text, Question.confidential).where(
        Question.interest_id == interest_id, Question.state == State.ASKED
    )
    rows = session.execute(wanted).all()
    return len(rows), next(
        (row.id for row in rows if (row.text, row.confidential) == (text, confidential)), None
    )
