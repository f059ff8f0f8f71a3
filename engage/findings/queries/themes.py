"""Reads of themes: what was found, who says it, and the answers of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.findings.clustering.saying import Text
from engage.findings.models import (
    SentAnswer,
    State,
    Theme,
    ThemeAnswer,
    ThemeKind,
    ThemeRun,
)
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.responses import queries as responses
from engage.responses.kinds import IN_WORDS
from engage.responses.models import Prompt, Submission
from engage.suppliers.models import Supplier

UNFINISHED = (State.QUEUED, State.RUNNING)
MOST_THEMES = 100  # of one question
WHO = func.coalesce(Supplier.merged_into_id, Supplier.id, Interest.id)
"""Whom an answer is from: a supplier that was a duplicate is the one that was kept."""


@dataclass(frozen=True)
class ThemeAt:
    """A theme of a challenge whose responses this actor may read now."""

    challenge: Challenge
    theme: Theme


@dataclass(frozen=True)
class Shown:
    """A theme with how many answers it has, from how many suppliers."""

    theme: Theme
    answers: int
    suppliers: int


def of_scope(prompt_id: UUID | None) -> ColumnElement[bool]:
    """Themes of one question, or those of all questions together."""
    return Theme.prompt_id.is_(None) if prompt_id is None else Theme.prompt_id == prompt_id


def unfinished(session: Session, challenge_id: UUID, prompt_id: UUID | None) -> ThemeRun | None:
    """The search that is under way."""
    wanted = _runs(challenge_id, prompt_id).where(ThemeRun.state.in_(UNFINISHED))
    return session.scalars(wanted.limit(1)).one_or_none()


def newest(session: Session, challenge_id: UUID, prompt_id: UUID | None) -> ThemeRun | None:
    wanted = _runs(challenge_id, prompt_id).order_by(ThemeRun.id.desc())
    return session.scalars(wanted.limit(1)).one_or_none()


def themes(session: Session, challenge_id: UUID, prompt_id: UUID | None) -> list[Shown]:
    """The themes of one question, the one of most suppliers first; what stands apart last."""
    wanted = (
        select(Theme, func.count(SentAnswer.id), func.count(func.distinct(WHO)))
        .outerjoin(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .outerjoin(SentAnswer, SentAnswer.id == ThemeAnswer.answer_id)
        .outerjoin(Interest, Interest.id == SentAnswer.interest_id)
        .outerjoin(Supplier, Supplier.id == Interest.supplier_id)
        .where(Theme.challenge_id == challenge_id, of_scope(prompt_id))
        .group_by(Theme.id)
        .limit(MOST_THEMES)
    )
    found = [Shown(*row) for row in session.execute(wanted)]
    return sorted(
        found,
        key=lambda each: (
            each.theme.kind is ThemeKind.APART,
            -each.suppliers,
            -each.answers,
            each.theme.name,
            each.theme.id,
        ),
    )


def theme(session: Session, actor: Actor, ref: str, theme_id: UUID) -> ThemeAt | None:
    challenge = responses.unsealed(session, actor, ref)
    if challenge is None:
        return None
    wanted = select(Theme).where(Theme.id == theme_id, Theme.challenge_id == challenge.id)
    found = session.scalars(wanted).one_or_none()
    return None if found is None else ThemeAt(challenge, found)


def others(session: Session, theme: Theme) -> Sequence[Row[UUID, str]]:
    """The other themes of the same question."""
    wanted = (
        select(Theme.id, Theme.name)
        .where(
            Theme.challenge_id == theme.challenge_id,
            of_scope(theme.prompt_id),
            Theme.id != theme.id,
        )
        .order_by(Theme.name, Theme.id)
    )
    return session.execute(wanted.limit(MOST_THEMES)).all()


def count_answers(session: Session, theme_id: UUID) -> int:
    return session.scalar(select(func.count()).where(ThemeAnswer.theme_id == theme_id)) or 0


def answers(session: Session, theme_id: UUID, page: Page) -> Sequence[Row[Any]]:
    """The answers of a theme, with who sent each."""
    columns: tuple[Any, ...] = (
        *(SentAnswer, ThemeAnswer.by_hand, Interest.organisation, Submission.receipt),
        Prompt.position,
    )
    wanted = (
        select(*columns)
        .join(ThemeAnswer, ThemeAnswer.answer_id == SentAnswer.id)
        .join(Interest, Interest.id == SentAnswer.interest_id)
        .join(Submission, Submission.id == SentAnswer.submission_id)
        .join(Prompt, Prompt.id == SentAnswer.prompt_id)
        .where(ThemeAnswer.theme_id == theme_id)
        .order_by(SentAnswer.id)
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def texts(session: Session, challenge_id: UUID, prompt_id: UUID | None) -> dict[UUID, Text]:
    """Every answer that can be grouped: its receipt, who it is from, what it says."""
    wanted = _texts(challenge_id)
    if prompt_id is not None:
        wanted = wanted.where(SentAnswer.prompt_id == prompt_id)
    return _read(session, challenge_id, wanted)


def texts_of(session: Session, theme: Theme, *, most: int) -> dict[UUID, Text]:
    """The answers of one theme in the same shape."""
    wanted = _texts(theme.challenge_id)
    wanted = wanted.join(ThemeAnswer, ThemeAnswer.answer_id == SentAnswer.id)
    wanted = wanted.where(ThemeAnswer.theme_id == theme.id).limit(most)
    return _read(session, theme.challenge_id, wanted)


def cited(
    session: Session, challenge_id: UUID, prompt_id: UUID | None, receipts: Sequence[str]
) -> dict[str, UUID]:
    """Where to read what is cited: a receipt, with the number of the question behind it."""
    numbers = _numbers(session, challenge_id)
    wanted = (
        select(Submission.receipt, SentAnswer.prompt_id, SentAnswer.id)
        .join(Submission, Submission.id == SentAnswer.submission_id)
        .where(
            SentAnswer.challenge_id == challenge_id,
            Submission.receipt.in_({each.partition("/")[0] for each in receipts}),
        )
    )
    if prompt_id is not None:
        wanted = wanted.where(SentAnswer.prompt_id == prompt_id)
    rows = session.execute(wanted).all() if receipts else ()
    return {f"{row[0]}/{numbers.get(row[1], 0)}": row[2] for row in rows}


def _numbers(session: Session, challenge_id: UUID) -> dict[UUID, int]:
    prompts = responses.prompts(session, challenge_id)
    return {prompt.id: number for number, prompt in enumerate(prompts, start=1)}


def _runs(challenge_id: UUID, prompt_id: UUID | None) -> Select[ThemeRun]:
    scope = ThemeRun.prompt_id.is_(None) if prompt_id is None else ThemeRun.prompt_id == prompt_id
    return select(ThemeRun).where(ThemeRun.challenge_id == challenge_id, scope)


def _texts(challenge_id: UUID) -> Select[Any]:
    columns: tuple[Any, ...] = (
        *(SentAnswer.id, SentAnswer.prompt_id, Submission.receipt),
        *(WHO.label("who"), SentAnswer.text),
    )
    return (
        select(*columns)
        .join(Submission, Submission.id == SentAnswer.submission_id)
        .join(Interest, Interest.id == SentAnswer.interest_id)
        .join(Prompt, Prompt.id == SentAnswer.prompt_id)
        .outerjoin(Supplier, Supplier.id == Interest.supplier_id)
        .where(SentAnswer.challenge_id == challenge_id, SentAnswer.deleted_at.is_(None))
        .where(Prompt.kind.in_(IN_WORDS))
        .order_by(SentAnswer.id)
    )


def _read(session: Session, challenge_id: UUID, wanted: Select[Any]) -> dict[UUID, Text]:
    numbers = _numbers(session, challenge_id)
    return {
        row.id: Text(f"{row.receipt}/{numbers.get(row.prompt_id, 0)}", str(row.who), row.text)
        for row in session.execute(wanted)
    }
