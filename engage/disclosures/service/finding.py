"""A finding about an unfair advantage: one officer drafts it, another signs it (s.16(4))."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.disclosures.events import FindingDrafted, FindingSigned
from engage.disclosures.models import AdvantageFinding
from engage.disclosures.service.publishing import NotOpen, SamePerson
from engage.kernel.events import about, record
from engage.kernel.locking import lock


@dataclass(frozen=True)
class Considered:
    """What an officer thinks of one supplier. Nothing here is decided by software."""

    supplier: str
    advantage: str
    steps: str
    avoidable: bool
    reasons: str


def draft(
    session: Session, challenge: Challenge, thought: Considered, *, by: UUID, at: datetime
) -> AdvantageFinding:
    challenge = locked(session, challenge)
    made = AdvantageFinding(
        **asdict(thought),
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        drafted_by=by,
        drafted_at=at,
    )
    session.add(made)
    session.flush()
    record(session, FindingDrafted(**about(made)), by=by, at=at)
    return made


def change(
    session: Session, finding: AdvantageFinding, thought: Considered, *, by: UUID, at: datetime
) -> None:
    """Another draft; whoever wrote it last does not sign it."""
    _hold(session, finding)
    for name, value in asdict(thought).items():
        setattr(finding, name, value)
    finding.drafted_by, finding.drafted_at = by, at
    session.flush()
    record(session, FindingDrafted(**about(finding)), by=by, at=at)


def sign(session: Session, finding: AdvantageFinding, *, by: UUID, at: datetime) -> None:
    _hold(session, finding)
    if finding.drafted_by == by:
        raise SamePerson("You wrote this last, so a colleague has to sign it.")
    finding.signed_by, finding.signed_at = by, at
    session.flush()
    record(session, FindingSigned(avoidable=finding.avoidable, **about(finding)), by=by, at=at)


def _hold(session: Session, finding: AdvantageFinding) -> None:
    lock(session, finding)
    if finding.signed_at is not None:
        raise NotOpen("This is signed, so it stays as it is. Begin another one.")
