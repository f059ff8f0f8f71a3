"""Ask for themes; the work itself is done by a worker."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.findings.events import ThemesAsked
from engage.findings.models import SentAnswer, ThemeRun
from engage.findings.queries import themes
from engage.kernel.db import owes
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.responses.kinds import IN_WORDS
from engage.responses.models import Prompt
from engage.responses.policy import is_unsealed

FEWEST = 3  # answers that can have something in common


class NothingToGroup(Refusal):
    """There are too few answers, or nobody may read them yet."""


def ask(
    session: Session, challenge: Challenge, prompt_id: UUID | None, *, by: UUID, at: datetime
) -> ThemeRun:
    """Queue a search for themes; while one is under way, asking again is the same one."""
    locked(session, challenge)
    if not is_unsealed(challenge, at):
        raise NothingToGroup("Responses are sealed until the engagement ends.")
    if under_way := themes.unfinished(session, challenge.id, prompt_id):
        return under_way
    wanted = (
        select(func.count())
        .select_from(SentAnswer)
        .join(Prompt, Prompt.id == SentAnswer.prompt_id)
        .where(SentAnswer.challenge_id == challenge.id, SentAnswer.deleted_at.is_(None))
        .where(Prompt.kind.in_(IN_WORDS))
    )
    if prompt_id is not None:
        wanted = wanted.where(SentAnswer.prompt_id == prompt_id)
    number = session.scalar(wanted) or 0
    if number < FEWEST:
        raise NothingToGroup(f"Themes need {FEWEST} answers or more. There are {number}.")
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    when = {"asked_at": at, "due_at": at}
    run = ThemeRun(**place, **when, prompt_id=prompt_id, asked_by=by, answers=number)
    session.add(run)
    session.flush()
    owes(session, "themes")
    record(session, ThemesAsked(subject_id=run.id, **place), by=by, at=at)
    return run
