"""Highlights and notes on an answer, and that somebody has seen one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.findings.events import AnswersRead, RemarkShared
from engage.findings.models import Colour, Remark, SeenAnswer, SentAnswer
from engage.findings.sentences import place_of, sentences
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.upsert import insert_if_absent

MOST_OWN = 50  # remarks of one person on one answer
WHOLE = "whole"


@dataclass(frozen=True)
class Mark:
    """What somebody wants to mark: ``place`` is the number of a sentence, or ``whole``."""

    place: str
    passage: str  # words typed from the answer: they count before ``place``
    colour: Colour
    note: str
    shared: bool


class NothingChosen(Refusal):
    """Neither a place nor a note."""


class NotThere(Refusal):
    """The passage that was typed is not in the answer."""


class Deleted(Refusal):
    """The words of this answer are gone."""


class TooMany(Refusal):
    """One person marks one answer only so often."""


def note_seen(
    session: Session,
    challenge: Challenge,
    prompt_id: UUID,
    answer_ids: Sequence[UUID],
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Somebody has these answers on a page that they had not seen: one line of the trail."""
    there = select(SentAnswer.id).where(SentAnswer.id.in_(answer_ids))
    rows = [
        {"answer_id": key, "person_id": by, "seen_at": at} for key in session.scalars(there).all()
    ]
    insert_if_absent(session, SeenAnswer, rows)
    fact = AnswersRead(subject_id=prompt_id, number=len(rows), **belonging(challenge))
    record(session, fact, by=by, at=at)


def remark(
    session: Session,
    challenge: Challenge,
    answer: SentAnswer,
    mark: Mark,
    *,
    by: UUID,
    at: datetime,
) -> Remark:
    """Highlight words, note something on them, or both.

    Raises NothingChosen, NotThere, Deleted, TooMany.
    """
    begins, ends = place_in(answer, mark.place, mark.passage)
    if not mark.note and (mark.colour is Colour.NONE or begins == ends):
        raise NothingChosen("Choose a sentence to highlight, or write a note.")
    mine = (Remark.answer_id == answer.id, Remark.person_id == by)
    if (session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_OWN:
        raise TooMany(f"You have {MOST_OWN} marks on this answer. Take one away first.")
    colour = mark.colour if begins < ends else Colour.NONE
    where = {"answer_id": answer.id, "begins": begins, "ends": ends}
    said = {"note": mark.note, "shared": mark.shared}
    made = Remark(**where, **said, colour=colour, person_id=by, made_at=at)
    session.add(made)
    session.flush()
    if mark.shared:
        fact = RemarkShared(subject_id=answer.id, **belonging(challenge))
        record(session, fact, by=by, at=at)
    return made


def take_away(session: Session, remark: Remark) -> None:
    """One's own note or highlight; no trail of it is needed."""
    session.delete(remark)


def place_in(answer: SentAnswer, place: str, passage: str) -> tuple[int, int]:
    """Where in an answer somebody means. (0, 0): the whole. Raises NotThere, Deleted."""
    if answer.deleted_at is not None:
        raise Deleted("The words of this answer were deleted after the evaluation.")
    if passage:
        found = place_of(answer.text, passage)
        if found is None:
            raise NotThere("These words are not in the answer. Copy them from it exactly.")
        return found
    if place == WHOLE:
        return 0, 0
    known = sentences(answer.text)
    if not place.isdecimal() or int(place) >= len(known):
        raise NotThere("The answer has no such sentence.")
    return known[int(place)]
