"""Reads of the reading room: questions with what is unread, and the answers to one of them.

Loaders go by ``responses.queries.unsealed``, so before that moment nothing here is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.findings.models import Remark, SeenAnswer, SentAnswer, Theme, ThemeAnswer
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.kernel.search import matches
from engage.responses import queries as responses
from engage.responses.models import Channel, Prompt, Submission
from engage.suppliers.models import Size, Supplier, SupplierRegion

PER_PAGE = 20
MOST_REMARKS = 20  # of one answer, on a page


@dataclass(frozen=True)
class Room:
    """A question, whose answers this actor may read now; ``prompts`` are all questions."""

    challenge: Challenge
    prompts: Sequence[Prompt]
    prompt: Prompt


@dataclass(frozen=True)
class Found:
    """One answer, with who sent it."""

    challenge: Challenge
    prompt: Prompt
    answer: SentAnswer
    organisation: str
    receipt: str
    channel: Channel


@dataclass(frozen=True)
class Filters:
    """What of the answers is asked for; empty: it does not matter."""

    q: str = ""
    size: str = ""
    region: str = ""
    theme: UUID | None = None
    unread: bool = False

    @property
    def any(self) -> bool:
        return bool(self.q or self.size or self.region or self.theme or self.unread)


@dataclass(frozen=True)
class Noted:
    """A remark, and who made it."""

    remark: Remark
    person: str


def room(session: Session, actor: Actor, ref: str, prompt_id: UUID) -> Room | None:
    """A question of a challenge whose responses this actor may read now."""
    challenge = responses.unsealed(session, actor, ref)
    if challenge is None:
        return None
    prompts = responses.prompts(session, challenge.id)
    return next((Room(challenge, prompts, one) for one in prompts if one.id == prompt_id), None)


def answer(session: Session, actor: Actor, ref: str, answer_id: UUID) -> Found | None:
    """One answer of a challenge whose responses this actor may read now."""
    challenge = responses.unsealed(session, actor, ref)
    if challenge is None:
        return None
    wanted = (
        select(Prompt, SentAnswer, Interest.organisation, Submission.receipt, Submission.channel)
        .options(lazyload(Prompt.challenge))
        .join(Prompt, Prompt.id == SentAnswer.prompt_id)
        .join(Interest, Interest.id == SentAnswer.interest_id)
        .join(Submission, Submission.id == SentAnswer.submission_id)
        .where(SentAnswer.id == answer_id, SentAnswer.challenge_id == challenge.id)
    )
    row = session.execute(wanted).one_or_none()
    return None if row is None else Found(challenge, *row)


def counts(session: Session, challenge: Challenge, person_id: UUID) -> dict[UUID, tuple[int, int]]:
    """How many answers each question has, and how many of them this person has not seen."""
    seen = and_(SeenAnswer.answer_id == SentAnswer.id, SeenAnswer.person_id == person_id)
    wanted = (
        select(SentAnswer.prompt_id, func.count(), func.count(SeenAnswer.answer_id))
        .outerjoin(SeenAnswer, seen)
        .where(SentAnswer.challenge_id == challenge.id)
        .group_by(SentAnswer.prompt_id)
    )
    return {key: (total, total - read) for key, total, read in session.execute(wanted)}


def neighbours(session: Session, found: Found) -> tuple[UUID | None, UUID | None]:
    """The answers to the same question before and after this one."""
    here = found.answer.id
    every = select(SentAnswer.id).where(
        SentAnswer.challenge_id == found.challenge.id, SentAnswer.prompt_id == found.prompt.id
    )
    before = every.where(SentAnswer.id < here).order_by(SentAnswer.id.desc()).limit(1)
    after = every.where(SentAnswer.id > here).order_by(SentAnswer.id).limit(1)
    row = session.execute(select(before.scalar_subquery(), after.scalar_subquery())).one()
    return row[0], row[1]


def answers(
    session: Session, room: Room, filters: Filters, person_id: UUID, page: Page
) -> Sequence[Row[Any]]:
    """The answers to one question in the order they came, with who sent each; ``total``: of all."""
    total = _filtered(select(func.count()), room, filters, person_id).scalar_subquery()
    columns: tuple[Any, ...] = (
        *(SentAnswer, Interest.organisation, Supplier.size, Submission.receipt),
        Submission.channel,
        *(_seen(person_id).label("is_seen"), total.label("total")),
    )
    wanted = (
        _filtered(select(*columns), room, filters, person_id)
        .join(Submission, Submission.id == SentAnswer.submission_id)
        .order_by(SentAnswer.id)
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def remarks(
    session: Session, answer_ids: Sequence[UUID], person_id: UUID
) -> dict[UUID, list[Noted]]:
    """What this person noted on these answers, and what others share; oldest first."""
    wanted = (
        select(Remark, Person.name)
        .join(Person, Person.id == Remark.person_id)
        .where(
            Remark.answer_id.in_(answer_ids),
            or_(Remark.person_id == person_id, Remark.shared.is_(True)),
        )
        .order_by(Remark.id)
        .limit(MOST_REMARKS * max(1, len(answer_ids)))
    )
    found: dict[UUID, list[Noted]] = {key: [] for key in answer_ids}
    for remark, name in session.execute(wanted) if answer_ids else ():
        found[remark.answer_id].append(Noted(remark, name))
    return found


def themes_of(session: Session, room: Room) -> Sequence[Row[UUID, str]]:
    """Themes that answers to this question are in: for the filter."""
    wanted = (
        select(Theme.id, Theme.name)
        .where(
            Theme.challenge_id == room.challenge.id,
            or_(Theme.prompt_id == room.prompt.id, Theme.prompt_id.is_(None)),
        )
        .order_by(Theme.name, Theme.id)
        .limit(100)
    )
    return session.execute(wanted).all()


def answers_of(
    session: Session, challenge: Challenge, interests: Sequence[UUID]
) -> dict[tuple[UUID, UUID], SentAnswer]:
    """Everything these participants answered, by participant and question."""
    wanted = select(SentAnswer).where(
        SentAnswer.challenge_id == challenge.id, SentAnswer.interest_id.in_(interests)
    )
    found = session.scalars(wanted).all() if interests else ()
    return {(each.interest_id, each.prompt_id): each for each in found}


def senders(session: Session, challenge: Challenge, typed: str) -> Sequence[Row[UUID, str]]:
    """Participants with answers, by a part of their name; 20 at most."""
    here = exists().where(
        SentAnswer.challenge_id == challenge.id, SentAnswer.interest_id == Interest.id
    )
    wanted = (
        select(Interest.id, Interest.organisation)
        .where(Interest.challenge_id == challenge.id, here)
        .order_by(Interest.organisation, Interest.id)
        .limit(PER_PAGE)
    )
    if typed:
        wanted = wanted.where(Interest.organisation.icontains(typed, autoescape=True))
    return session.execute(wanted).all()


def named(session: Session, challenge: Challenge, interests: Sequence[UUID]) -> dict[UUID, str]:
    """The names of those of these participants who take part in this challenge."""
    wanted = select(Interest.id, Interest.organisation).where(
        Interest.challenge_id == challenge.id, Interest.id.in_(interests)
    )
    return {row[0]: row[1] for row in session.execute(wanted)} if interests else {}


def _filtered(wanted: Select[Any], room: Room, filters: Filters, person_id: UUID) -> Select[Any]:
    wanted = (
        wanted.select_from(SentAnswer)
        .join(Interest, Interest.id == SentAnswer.interest_id)
        .outerjoin(Supplier, Supplier.id == Interest.supplier_id)
        .where(SentAnswer.challenge_id == room.challenge.id, SentAnswer.prompt_id == room.prompt.id)
    )
    return wanted.where(*_conditions(filters, person_id))


def _conditions(filters: Filters, person_id: UUID) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.q:
        found.append(matches("sent_answer", filters.q))
    if filters.size:
        found.append(func.coalesce(Supplier.size, Size.UNKNOWN.value) == filters.size)
    if filters.region:
        serves = SupplierRegion.code.startswith(filters.region, autoescape=True)
        found.append(exists().where(SupplierRegion.supplier_id == Supplier.id, serves))
    if filters.theme:
        here = ThemeAnswer.answer_id == SentAnswer.id
        found.append(exists().where(here, ThemeAnswer.theme_id == filters.theme))
    if filters.unread:
        found.append(~_seen(person_id))
    return found


def _seen(person_id: UUID) -> ColumnElement[bool]:
    return exists().where(SeenAnswer.answer_id == SentAnswer.id, SeenAnswer.person_id == person_id)
