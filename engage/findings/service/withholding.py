"""Words that stay out of public copies, and why. The answer itself is never changed by it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.findings.events import WordsRestored, WordsWithheld
from engage.findings.models import Ground, Redaction, SentAnswer
from engage.findings.service.publishing import renew
from engage.findings.service.remarking import TooMany, place_in
from engage.kernel.events import belonging, record

MOST = 200  # parts of one answer


def withhold(
    session: Session,
    challenge: Challenge,
    answer: SentAnswer,
    *,
    place: str,
    passage: str,
    ground: Ground,
    by: UUID,
    at: datetime,
) -> Redaction:
    """Leave a sentence, a typed passage or the whole answer out of its public copy.

    A copy that is public already is made anew at once. Raises NotThere, Deleted, TooMany.
    """
    locked(session, challenge)
    begins, ends = place_in(answer, place, passage)
    if begins == ends:
        ends = len(answer.text)
    number = session.scalar(select(func.count()).where(Redaction.answer_id == answer.id)) or 0
    if number >= MOST:
        raise TooMany(f"{MOST} parts of this answer are withheld. Withhold all of it.")
    where = {"answer_id": answer.id, "begins": begins, "ends": ends}
    made = Redaction(**where, ground=ground, made_by=by, made_at=at)
    session.add(made)
    session.flush()
    renew(session, challenge, [answer.submission_id], at=at)
    fact = WordsWithheld(subject_id=answer.id, ground=ground.value, **belonging(challenge))
    record(session, fact, by=by, at=at)
    return made


def restore(
    session: Session, challenge: Challenge, made: Redaction, *, by: UUID, at: datetime
) -> None:
    """The words may be public again, where the supplier agreed."""
    locked(session, challenge)
    submission_id = session.get_one(SentAnswer, made.answer_id).submission_id
    fact = WordsRestored(
        subject_id=made.answer_id, ground=made.ground.value, **belonging(challenge)
    )
    session.delete(made)
    session.flush()
    renew(session, challenge, [submission_id], at=at)
    record(session, fact, by=by, at=at)
