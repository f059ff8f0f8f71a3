"""Open an engagement to the market, and give the market longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.checker import Severity, in_law
from engage.challenges.checker.process import of_process
from engage.challenges.events import ChallengeExtended, ChallengePublished, ChallengePutOnRecord
from engage.challenges.lifecycle import LIFECYCLE
from engage.challenges.models import Challenge, Why
from engage.challenges.queries import locked
from engage.challenges.service.asking import fill_dates, move_dates
from engage.challenges.service.four_eyes import require_approval
from engage.challenges.service.listing import list_publicly, may_be_listed
from engage.challenges.service.versions import keep_published, snapshot
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import record

NEEDED = (
    ("title", "need", "Enter a title."),
    ("need", "need", "Say what the need is, in the words of the people who have it."),
    ("who", "today", "Say who has the need, and how many they are."),
    ("evidence", "today", "Say what shows that the need is real: the evidence."),
    ("cost", "today", "Say what the problem costs today."),
    ("outcomes", "outcomes", "Say what you want to be different: the outcomes."),
    ("success", "outcomes", "Say how you will know that it worked."),
    ("purposes", "subject", "Select at least one purpose of the engagement."),
    ("category", "subject", "Select goods, services or works{subject}."),
    ("cpv_codes", "subject", "Add at least one CPV code{subject}."),
    ("region", "subject", "Select the region."),
    ("engagement_ends", "dates", "Enter when the engagement ends{end}."),
    ("process", "dates", "Say how suppliers take part{process}."),
)


SHORT = timedelta(days=10)
"""Less time than this is too little for many suppliers."""


@dataclass(frozen=True)
class Gap:
    """Something publishing needs: a field, the section of the statement, and what to do."""

    field: str
    section: str
    sentence: str


class Incomplete(Refusal):
    """The statement does not say yet what the law and suppliers need."""

    def __init__(self, missing: list[Gap]) -> None:
        self.missing = missing
        super().__init__(" ".join(gap.sentence for gap in missing))


class BadEnd(Refusal):
    """The engagement cannot end then."""


def gaps(challenge: Challenge, at: datetime) -> list[Gap]:
    """What has to be filled in before publishing; empty when nothing has."""
    return list(_gaps(challenge, at))


def warnings(challenge: Challenge, at: datetime) -> list[str]:
    """What may be published all the same, but should be looked at once more."""
    ends = challenge.engagement_ends
    if ends is None or challenge.retrospective or ends - at >= SHORT:
        return []
    return [
        f"Suppliers would have less than {SHORT.days} days, until {spoken(ends)}. Small suppliers"
        " and charities need time to write, so consider a later end."
    ]


def publish(session: Session, challenge: Challenge, *, by: UUID | None, at: datetime) -> None:
    """Open the engagement to suppliers and other persons (PA 2023 s.16(1)).

    One that is over already is put on record, closed from the first moment (s.17(2)).
    Raises Incomplete, and NeedsApproval where nobody else has read it and the council wants that.
    It is listed at once where its notice is out, or where there is none: see ``plan_notice``.
    """
    locked(session, challenge)
    over = challenge.retrospective
    stage = LIFECYCLE.after("put on record" if over else "publish", challenge.stage)
    missing = gaps(challenge, at)
    if missing or challenge.engagement_ends is None:
        raise Incomplete(missing)
    require_approval(session, challenge)
    challenge.stage = stage
    challenge.publish_at = None
    challenge.published_at = challenge.updated_at = at
    challenge.closed_at = at if over else None
    fill_dates(challenge, at)
    snapshot(session, challenge, why=Why.PUBLISHED, by=by, at=at)
    kind = ChallengePutOnRecord if over else ChallengePublished
    fact = kind(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        engagement_ends=challenge.engagement_ends,
    )
    record(session, fact, by=by, at=at)
    if may_be_listed(challenge):
        list_publicly(session, challenge, by=by, at=at)


def extend(
    session: Session, challenge: Challenge, *, ends: datetime, by: UUID, at: datetime
) -> None:
    """Let an open engagement end later, and keep that as a version of its statement."""
    locked(session, challenge)
    keep_published(session, challenge)
    move_end(session, challenge, ends=ends, by=by, at=at)
    snapshot(session, challenge, why=Why.EXTENDED, material=True, by=by, at=at)


def move_end(
    session: Session,
    challenge: Challenge,
    *,
    ends: datetime,
    by: UUID,
    at: datetime,
    tell: bool = True,
) -> None:
    """Let an open engagement end later. Never earlier: somebody may rely on the time given.

    ``tell=False``: whoever takes part hears of it together with something else.
    """
    locked(session, challenge)
    before = _end_before(challenge, ends, at)
    challenge.engagement_ends = ends
    move_dates(challenge, at)
    challenge.updated_at = at
    session.flush()
    fact = ChallengeExtended(
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        engagement_ends=ends,
        ended_before=before,
        told=tell,
    )
    record(session, fact, by=by, at=at)


def _end_before(challenge: Challenge, ends: datetime, at: datetime) -> datetime:
    """The present end, if it may be moved to ``ends``."""
    before = challenge.engagement_ends
    if before is None or not challenge.takes_part(at):
        raise BadEnd("Only an engagement that is open can be given a later end.")
    if ends <= before:
        raise BadEnd(f"The new end must be later than the present one: {spoken(before)}.")
    if ends <= at:
        raise BadEnd("The new end must be in the future.")
    return before


def _gaps(challenge: Challenge, at: datetime) -> Iterator[Gap]:
    for field, section, sentence in NEEDED:
        value = getattr(challenge, field)
        if not value or (isinstance(value, str) and not value.strip()):
            yield Gap(field, section, challenge.portal.told(sentence))
    if challenge.process.strip():
        told = of_process("process", challenge.process, challenge.engagement_ends)
        for found in in_law(told, challenge.portal):
            if found.severity is Severity.REFUSE:
                yield Gap("process", "dates", f"{found.reason} {found.suggestion}")
    ends = challenge.engagement_ends
    if ends is not None and (ends <= at) is not challenge.retrospective:
        sentence = (
            f"You say that the engagement is over, but it ends at {spoken(ends)}. Change one."
            if challenge.retrospective
            else f"The engagement would have ended already, at {spoken(ends)}. Choose a later "
            "end, or say that this is a record of an engagement that is over."
        )
        yield Gap("engagement_ends", "dates", sentence)
