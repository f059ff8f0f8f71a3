"""Public copies: made anew from the answers that suppliers let be published, less what is withheld.

A copy holds its own text. Nothing of what is withheld is in it, so nothing can be uncovered.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.findings.events import CopiesPublished, CopiesTakenDown
from engage.findings.models import PublicCopy, Redaction, SentAnswer
from engage.findings.sentences import Span, without
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.ids import uuid7
from engage.responses import queries as responses
from engage.responses.models import Prompt, Protection
from engage.responses.policy import is_final

BATCH = 200


class NothingToPublish(Refusal):
    """No supplier agreed to it, or nothing is public."""


def may_be_public(challenge: Challenge) -> Select[UUID]:
    """The submissions of which some answer may be published, in the order they came."""
    return (
        select(SentAnswer.submission_id)
        .where(
            SentAnswer.challenge_id == challenge.id,
            SentAnswer.protection == Protection.OPEN,
            SentAnswer.deleted_at.is_(None),
        )
        .group_by(SentAnswer.submission_id)
        .order_by(SentAnswer.submission_id)
    )


def publish(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> int:
    """Publish a copy of every response that may be, and make those that are public anew."""
    locked(session, challenge)
    every = session.scalars(may_be_public(challenge)).all()
    if not every or not is_final(challenge, at):
        raise NothingToPublish("No supplier let the council publish an answer.")
    known = _public(session, challenge)
    fresh = [each for each in every if each not in known]
    _make(session, challenge, fresh, at)
    renew(session, challenge, list(known), at=at)
    fact = CopiesPublished(subject_id=challenge.id, number=len(every), **belonging(challenge))
    record(session, fact, by=by, at=at)
    return len(every)


def take_down(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> int:
    """Nobody outside reads them any more."""
    locked(session, challenge)
    number = len(_public(session, challenge))
    if not number:
        raise NothingToPublish("No copy is public.")
    session.execute(delete(PublicCopy).where(PublicCopy.challenge_id == challenge.id))
    fact = CopiesTakenDown(subject_id=challenge.id, number=number, **belonging(challenge))
    record(session, fact, by=by, at=at)
    return number


def renew(
    session: Session, challenge: Challenge, submissions: Sequence[UUID], *, at: datetime
) -> None:
    """Make the public copies of these responses anew; those that are not public stay so."""
    wanted = select(PublicCopy).where(PublicCopy.submission_id.in_(submissions))
    public = {each.submission_id: each for each in session.scalars(wanted)}
    for submission_id, answers in _copies(session, challenge, list(public)):
        copy = public.pop(submission_id)
        if copy.answers != answers:
            copy.answers, copy.made_at = answers, at
    for nothing_left in public.values():
        session.delete(nothing_left)
    session.flush()


def _make(
    session: Session, challenge: Challenge, submissions: Sequence[UUID], at: datetime
) -> None:
    highest = select(func.max(PublicCopy.number)).where(PublicCopy.challenge_id == challenge.id)
    number = session.scalar(highest) or 0
    rows: list[dict[str, Any]] = []
    for submission_id, answers in _copies(session, challenge, submissions):
        number += 1
        about = {"id": uuid7(), "challenge_id": challenge.id, "submission_id": submission_id}
        rows.append({**about, "number": number, "answers": answers, "made_at": at})
    if rows:
        session.execute(insert(PublicCopy), rows)


def _public(session: Session, challenge: Challenge) -> dict[UUID, int]:
    wanted = select(PublicCopy.submission_id, PublicCopy.number).where(
        PublicCopy.challenge_id == challenge.id
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def _copies(
    session: Session, challenge: Challenge, submissions: Sequence[UUID]
) -> Iterator[tuple[UUID, list[dict[str, Any]]]]:
    """Each response with what of it may be public, a few hundred at a time."""
    prompts = responses.prompts(session, challenge.id)
    for begin in range(0, len(submissions), BATCH):
        some = submissions[begin : begin + BATCH]
        answers = session.scalars(_open(some)).all()
        spans = _withheld(session, [each.id for each in answers])
        said: dict[UUID, dict[UUID, SentAnswer]] = defaultdict(dict)
        for each in answers:
            said[each.submission_id][each.prompt_id] = each
        for submission_id in some:
            if submission_id in said:
                yield submission_id, _copy(prompts, said[submission_id], spans)


def _open(submissions: Sequence[UUID]) -> Select[SentAnswer]:
    return select(SentAnswer).where(
        SentAnswer.submission_id.in_(submissions),
        SentAnswer.protection == Protection.OPEN,
        SentAnswer.deleted_at.is_(None),
    )


def _withheld(session: Session, answers: Sequence[UUID]) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    wanted = select(Redaction).where(Redaction.answer_id.in_(answers))
    for each in session.scalars(wanted):
        found[each.answer_id].append(Span(each.begins, each.ends, each.ground.value))
    return found


def _copy(
    prompts: Sequence[Prompt],
    said: Mapping[UUID, SentAnswer],
    spans: Mapping[UUID, Sequence[Span]],
) -> list[dict[str, Any]]:
    """Every question; an answer that nobody may publish is empty."""
    shown = []
    for prompt in prompts:
        answer = said.get(prompt.id)
        text = without(answer.text, spans.get(answer.id, ())) if answer else ""
        shown.append({"question": prompt.text, "answer": text})
    return shown
