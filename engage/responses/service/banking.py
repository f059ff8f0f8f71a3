"""Keep a question for the next questionnaires of a council, and take it out again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_first
from engage.responses.events import PromptForgotten, PromptKept
from engage.responses.models import BankedPrompt, Prompt
from engage.responses.queries.bank import COLUMNS

MOST_KEPT = 500  # of one council


class BankFull(Refusal):
    """Nobody finds anything among so many."""


def keep(session: Session, prompt: Prompt, *, by: UUID, at: datetime) -> bool:
    """Put a question into the council's bank; False when the same words are there already."""
    theirs = BankedPrompt.authority_id == prompt.authority_id
    if (session.scalar(select(func.count()).where(theirs)) or 0) >= MOST_KEPT:
        raise BankFull(f"The bank holds {MOST_KEPT} questions. Take one out first.")
    told = {name: getattr(prompt, name) for name in COLUMNS}
    row = {"id": uuid7(), "authority_id": prompt.authority_id, "kept_at": at, **told}
    if not insert_first(session, BankedPrompt, row):
        return False
    fact = PromptKept(
        subject_id=row["id"], authority_id=prompt.authority_id, challenge_id=prompt.challenge_id
    )
    record(session, fact, by=by, at=at)
    return True


def forget(
    session: Session, challenge: Challenge, banked_id: UUID, *, by: UUID, at: datetime
) -> None:
    """Take one out, from the page of a challenge; a second time changes nothing."""
    banked = session.get(BankedPrompt, banked_id, with_for_update=True)
    if banked is None or banked.authority_id != challenge.authority_id:
        return
    fact = PromptForgotten(
        subject_id=banked.id, authority_id=challenge.authority_id, challenge_id=challenge.id
    )
    record(session, fact, by=by, at=at)
    session.delete(banked)
    session.flush()
