"""Reads of requirements: where each comes from, and whose words it comes close to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, union
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.findings.independence import Sender, groups
from engage.findings.models import (
    Echo,
    Requirement,
    SentAnswer,
    Source,
    Theme,
    ThemeAnswer,
    ThemeKind,
)
from engage.findings.queries.themes import WHO
from engage.interest.models import Interest
from engage.responses import queries as responses
from engage.responses.models import Submission
from engage.suppliers.models import Supplier

MOST_REQUIREMENTS = 500  # of a challenge
MOST_OFFERED = 200  # themes to choose from

Pair = Row[UUID, UUID]  # a requirement, and a participant


@dataclass(frozen=True)
class Shown:
    """A requirement, and how far what is asked for was raised by suppliers."""

    requirement: Requirement
    themes: int
    answers: int
    suppliers: int  # independent ones
    echoes: int  # independent suppliers whose protected words are close

    @property
    def is_single(self) -> bool:
        """Only one supplier raised it: whoever wrote it down may have been led."""
        return self.suppliers == 1


@dataclass(frozen=True)
class Close:
    """An answer that a requirement comes close to."""

    echo: Echo
    answer: SentAnswer
    organisation: str


def for_desk(session: Session, actor: Actor, ref: str, requirement_id: UUID) -> Requirement | None:
    """A requirement of a challenge whose responses this actor may read now."""
    challenge = responses.unsealed(session, actor, ref)
    if challenge is None:
        return None
    wanted = select(Requirement).where(
        Requirement.id == requirement_id, Requirement.challenge_id == challenge.id
    )
    return session.scalars(wanted).one_or_none()


def requirements(session: Session, challenge: Challenge) -> list[Shown]:
    """All of them in the order they were added; five statements, however many there are."""
    here = Requirement.challenge_id == challenge.id
    every = session.scalars(select(Requirement).where(here).order_by(Requirement.id)).all()
    linked: Any = select(
        Source.requirement_id, func.count(Source.theme_id), func.count(Source.answer_id)
    )
    linked = linked.join(Requirement, Requirement.id == Source.requirement_id).where(here)
    rows = session.execute(linked.group_by(Source.requirement_id)).all() if every else ()
    counted = {row[0]: (row[1], row[2]) for row in rows}
    known = groups(_senders(session, challenge)) if every else {}
    raised = _by_requirement(_raised(session, challenge) if every else (), known)
    close = _by_requirement(_close(session, challenge) if every else (), known)
    none: set[int] = set()
    return [
        Shown(
            each,
            *counted.get(each.id, (0, 0)),
            len(raised.get(each.id, none)),
            len(close.get(each.id, none)),
        )
        for each in every
    ]


def _by_requirement(rows: Sequence[Pair], known: Mapping[UUID, int]) -> dict[UUID, set[int]]:
    """Which groups of suppliers each requirement has to do with."""
    found: dict[UUID, set[int]] = {}
    for row in rows:
        found.setdefault(row[0], set()).add(known[row[1]])
    return found


def sources(session: Session, requirement: Requirement) -> tuple[list[str], list[str]]:
    """The ids of the themes, and the receipts of the answers, that it is linked to."""
    wanted = (
        select(Source.theme_id, Submission.receipt, SentAnswer.prompt_id)
        .outerjoin(SentAnswer, SentAnswer.id == Source.answer_id)
        .outerjoin(Submission, Submission.id == SentAnswer.submission_id)
        .where(Source.requirement_id == requirement.id)
        .order_by(Source.id)
    )
    rows = session.execute(wanted).all()
    numbers = numbers_of(session, requirement.challenge_id)
    themes = [str(row[0]) for row in rows if row[0]]
    return themes, [f"{row[1]}/{numbers.get(row[2], 0)}" for row in rows if row[1]]


def numbers_of(session: Session, challenge_id: UUID) -> dict[UUID, int]:
    """The number of each question, as it is cited behind a receipt."""
    prompts = responses.prompts(session, challenge_id)
    return {prompt.id: number for number, prompt in enumerate(prompts, start=1)}


def themes_to_choose(session: Session, challenge: Challenge) -> list[tuple[UUID, str]]:
    """The themes of the challenge, those of one question together; not what stands apart."""
    wanted = select(Theme.id, Theme.name, Theme.prompt_id).where(
        Theme.challenge_id == challenge.id, Theme.kind != ThemeKind.APART
    )
    rows = session.execute(wanted.order_by(Theme.name, Theme.id).limit(MOST_OFFERED)).all()
    numbers = numbers_of(session, challenge.id)
    placed = [(numbers.get(row[2], 0) if row[2] else 0, row[1], row[0]) for row in rows]
    return [
        (key, f"Question {number}: {name}" if number else f"All questions: {name}")
        for number, name, key in sorted(placed)
    ]


def close_to(session: Session, requirement: Requirement) -> list[Close]:
    """The answers whose protected words it comes close to, the closest first."""
    wanted = (
        select(Echo, SentAnswer, Interest.organisation)
        .join(SentAnswer, SentAnswer.id == Echo.answer_id)
        .join(Interest, Interest.id == SentAnswer.interest_id)
        .where(Echo.requirement_id == requirement.id)
        .order_by(Echo.share.desc(), Echo.run.desc(), SentAnswer.id)
        .limit(10)
    )
    return [Close(*row) for row in session.execute(wanted)]


def _senders(session: Session, challenge: Challenge) -> list[Sender]:
    wanted = (
        select(Interest.id, WHO, Supplier.company_number, Interest.email)
        .outerjoin(Supplier, Supplier.id == Interest.supplier_id)
        .where(Interest.challenge_id == challenge.id)
    )
    return [Sender(*row) for row in session.execute(wanted)]


def _raised(session: Session, challenge: Challenge) -> Sequence[Pair]:
    """(requirement, participant): who said what it is linked to, each once."""
    by_answer: Any = select(Source.requirement_id, SentAnswer.interest_id).join(
        SentAnswer, SentAnswer.id == Source.answer_id
    )
    by_theme: Any = (
        select(Source.requirement_id, SentAnswer.interest_id)
        .join(ThemeAnswer, ThemeAnswer.theme_id == Source.theme_id)
        .join(SentAnswer, SentAnswer.id == ThemeAnswer.answer_id)
    )
    here = SentAnswer.challenge_id == challenge.id
    both = union(by_answer.where(here), by_theme.where(here))
    rows: Sequence[Pair] = session.execute(both).all()
    return rows


def _close(session: Session, challenge: Challenge) -> Sequence[Pair]:
    wanted = (
        select(Echo.requirement_id, SentAnswer.interest_id)
        .join(SentAnswer, SentAnswer.id == Echo.answer_id)
        .where(SentAnswer.challenge_id == challenge.id)
    )
    return session.execute(wanted).all()
