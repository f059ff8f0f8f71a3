"""Requirements and criteria, what prompted them, and whose words they come close to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.findings.echoes import Own
from engage.findings.events import (
    RequirementChanged,
    RequirementRemoved,
    RequirementsAdded,
    RequirementsExported,
)
from engage.findings.models import (
    Echo,
    Requirement,
    RequirementKind,
    SentAnswer,
    Source,
    Theme,
)
from engage.findings.queries.requirements import MOST_REQUIREMENTS, numbers_of
from engage.kernel.errors import Refusal
from engage.kernel.events import about, belonging, record
from engage.kernel.ids import uuid7
from engage.kernel.search import alike, telling_words
from engage.responses.models import Prompt, Protection, Submission

MOST_LOOKED_AT = 300  # answers that share most words with a requirement
TELLING = 40
STATEMENT = ("title", "need", "who", "evidence", "today", "outcomes", "success", "limits")


class NotLinked(Refusal):
    """A receipt that is none of this challenge."""


class TooMany(Refusal):
    """A challenge has only so many requirements."""


def add(
    session: Session,
    challenge: Challenge,
    texts: Sequence[str],
    kind: RequirementKind,
    *,
    by: UUID,
    at: datetime,
) -> list[Requirement]:
    """Add requirements, one for each text. Raises TooMany."""
    locked(session, challenge)
    here = select(func.count()).where(Requirement.challenge_id == challenge.id)
    if (session.scalar(here) or 0) + len(texts) > MOST_REQUIREMENTS:
        raise TooMany(f"A challenge has room for {MOST_REQUIREMENTS} requirements.")
    place = belonging(challenge)
    added = [Requirement(**place, kind=kind, text=text, made_at=at) for text in texts]
    session.add_all(added)
    session.flush()
    own = _own(session, challenge)
    for requirement in added:
        _listen(session, requirement, own)
    fact = RequirementsAdded(subject_id=challenge.id, number=len(added), **place)
    record(session, fact, by=by, at=at)
    return added


def change(
    session: Session,
    requirement: Requirement,
    *,
    text: str,
    kind: RequirementKind,
    themes: Sequence[UUID],
    receipts: Sequence[str],
    by: UUID,
    at: datetime,
) -> None:
    """Word it anew, and say what prompted it. Raises NotLinked."""
    challenge = locked(session, requirement.challenge)
    requirement.text, requirement.kind = text, kind
    answers = _answers(session, challenge, receipts)
    chosen = _themes(session, challenge, themes)
    session.execute(delete(Source).where(Source.requirement_id == requirement.id))
    linked = [{"theme_id": each, "answer_id": None} for each in chosen]
    linked += [{"theme_id": None, "answer_id": each} for each in answers]
    rows = [{"id": uuid7(), "requirement_id": requirement.id, **each} for each in linked]
    if rows:
        session.execute(insert(Source), rows)
    echoes = _listen(session, requirement, _own(session, challenge))
    told: Any = {"themes": len(chosen), "answers": len(rows) - len(chosen), "echoes": echoes}
    told |= about(requirement)
    record(session, RequirementChanged(**told), by=by, at=at)


def remove(session: Session, requirement: Requirement, *, by: UUID, at: datetime) -> None:
    locked(session, requirement.challenge)
    fact = RequirementRemoved(**about(requirement))
    session.delete(requirement)
    record(session, fact, by=by, at=at)


def note_export(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    fact = RequirementsExported(subject_id=challenge.id, **belonging(challenge))
    record(session, fact, by=by, at=at)


def _answers(session: Session, challenge: Challenge, typed: Sequence[str]) -> list[UUID]:
    """The answers that are cited: ``MBC-2026-014-R7K3Q/2``, the receipt and the question."""
    cited = [each.strip() for each in typed]
    wanted = (
        select(Submission.receipt, SentAnswer.prompt_id, SentAnswer.id)
        .join(Submission, Submission.id == SentAnswer.submission_id)
        .where(
            SentAnswer.challenge_id == challenge.id,
            Submission.receipt.in_({each.rpartition("/")[0] for each in cited}),
        )
    )
    numbers = numbers_of(session, challenge.id)
    rows = session.execute(wanted).all() if cited else ()
    known = {f"{row[0]}/{numbers.get(row[1], 0)}": row[2] for row in rows}
    for each in cited:
        if each not in known:
            raise NotLinked(
                f"There is no answer {each[:60]}. Write the receipt, a slash and the number of "
                "the question, as a theme cites it."
            )
    return list(dict.fromkeys(known[each] for each in cited))


def _themes(session: Session, challenge: Challenge, themes: Sequence[UUID]) -> list[UUID]:
    """Those of this challenge. What something is linked to stays when themes are found again."""
    here = Theme.challenge_id == challenge.id, Theme.id.in_(themes)
    session.execute(
        update(Theme).where(*here).values(kept=True).execution_options(synchronize_session=False)
    )
    return list(session.scalars(select(Theme.id).where(*here).order_by(Theme.id)))


def _listen(session: Session, requirement: Requirement, own: Own) -> int:
    """Look for protected answers whose words this comes close to; how many there are."""
    session.execute(delete(Echo).where(Echo.requirement_id == requirement.id))
    near = alike(
        session, "sent_answer", telling_words(requirement.text, TELLING), most=MOST_LOOKED_AT
    )
    wanted = (
        select(SentAnswer.id, SentAnswer.text)
        .join(near, near.c.id == SentAnswer.id)
        .where(
            SentAnswer.challenge_id == requirement.challenge_id,
            SentAnswer.protection != Protection.OPEN,
        )
    )
    rows = []
    for answer_id, text in session.execute(wanted):
        found = own.likeness(requirement.text, text)
        if found.is_close:
            rows.append({"requirement_id": requirement.id, "answer_id": answer_id})
            rows[-1] |= found._asdict()
    if rows:
        session.execute(insert(Echo), rows)
    return len(rows)


def _own(session: Session, challenge: Challenge) -> Own:
    asked = session.scalars(select(Prompt.text).where(Prompt.challenge_id == challenge.id)).all()
    return Own([*(getattr(challenge, name) for name in STATEMENT), *asked])
