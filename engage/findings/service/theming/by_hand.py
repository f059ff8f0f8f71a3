"""What officers put right: rename a theme, put two together, move answers, split one.

All of it holds through every later search.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.findings.events import AnswersMoved, ThemeRenamed, ThemesMerged
from engage.findings.models import SentAnswer, Source, Theme, ThemeAnswer, ThemeKind
from engage.findings.queries.themes import of_scope
from engage.findings.service.theming.keeping import tell_again
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record


class NotPossible(Refusal):
    """The theme, or the answers, have gone meanwhile; or nothing was chosen."""


def rename(
    session: Session, challenge: Challenge, theme: Theme, name: str, *, by: UUID, at: datetime
) -> None:
    """Its name is the officer's from now on."""
    locked(session, challenge)
    theme.name, theme.kept = name, True
    record(session, ThemeRenamed(**about(theme)), by=by, at=at)


def merge(
    session: Session, challenge: Challenge, gone: Theme, into_id: UUID, *, by: UUID, at: datetime
) -> Theme:
    """Put all of one theme into another; what was linked to it is linked to that."""
    locked(session, challenge)
    into = _other(session, gone, into_id)
    answers = select(ThemeAnswer.answer_id).where(ThemeAnswer.theme_id.in_((gone.id, into.id)))
    _pin(session, into, session.scalars(answers).all())
    linked = select(Source.requirement_id).where(Source.theme_id == into.id)
    session.execute(
        update(Source)
        .where(Source.theme_id == gone.id, Source.requirement_id.not_in(linked))
        .values(theme_id=into.id)
        .execution_options(synchronize_session=False)
    )
    told = ThemesMerged(gone=str(gone.id), **about(into))
    session.delete(gone)
    session.flush()
    tell_again(session, into)
    record(session, told, by=by, at=at)
    return into


def move(
    session: Session,
    challenge: Challenge,
    theme: Theme,
    answers: Sequence[UUID],
    *,
    into_id: UUID | None,
    name: str,
    by: UUID,
    at: datetime,
) -> Theme:
    """Put answers of one theme into another; ``into_id`` None: into a new one of this name."""
    locked(session, challenge)
    chosen = _here(session, theme, answers)
    into = _split_off(session, theme, name, at) if into_id is None else None
    target = into or _other(session, theme, into_id)
    _pin(session, target, chosen)
    theme.kept = True
    tell_again(session, target)
    tell_again(session, theme)
    fact = AnswersMoved(number=len(chosen), is_new=into is not None, **about(target))
    record(session, fact, by=by, at=at)
    return target


def _split_off(session: Session, theme: Theme, name: str, at: datetime) -> Theme:
    if not name:
        raise NotPossible("Name the new theme.")
    made = Theme(
        challenge_id=theme.challenge_id,
        authority_id=theme.authority_id,
        prompt_id=theme.prompt_id,
        name=name,
        x=min(theme.x + 60, 940),
        y=min(theme.y + 60, 940),
        terms=[],
        summary=[],
        made_at=at,
    )
    session.add(made)
    session.flush()
    return made


def _here(session: Session, theme: Theme, answers: Sequence[UUID]) -> Sequence[UUID]:
    wanted = (
        select(ThemeAnswer.answer_id)
        .join(SentAnswer, SentAnswer.id == ThemeAnswer.answer_id)
        .where(ThemeAnswer.theme_id == theme.id, ThemeAnswer.answer_id.in_(answers))
    )
    chosen = session.scalars(wanted).all()
    if not chosen:
        raise NotPossible("Tick the answers to move.")
    return chosen


def _other(session: Session, theme: Theme, into_id: UUID | None) -> Theme:
    wanted = select(Theme).where(
        Theme.id == into_id,
        Theme.id != theme.id,
        Theme.challenge_id == theme.challenge_id,
        of_scope(theme.prompt_id),
    )
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotPossible("Choose another theme. This one has gone.")
    return found


def _pin(session: Session, theme: Theme, answers: Sequence[UUID]) -> None:
    """These answers are in this theme and in no other of the same question, by hand."""
    rivals = select(Theme.id).where(
        Theme.challenge_id == theme.challenge_id, of_scope(theme.prompt_id)
    )
    session.execute(
        delete(ThemeAnswer)
        .where(ThemeAnswer.theme_id.in_(rivals), ThemeAnswer.answer_id.in_(answers))
        .execution_options(synchronize_session=False)
    )
    rows = [{"theme_id": theme.id, "answer_id": each, "by_hand": True} for each in answers]
    if rows:
        session.execute(insert(ThemeAnswer), rows)
    theme.kept = True
    if theme.kind is ThemeKind.MINORITY:
        theme.kind = ThemeKind.THEME
    session.flush()
