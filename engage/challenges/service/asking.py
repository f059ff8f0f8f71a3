"""Keep until when suppliers may ask, and by when the council answers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.events import QuestionDatesSet
from engage.challenges.lifecycle import UNPUBLISHED
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.challenges.timetable import asking_dates, end_of, last_day_of, nation_of
from engage.kernel.clock import spoken_date
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.versions import require_seen


class BadDates(Refusal):
    """Suppliers could not ask, or could not use the answer; or they were told a later day."""


def usual_dates(challenge: Challenge, at: datetime) -> tuple[datetime, date] | None:
    """What the timetable proposes; None as long as the engagement has no end."""
    ends = challenge.engagement_ends
    if ends is None or challenge.retrospective:
        return None
    nation = nation_of(challenge.region or challenge.authority.region)
    return asking_dates(nation, challenge.published_at or at, ends)


def fill_dates(challenge: Challenge, at: datetime) -> None:
    """At publication: what nobody has set, and nothing after the end."""
    usual, ends = usual_dates(challenge, at), challenge.engagement_ends
    if usual and ends:
        challenge.questions_end = min(challenge.questions_end or usual[0], ends)
        challenge.answers_by = min(challenge.answers_by or usual[1], last_day_of(ends))


def move_dates(challenge: Challenge, at: datetime) -> None:
    """When the end moves later, the time to ask does as well; never earlier than was told."""
    usual, told, day = usual_dates(challenge, at), challenge.questions_end, challenge.answers_by
    if usual and told and day:
        challenge.questions_end = max(told, usual[0])
        challenge.answers_by = max(day, usual[1])


def set_question_dates(
    session: Session,
    challenge: Challenge,
    *,
    last_day: date,
    answers_by: date,
    seen: str | None = None,
    by: UUID,
    at: datetime,
) -> None:
    """Suppliers may ask until the end of ``last_day``; after publication it only moves later.

    The same again changes nothing. Raises BadDates and ChangedMeanwhile.
    """
    locked(session, challenge)
    saved = question_dates(challenge)
    if saved == {"last_day": last_day, "answers_by": answers_by}:
        return
    require_seen(seen, saved)
    asking = _require_possible(challenge, last_day, answers_by, at)
    challenge.questions_end, challenge.answers_by = asking, answers_by
    challenge.updated_at = at
    session.flush()
    record(session, _set(challenge, last_day, answers_by), by=by, at=at)


def _set(challenge: Challenge, last_day: date, answers_by: date) -> QuestionDatesSet:
    return QuestionDatesSet(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        last_day=last_day,
        answers_by=answers_by,
        published=challenge.stage not in UNPUBLISHED,
    )


def question_dates(challenge: Challenge) -> dict[str, date | None]:
    """What is kept, as days: the last one on which suppliers may ask, and that of the answers."""
    return {"last_day": _last_day(challenge.questions_end), "answers_by": challenge.answers_by}


def _last_day(ends: datetime | None) -> date | None:
    """The day that an end belongs to: midnight ends the day before."""
    return last_day_of(ends) if ends else None


def _require_possible(
    challenge: Challenge, last_day: date, answers_by: date, at: datetime
) -> datetime:
    ends = challenge.engagement_ends
    if ends is None:
        raise BadDates("First say when the engagement ends. That is part of the statement.")
    if challenge.stage not in UNPUBLISHED and not challenge.takes_part(at):
        raise BadDates("Only while the engagement is open can these days be changed.")
    asking, last = end_of(last_day, ends), last_day_of(ends)
    if asking <= at:
        raise BadDates("The last day to ask must be in the future.")
    if max(last_day, answers_by) > last:
        raise BadDates(f"Both days must be before the engagement ends: {spoken_date(last)}.")
    if answers_by < last_day:
        raise BadDates("You cannot answer everything before the last day to ask is over.")
    _require_later(challenge, asking, answers_by)
    return asking


def _require_later(challenge: Challenge, asking: datetime, answers_by: date) -> None:
    if challenge.stage in UNPUBLISHED:
        return
    told, day = challenge.questions_end, challenge.answers_by
    if (told and asking < told) or (day and answers_by < day):
        raise BadDates(
            "Suppliers were told these days, so they can only become later: "
            f"{spoken_date(last_day_of(told)) if told else ''} to ask, "
            f"{spoken_date(day) if day else ''} to be answered."
        )
