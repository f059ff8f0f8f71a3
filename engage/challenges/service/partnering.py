"""Share a challenge between councils: jointly, as a sponsor, or just to follow it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.events import PartnerAsked, PartnerJoined, PartnerLeft
from engage.challenges.models import Challenge, Partner, Sharing
from engage.challenges.queries import MOST_PARTNERS, locked
from engage.kernel.errors import Refusal
from engage.kernel.events import record


class CannotShare(Refusal):
    """The two councils, or the time, do not allow it."""


def ask_to_join(
    session: Session, challenge: Challenge, council: Authority, *, by: UUID, at: datetime
) -> Partner:
    """Ask another council to be a joint authority (reg.13(b)). It joins when it says yes."""
    locked(session, challenge)
    if challenge.is_public and not challenge.takes_part(at):
        raise CannotShare(
            "The engagement is over, so no council can join it. It can still follow the challenge."
        )
    partner = _partner(session, challenge, council, Sharing.JOINT, at)
    _record(session, PartnerAsked, partner, by=by, at=at)
    return partner


def offer(
    session: Session,
    challenge: Challenge,
    council: Authority,
    *,
    sharing: Sharing,
    by: UUID,
    at: datetime,
) -> Partner:
    """Follow a public challenge at once, or offer to sponsor it. ``sharing`` is never JOINT."""
    locked(session, challenge)
    if not challenge.is_public or sharing is Sharing.JOINT:
        raise CannotShare("Only the council that leads can ask another to join.")
    partner = _partner(session, challenge, council, sharing, at)
    if sharing is Sharing.FOLLOWER:
        partner.joined_at = at
        session.flush()
        _record(session, PartnerJoined, partner, by=by, at=at)
    else:
        _record(session, PartnerAsked, partner, by=by, at=at)
    return partner


def accept(session: Session, partner: Partner, *, by: UUID, at: datetime) -> None:
    """The side that was asked says yes. A second press changes nothing."""
    challenge = locked(session, partner.challenge)
    session.refresh(partner)
    if partner.joined_at is not None:
        return
    if partner.sharing is Sharing.JOINT and challenge.ended(at):
        raise CannotShare("The engagement is over, so it is too late to join it.")
    partner.joined_at = at
    session.flush()
    _record(session, PartnerJoined, partner, by=by, at=at)


def part(session: Session, partner: Partner, *, by: UUID, at: datetime) -> None:
    """Either side says no, or ends it."""
    locked(session, partner.challenge)
    _record(session, PartnerLeft, partner, by=by, at=at)
    session.delete(partner)
    session.flush()


def _partner(
    session: Session, challenge: Challenge, council: Authority, sharing: Sharing, at: datetime
) -> Partner:
    if council.id == challenge.authority_id:
        raise CannotShare("Your council leads this challenge already. Choose another council.")
    here = Partner.challenge_id == challenge.id
    if session.scalar(select(Partner.id).where(here, Partner.council_id == council.id)):
        raise CannotShare(
            f"{council.name} has a part in this challenge already. End that first to change it."
        )
    if (session.scalar(select(func.count()).where(here)) or 0) >= MOST_PARTNERS:
        raise CannotShare(f"A challenge is shared with at most {MOST_PARTNERS} councils.")
    partner = Partner(
        challenge=challenge,
        authority_id=challenge.authority_id,
        council=council,
        sharing=sharing,
        asked_at=at,
    )
    session.add(partner)
    session.flush()
    return partner


def _record(
    session: Session,
    fact: type[PartnerAsked] | type[PartnerJoined] | type[PartnerLeft],
    partner: Partner,
    *,
    by: UUID,
    at: datetime,
) -> None:
    happened = fact(
        subject_id=partner.id,
        authority_id=partner.authority_id,
        challenge_id=partner.challenge_id,
        partner=partner.council.name,
        sharing=partner.sharing.value,
    )
    record(session, happened, by=by, at=at)
