"""Write what suppliers will read, and approve it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.errors import Refusal
from engage.kernel.events import about, belonging, record
from engage.kernel.text import clean_block
from engage.kernel.upsert import insert_if_absent
from engage.kernel.versions import require_seen
from engage.outcomes.events import (
    FeedbackApproved,
    FeedbackApprovedTogether,
    FeedbackWritten,
    SummarySaved,
)
from engage.outcomes.models import Feedback, Summary
from engage.outcomes.policy import SHORTEST, is_complete
from engage.outcomes.queries import participant, too_short
from engage.outcomes.service.stages import hold


class TooShort(Refusal):
    """Somebody who responded deserves more than that."""


def write(
    session: Session,
    feedback: Feedback,
    *,
    text: str,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Change the words; an approval was of the old ones and is taken back. False: no change."""
    _hold(session, feedback, at)
    wanted = clean_block(text)
    if wanted == feedback.text:
        return False
    require_seen(seen, {"text": feedback.text}, version=feedback.version)
    was_approved = feedback.approved_at is not None
    feedback.text, feedback.approved_by, feedback.approved_at = wanted, None, None
    session.flush()
    record(session, FeedbackWritten(was_approved=was_approved, **about(feedback)), by=by, at=at)
    return True


def approve(session: Session, feedback: Feedback, *, by: UUID, at: datetime) -> None:
    """Agree to the words. A second time changes nothing."""
    _hold(session, feedback, at)
    if not is_complete(feedback.result, feedback.text):
        raise TooShort(f"Write at least {SHORTEST} characters for a supplier who responded.")
    if feedback.approved_at is not None:
        return
    feedback.approved_by, feedback.approved_at = by, at
    session.flush()
    record(session, FeedbackApproved(**about(feedback)), by=by, at=at)


def approve_all(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> int:
    """Approve everything that is long enough and waits; how many."""
    hold(session, challenge, at)
    ours = select(Interest.id).where(participant(challenge.id))
    change = (
        update(Feedback)
        .where(
            Feedback.challenge_id == challenge.id,
            Feedback.interest_id.in_(ours),
            Feedback.approved_at.is_(None),
            ~too_short(),
        )
        .values(approved_by=by, approved_at=at, version=Feedback.version + 1)
        .execution_options(synchronize_session=False)
    )
    number = int(cast(CursorResult[Any], session.execute(change)).rowcount)
    if number:
        fact = FeedbackApprovedTogether(
            subject_id=challenge.id,
            **belonging(challenge),
            number=number,
        )
        record(session, fact, by=by, at=at)
    return number


def save_summary(
    session: Session,
    challenge: Challenge,
    *,
    heard: str,
    changed: str,
    unchanged: str,
    next_steps: str,
    themes_shown: bool = False,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> tuple[str, ...]:
    """Keep what we heard; nobody outside sees it before release. The names of what changed."""
    hold(session, challenge, at)
    words = {"heard": heard, "changed": changed, "unchanged": unchanged, "next_steps": next_steps}
    summary = _summary(session, challenge, at)
    different = (*_put(summary, words, seen), *_show_themes(summary, themes_shown))
    if not different:
        return ()
    summary.saved_at = at
    session.flush()
    fact = SummarySaved(subject_id=challenge.id, **belonging(challenge), fields=different)
    record(session, fact, by=by, at=at)
    return different


def _show_themes(summary: Summary, shown: bool) -> tuple[str, ...]:
    if summary.themes_shown == shown:
        return ()
    summary.themes_shown = shown
    return ("themes_shown",)


def _put(summary: Summary, words: Mapping[str, str], seen: str | None) -> tuple[str, ...]:
    wanted = {name: clean_block(text) for name, text in words.items()}
    saved = {name: getattr(summary, name) for name in wanted}
    different = tuple(name for name, text in wanted.items() if saved[name] != text)
    if different:
        require_seen(seen, saved, version=summary.version)
    for name in different:
        setattr(summary, name, wanted[name])
    return different


def _summary(session: Session, challenge: Challenge, at: datetime) -> Summary:
    """The row as it is now; its version is 1 as long as nobody has written anything."""
    empty = {"heard": "", "changed": "", "unchanged": "", "next_steps": "", "themes_shown": False}
    row = {"challenge_id": challenge.id, "saved_at": at, "version": 1, **empty}
    insert_if_absent(session, Summary, row)
    return session.get_one(Summary, challenge.id, populate_existing=True)


def _hold(session: Session, feedback: Feedback, at: datetime) -> None:
    hold(session, feedback.challenge, at)
    session.refresh(feedback, ["text", "result", "approved_at", "approved_by", "version"])
