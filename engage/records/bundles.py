"""What a council can give to a request under the Freedom of Information Act 2000, and what not.

Made of what is public already, and of responses as suppliers let them be read: whatever is withheld
stands in the schedule with its ground. People decide; the bundle is what they begin with.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, StatementVersion, Why
from engage.disclosures.models import Disclosure
from engage.findings.models import Ground, PublicCopy, Redaction, SentAnswer
from engage.findings.sentences import Span, without
from engage.kernel.clock import spoken
from engage.kernel.events import RecordedEvent
from engage.questions.models import Question, State
from engage.records.archives import Told, as_archive, in_words
from engage.records.queries import Trail
from engage.records.sentences import say
from engage.responses.models import Prompt, Protection

AT_ONCE = 500
FEW = {"yield_per": AT_ONCE}  # rows are written as they come, however many there are
INTRODUCTION = (
    "Times are in UTC. Names of people are left out (s.40). Of responses, what suppliers let be "
    "published is here, less what an officer withheld. What they told the council in confidence is "
    "withheld whole (s.41): ask the supplier, and weigh the public interest, before you change "
    "that. The schedule at the end lists everything that is withheld, with its ground. Read all of "
    "it before you give it away."
)
Rows = Iterator[tuple[str, Mapping[str, str]]]


def bundle_of(
    session: Session, challenge: Challenge, trail: Trail, *, at: datetime
) -> tuple[IO[bytes], int]:
    """A ZIP, and how many rows are in it. Only for a challenge whose responses are unsealed."""
    told = Told(
        title=f"{challenge.reference}: for a request under the Freedom of Information Act",
        introduction=f"{challenge.title}. Made at {spoken(at)}. {INTRODUCTION}",
        about={**trail.about, "made_at": at.isoformat(timespec="seconds")},
    )
    return as_archive(told, lambda: _rows(session, challenge, trail))


def count_withheld(session: Session, challenge: Challenge) -> int:
    """How many answers are withheld, whole or in part."""
    part = select(Redaction.id).where(Redaction.answer_id == SentAnswer.id).exists()
    wanted = select(func.count()).where(
        SentAnswer.challenge_id == challenge.id, part | (SentAnswer.protection != Protection.OPEN)
    )
    return session.scalar(wanted) or 0


def _rows(session: Session, challenge: Challenge, trail: Trail) -> Rows:
    yield from _statement(session, challenge)
    yield from _questions(session, challenge)
    yield from _disclosures(session, challenge)
    yield from _answers(session, challenge)
    yield from _trail(session, trail)
    yield from _schedule(session, challenge)


def _statement(session: Session, challenge: Challenge) -> Rows:
    wanted = select(StatementVersion).where(
        StatementVersion.challenge_id == challenge.id, StatementVersion.why != Why.ASKED
    )
    for version in session.scalars(wanted.order_by(StatementVersion.number), execution_options=FEW):
        said = {name: in_words(value) for name, value in version.content.items() if value}
        told = {"version": str(version.number), "made_at": _iso(version.made_at)}
        yield "Statement, as it was published", {**told, **said}


def _questions(session: Session, challenge: Challenge) -> Rows:
    wanted = (
        select(Question.number, Question.public_text, Question.answer, Question.answered_at)
        .where(Question.challenge_id == challenge.id, Question.state == State.ANSWERED)
        .where(Question.number.is_not(None))
        .order_by(Question.number)
    )
    for row in session.execute(wanted, execution_options=FEW):
        day = row.answered_at.date().isoformat() if row.answered_at else ""
        told = {"number": str(row.number), "question": row.public_text, "answer": row.answer}
        yield "Questions and answers", {**told, "published": day}


def _disclosures(session: Session, challenge: Challenge) -> Rows:
    wanted = (
        select(Disclosure.title, Disclosure.public_title)
        .add_columns(Disclosure.public_text, Disclosure.published_at)
        .where(Disclosure.challenge_id == challenge.id, Disclosure.published_at.is_not(None))
        .order_by(Disclosure.published_at, Disclosure.id)
    )
    for title, public_title, text, published in session.execute(wanted, execution_options=FEW):
        told = {"what": public_title or title, "text": text, "published": _iso(published)}
        yield "Published to everybody", {name: value for name, value in told.items() if value}


def _answers(session: Session, challenge: Challenge) -> Rows:
    wanted = (
        select(SentAnswer.id, SentAnswer.text, SentAnswer.submission_id)
        .add_columns(Prompt.text.label("question"), PublicCopy.number)
        .join(Prompt, Prompt.id == SentAnswer.prompt_id)
        .outerjoin(PublicCopy, PublicCopy.submission_id == SentAnswer.submission_id)
        .where(SentAnswer.challenge_id == challenge.id, SentAnswer.deleted_at.is_(None))
        .where(SentAnswer.protection == Protection.OPEN)
        .order_by(SentAnswer.submission_id, Prompt.position, Prompt.id)
    )
    for rows in session.execute(wanted, execution_options=FEW).partitions(AT_ONCE):
        spans = _spans(session, [row.id for row in rows])
        for row in rows:
            told = {"public copy": str(row.number)} if row.number else {}
            said = {"question": row.question, "answer": without(row.text, spans.get(row.id, []))}
            yield "Responses, as suppliers let them be read", {**told, **said}


def _spans(session: Session, answers: list[UUID]) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = {}
    for each in session.scalars(select(Redaction).where(Redaction.answer_id.in_(answers))):
        found.setdefault(each.answer_id, []).append(Span(each.begins, each.ends, each.ground.value))
    return found


def _trail(session: Session, trail: Trail) -> Rows:
    wanted = (
        select(RecordedEvent.occurred_at, RecordedEvent.name, RecordedEvent.payload)
        .where(trail.here)
        .order_by(RecordedEvent.occurred_at, RecordedEvent.id)
    )
    for at, name, payload in session.execute(wanted, execution_options=FEW):
        yield "What happened", {"at": _iso(at), "what": say(name, payload)}


def _schedule(session: Session, challenge: Challenge) -> Rows:
    """What is withheld, and on which ground; never a word of it."""
    title = "Schedule of what is withheld"
    here = SentAnswer.challenge_id == challenge.id
    grounds = (
        select(Redaction.ground, Redaction.made_at, Prompt.text)
        .join(SentAnswer, SentAnswer.id == Redaction.answer_id)
        .join(Prompt, Prompt.id == SentAnswer.prompt_id)
        .where(here, SentAnswer.protection == Protection.OPEN)
        .order_by(Prompt.position, Redaction.made_at, Redaction.id)
    )
    for ground, made_at, question in session.execute(grounds, execution_options=FEW):
        told = {"of": "a part of an answer", "question": question}
        yield title, {**told, "ground": ground.value, "decided": _iso(made_at)}
    whole = (
        select(Prompt.text, func.count())
        .join(SentAnswer, SentAnswer.prompt_id == Prompt.id)
        .where(here, SentAnswer.protection != Protection.OPEN)
        .group_by(Prompt.id, Prompt.text, Prompt.position)
        .order_by(Prompt.position)
    )
    for question, number in session.execute(whole, execution_options=FEW):
        told = {"of": "whole answers", "how many": str(number), "question": question}
        yield title, {**told, "ground": Ground.CONFIDENCE.value}


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(" ", "minutes").removesuffix("+00:00")
