"""After the outcome: one question about one's feedback, its answer, and what they think of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.errors import Refusal
from engage.kernel.events import about, belonging, record
from engage.kernel.locking import lock
from engage.kernel.text import clean_block
from engage.kernel.upsert import insert_if_absent
from engage.outcomes.events import EngagementRated, FollowUpAnswered, FollowUpAsked
from engage.outcomes.models import FollowUp, Rating


class TooEarly(Refusal):
    """There is no outcome yet."""


class AskedAlready(Refusal):
    """One question each, so that officers can answer all of them."""


class AnsweredAlready(Refusal):
    """A colleague was faster."""


def ask(session: Session, interest: Interest, *, text: str, at: datetime) -> FollowUp:
    """Raises TooEarly, AskedAlready."""
    lock(session, interest)
    known = select(FollowUp).where(FollowUp.interest_id == interest.id)
    require_may_ask(interest.challenge, session.scalars(known).unique().one_or_none())
    place = {"challenge_id": interest.challenge_id, "authority_id": interest.authority_id}
    asked = FollowUp(**place, interest_id=interest.id, text=clean_block(text), asked_at=at)
    session.add(asked)
    session.flush()
    record(session, FollowUpAsked(subject_id=asked.id, **place), by=None, at=at)
    return asked


def answer(session: Session, asked: FollowUp, *, text: str, by: UUID, at: datetime) -> None:
    """Tell the one who asked; once. Raises AnsweredAlready."""
    lock(session, asked)
    require_unanswered(asked)
    asked.answer, asked.answered_by, asked.answered_at = clean_block(text), by, at
    session.flush()
    fact = FollowUpAnswered(interest_id=str(asked.interest_id), **about(asked))
    record(session, fact, by=by, at=at)


def require_unanswered(asked: FollowUp) -> None:
    """Raises AnsweredAlready."""
    if asked.answered_at is not None:
        raise AnsweredAlready("A colleague answered this already.")


def rate(
    session: Session, interest: Interest, *, marks: Mapping[str, int], words: str, at: datetime
) -> None:
    """``marks``: clear, fair and worth, 1 to 5; later ones replace the earlier. Raises TooEarly."""
    require_outcome(interest.challenge)
    place = {"challenge_id": interest.challenge_id, "authority_id": interest.authority_id}
    said = {**marks, "words": clean_block(words), "rated_at": at}
    insert_if_absent(session, Rating, {"interest_id": interest.id, **place, **said})
    rating = session.get_one(Rating, interest.id, populate_existing=True)
    for name, value in said.items():
        setattr(rating, name, value)
    session.flush()
    fact = EngagementRated(subject_id=interest.challenge_id, **belonging(interest.challenge))
    record(session, fact, by=None, at=at)


def require_may_ask(challenge: Challenge, asked: FollowUp | None) -> None:
    """Raises TooEarly, AskedAlready."""
    require_outcome(challenge)
    if asked is not None:
        raise AskedAlready("You asked your question already. Write to the council's mailbox.")


def require_outcome(challenge: Challenge) -> None:
    """Raises TooEarly."""
    if challenge.stage is not Stage.CONCLUDED:
        raise TooEarly("The outcome is not published yet.")
