"""Put answers on the shelves of the reading room once nobody is forbidden to read them.

The worker asks ``responses.policy.is_unsealed`` for each challenge: before that no text is here,
so nothing can find one. What is taken back, or replaced while responses may be read as they
come, goes from the shelves with whatever was noted on it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, insert, or_, select
from sqlalchemy.orm import Session, lazyload

from engage.challenges.lifecycle import PUBLIC, Stage
from engage.challenges.models import Challenge
from engage.findings.models import SentAnswer, Shelf
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.ids import uuid7
from engage.kernel.text import word_count
from engage.kernel.upsert import insert_if_absent
from engage.responses import queries as responses
from engage.responses.models import Prompt, Protection, Response, Submission
from engage.responses.policy import is_unsealed

BATCH = 50  # submissions in one transaction: long answers take SQLite 40 ms each to index


def file_due(sessions: Sessions) -> int:
    """File what may be read and is not filed yet; how many responses were."""
    with sessions.read() as session:
        at = now(session)
        waiting = [each for each in _unfiled(session, at) if is_unsealed(each, at)]
    return sum(_file_all(sessions, challenge) for challenge in waiting)


def _unfiled(session: Session, at: datetime) -> Sequence[Challenge]:
    """Challenges whose shelves may not be complete; a few, however many there have been."""
    complete = exists().where(
        Shelf.challenge_id == Challenge.id, Shelf.filed_at >= Challenge.engagement_ends
    )
    wanted = select(Challenge).where(
        Challenge.stage.in_(PUBLIC),
        or_(Challenge.stage != Stage.WITHDRAWN, Challenge.closed_at.is_not(None)),
        Challenge.retrospective.is_(False),
        ~complete,
        or_(
            Challenge.engagement_ends <= at, exists().where(Submission.challenge_id == Challenge.id)
        ),
    )
    return session.scalars(wanted.order_by(Challenge.id)).unique().all()


def _file_all(sessions: Sessions, challenge: Challenge) -> int:
    with sessions.write() as session:
        _take_down(session, challenge)
    total, found = 0, BATCH
    while found >= BATCH:
        with sessions.write() as session:
            found = file_some(session, challenge, at=now(session))
        total += found
    return total


def file_some(session: Session, challenge: Challenge, *, at: datetime) -> int:
    """File a batch; when nothing is left and nothing can come any more, say that it is complete."""
    if not is_unsealed(challenge, at):
        return 0
    rows = _next(session, challenge)
    asked = {str(each.id): each for each in responses.prompts(session, challenge.id)}
    if answers := [answer for row in rows for answer in _answers(row, asked)]:
        session.execute(insert(SentAnswer), answers)
    if len(rows) < BATCH and challenge.ended(at):
        _complete(session, challenge, at)
    return len(rows)


def _take_down(session: Session, challenge: Challenge) -> None:
    wanted = (
        select(Submission.id)
        .where(Submission.challenge_id == challenge.id, Submission.replaced_at.is_not(None))
        .where(exists().where(SentAnswer.submission_id == Submission.id))
    )
    if gone := session.scalars(wanted).all():
        session.execute(
            delete(SentAnswer)
            .where(SentAnswer.submission_id.in_(gone))
            .execution_options(synchronize_session=False)
        )


def _next(session: Session, challenge: Challenge) -> Sequence[Row[Submission, UUID]]:
    filed = exists().where(SentAnswer.submission_id == Submission.id)
    wanted = (
        select(Submission, Response.interest_id)
        .options(lazyload(Submission.response))
        .join(Response, Response.id == Submission.response_id)
        .where(Submission.challenge_id == challenge.id, Submission.replaced_at.is_(None), ~filed)
        .order_by(Submission.id)
    )
    return session.execute(wanted.limit(BATCH)).all()


def _answers(row: Row[Submission, UUID], asked: Mapping[str, Prompt]) -> list[dict[str, Any]]:
    sent, interest_id = row
    place = {"challenge_id": sent.challenge_id, "submission_id": sent.id}
    said = {key: asked[key].shown(text) for key, text in sent.answers.items()}
    return [
        {
            **place,
            "id": uuid7(),
            "prompt_id": asked[key].id,
            "interest_id": interest_id,
            "text": text,
            "words": word_count(text),
            "protection": sent.protections.get(key, Protection.COUNCIL),
        }
        for key, text in said.items()
    ]


def _complete(session: Session, challenge: Challenge, at: datetime) -> None:
    row = {"challenge_id": challenge.id, "filed_at": at}
    insert_if_absent(session, Shelf, row)
    session.get_one(Shelf, challenge.id).filed_at = at
