"""Suggest conflicts between members and responses, and keep what somebody decides about them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.versions import require_seen
from engage.reviews.events import ConflictDecided, ConflictDeclared, ConflictsSuggested
from engage.reviews.models import Conflict, ConflictFinding, FindingState, Referral
from engage.reviews.queries.conflicted import suspicions
from engage.reviews.service.assessing import assess, record_assessed
from engage.reviews.service.completeness import missing, note_if_complete


def compare(
    session: Session,
    challenge: Challenge,
    *,
    person_id: UUID | None = None,
    by: UUID,
    at: datetime,
) -> int:
    """Keep what is alike and was not known; what was dismissed stays dismissed. How many."""
    pairs = select(ConflictFinding.person_id, ConflictFinding.response_id)
    pairs = pairs.where(ConflictFinding.challenge_id == challenge.id)
    known = {tuple(row) for row in session.execute(pairs)}
    fresh = [
        {
            **{**belonging(challenge), "person_id": one.person_id, "response_id": one.sender_id},
            "grounds": [ground.value for ground in one.grounds],
            "found_at": at,
        }
        for one in suspicions(session, challenge.id, person_id=person_id)
        if (one.person_id, one.sender_id) not in known
    ]
    if fresh:
        session.execute(insert(ConflictFinding), fresh)
        fact = ConflictsSuggested(
            subject_id=challenge.id, **belonging(challenge), number=len(fresh)
        )
        record(session, fact, by=by, at=at)
    assess(session, challenge, by=by, at=at)
    return len(fresh)


def declare_on(
    session: Session, referral: Referral, *, kind: Conflict, detail: str, by: UUID, at: datetime
) -> None:
    """A member says that they have an interest in one idea: it is shut until somebody decides."""
    challenge = locked(session, referral.challenge)
    if challenge.stage.is_over:
        raise Refusal("This engagement is over, so there is nothing left to declare.")
    if kind is Conflict.NONE or not detail.strip():
        raise Refusal("Say what the interest is, so that somebody can decide about it.")
    wanted = select(ConflictFinding).where(
        ConflictFinding.response_id == referral.response_id, ConflictFinding.person_id == by
    )
    found = session.scalars(wanted).one_or_none() or ConflictFinding(
        **belonging(challenge), person_id=by, response_id=referral.response_id, grounds=[]
    )
    found.kind, found.detail, found.found_at = kind, detail, at
    found.state, found.reason, found.decided_by, found.decided_at = (
        FindingState.SUGGESTED,
        "",
        None,
        None,
    )
    session.add(found)
    session.flush()
    fact = ConflictDeclared(subject_id=referral.id, **belonging(challenge), kind=kind.value)
    record_assessed(session, challenge, fact, by=by, at=at)


def decided_on(finding: ConflictFinding) -> dict[str, str]:
    """What was decided about a finding."""
    return {"state": finding.state, "reason": finding.reason}


def decide_on(
    session: Session,
    finding: ConflictFinding,
    *,
    state: FindingState,
    reason: str,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Confirm: the member never sees the response. Dismiss: they may, and why or how."""
    challenge = locked(session, session.get_one(Challenge, finding.challenge_id))
    session.refresh(finding)
    _check(challenge, finding, state, reason, by)
    saved = decided_on(finding)
    if saved == {"state": state, "reason": reason}:
        return
    require_seen(seen, saved)
    waited_for = missing(session, challenge.id)
    finding.state, finding.reason, finding.decided_by, finding.decided_at = state, reason, by, at
    session.flush()
    fact = ConflictDecided(
        subject_id=finding.id,
        **belonging(challenge),
        person_id=finding.person_id,
        state=state.value,
    )
    record_assessed(session, challenge, fact, by=by, at=at)
    if waited_for:
        note_if_complete(session, challenge, by=by, at=at)


def _check(
    challenge: Challenge, finding: ConflictFinding, state: FindingState, reason: str, by: UUID
) -> None:
    if finding.person_id == by:
        raise Refusal("You cannot decide about an interest of your own. Ask somebody else.")
    if challenge.stage.is_over:
        raise Refusal("This engagement is over, so there is nothing left to decide.")
    if state is FindingState.SUGGESTED:
        raise Refusal("Select whether there is a conflict.")
    if not reason.strip():
        raise Refusal("Say why. It stays on the record.")
