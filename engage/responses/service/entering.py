"""Enter a response that reached the council on paper or by phone, for a supplier who asks for that.

It goes through the same verbs as every other one, all at once: whoever enters it sees it until it
is sent, and nothing of it is kept for them. After the end it counts only if it came before the end;
when it came is the officer's word, kept with their reason and their name.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import held
from engage.interest.models import Interest
from engage.interest.service import add_assisted
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.responses.events import ResponseEntered
from engage.responses.models import Submission
from engage.responses.service.drafting import hold, save_answers, start
from engage.responses.service.submitting import Entered, submit


class NotInTime(Refusal):
    """It came before the challenge was published, after the end, or has yet to come."""


def may_enter(challenge: Challenge) -> bool:
    """From publication until a board looks at the responses, or the outcome is written."""
    return challenge.stage in (Stage.OPEN, Stage.CLOSED) and not challenge.retrospective


def enter(
    session: Session,
    challenge: Challenge,
    answers: Mapping[UUID, str],
    entered: Entered,
    *,
    by: UUID,
    at: datetime,
) -> Submission:
    """Send it for the supplier, who takes part from now on.

    Raises NotInTime, NotReady, AddressTakesPart.
    """
    held(session, challenge)
    _require_in_time(challenge, entered.received_at, at)
    who = {"organisation": entered.organisation, "name": entered.name, "email": entered.email}
    interest = add_assisted(session, challenge, **who, at=at)
    response = start(session, interest, at=at, in_time=True)
    wish = dict.fromkeys(answers, entered.protection)
    save_answers(session, response, answers, at=at, protections=wish, in_time=True)
    sent = submit(session, hold(session, response), by=by, at=at, entered=entered)
    record(session, _entered(challenge, interest, sent), by=by, at=at)
    return sent


def _entered(challenge: Challenge, interest: Interest, sent: Submission) -> ResponseEntered:
    return ResponseEntered(
        subject_id=sent.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        interest_id=str(interest.id),
        channel=sent.channel.value,
        received_at=sent.received_at or sent.submitted_at,
    )


def _require_in_time(challenge: Challenge, received_at: datetime, at: datetime) -> None:
    begins, ends = challenge.published_at, challenge.engagement_ends
    if not may_enter(challenge) or begins is None or ends is None:
        raise NotInTime("Responses to this challenge can no longer be entered.")
    if received_at > at:
        raise NotInTime("The time you received it is in the future.")
    if received_at < begins:
        raise NotInTime(f"The challenge was published at {spoken(begins)}, after that time.")
    if received_at >= ends:
        raise NotInTime(f"It came too late to count: the engagement ended at {spoken(ends)}.")
