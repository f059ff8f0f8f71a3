"""Reads for whoever holds a receipt: its number and its digest together open it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.events import RecordedEvent
from engage.kernel.proof import proof_of
from engage.responses.events import ResponseSubmitted
from engage.responses.models import Submission
from engage.responses.receipts import Receipt


@dataclass(frozen=True)
class Known:
    """A response that was received; ``file`` is None until the trail is sealed next."""

    receipt: str
    challenge: str
    submitted_at: datetime
    file: Receipt | None


def known_receipt(session: Session, receipt: str, sha256: str) -> Known | None:
    """None for everybody who does not know both: nobody can find out who sent anything."""
    wanted = (
        select(Submission.submitted_at, Challenge.reference, RecordedEvent)
        .join(Challenge, Challenge.id == Submission.challenge_id)
        .join(
            RecordedEvent,
            (RecordedEvent.subject_id == Submission.id)
            & (RecordedEvent.name == ResponseSubmitted.name),
        )
        .where(Submission.receipt == receipt, Submission.sha256 == sha256)
    )
    row = session.execute(wanted.limit(1)).one_or_none()
    if row is None:
        return None
    at, reference, event = row
    proof = proof_of(session, event)
    if proof is None:
        return Known(receipt, reference, at, None)
    file = Receipt(
        receipt=receipt,
        challenge=reference,
        sha256=sha256,
        submitted_at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        proof=proof,
    )
    return Known(receipt, reference, at, file)
