"""Answers that suppliers gave for the evaluation only: deleted by a button, or by the clock."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, func, select, update
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import OVER
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.findings.events import AnswersDeleted
from engage.findings.models import Echo, Redaction, Remark, SentAnswer, Theme, ThemeAnswer
from engage.findings.service.publishing import renew
from engage.findings.service.theming.keeping import tell_again
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.retention import Kept
from engage.responses import service as responses
from engage.responses.models import Protection, Submission

BATCH = 200
AFTER_EVALUATION = Kept(
    what="Answers that a supplier wanted deleted after the evaluation",
    days=30,
    after="the outcome was published, or sooner when an officer deletes them",
    since=date(2026, 11, 23),
)
RETENTION = (AFTER_EVALUATION,)


class NothingToDelete(Refusal):
    """No answer is for the evaluation only, or it is not over."""


def waiting(challenge_id: UUID) -> ColumnElement[bool]:
    """The answers of a challenge that are to be deleted after its evaluation."""
    return (
        (SentAnswer.challenge_id == challenge_id)
        & (SentAnswer.protection == Protection.DELETE)
        & SentAnswer.deleted_at.is_(None)
    )


def delete_answers(session: Session, challenge: Challenge, *, by: UUID | None, at: datetime) -> int:
    """Delete their words wherever they are. Raises NothingToDelete."""
    locked(session, challenge)
    if challenge.stage not in OVER:
        raise NothingToDelete("Publish the outcome first: until then the evaluation is not over.")
    total = 0
    while rows := _some(session, challenge.id):
        _forget(session, challenge, rows, at)
        total += len(rows)
    if not total:
        raise NothingToDelete("No answer is waiting to be deleted.")
    fact = AnswersDeleted(subject_id=challenge.id, number=total, **belonging(challenge))
    record(session, fact, by=by, at=at)
    return total


def forget_due(sessions: Sessions) -> int:
    """Delete those whose evaluation was over long enough ago, each challenge by itself."""
    with sessions.read() as session:
        due = (
            select(SentAnswer.challenge_id)
            .join(Challenge, Challenge.id == SentAnswer.challenge_id)
            .where(
                SentAnswer.protection == Protection.DELETE,
                SentAnswer.deleted_at.is_(None),
                Challenge.stage.in_(OVER),
                func.coalesce(Challenge.concluded_at, Challenge.withdrawn_at)
                < AFTER_EVALUATION.until(now(session)),
            )
        )
        challenges = session.scalars(due.distinct()).all()
    total = 0
    for challenge_id in challenges:
        with sessions.write() as session:
            challenge = session.get_one(Challenge, challenge_id)
            total += delete_answers(session, challenge, by=None, at=now(session))
    return total


def _some(session: Session, challenge_id: UUID) -> Sequence[Row[UUID, UUID, UUID, UUID]]:
    wanted = (
        select(
            SentAnswer.id, SentAnswer.submission_id, SentAnswer.prompt_id, Submission.response_id
        )
        .join(Submission, Submission.id == SentAnswer.submission_id)
        .where(waiting(challenge_id))
        .order_by(SentAnswer.id)
        .limit(BATCH)
    )
    return session.execute(wanted).all()


def _forget(
    session: Session,
    challenge: Challenge,
    rows: Sequence[Row[UUID, UUID, UUID, UUID]],
    at: datetime,
) -> None:
    """The words, what points into them, and what cites them; notes of readers stay."""
    gone: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        gone[row.response_id].append(row.prompt_id)
    responses.forget_answers(session, gone, at=at)
    ids = [row.id for row in rows]
    here = select(ThemeAnswer.theme_id).where(ThemeAnswer.answer_id.in_(ids))
    themes = session.scalars(here.distinct().order_by(ThemeAnswer.theme_id)).all()
    for table in (Redaction, Echo, ThemeAnswer):
        session.execute(
            delete(table)
            .where(table.answer_id.in_(ids))
            .execution_options(synchronize_session=False)
        )
    emptied = {"text": "", "words": 0, "deleted_at": at}
    session.execute(update(SentAnswer).where(SentAnswer.id.in_(ids)).values(**emptied))
    session.execute(update(Remark).where(Remark.answer_id.in_(ids)).values(begins=0, ends=0))
    for theme_id in themes:
        tell_again(session, session.get_one(Theme, theme_id))
    renew(session, challenge, [row.submission_id for row in rows], at=at)
