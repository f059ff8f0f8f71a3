"""Name organisations that a notice has to name and that are not on engage (reg.13(b), (e))."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.events import PartyAdded, PartyRemoved
from engage.challenges.models import Challenge, OutsideParty, Relation
from engage.challenges.queries import MOST_PARTNERS, locked
from engage.challenges.service.partnering import CannotShare
from engage.kernel.events import about, record


def add_party(
    session: Session,
    challenge: Challenge,
    *,
    name: str,
    relation: Relation,
    ppon: str = "",
    summary: str = "",
    by: UUID,
    at: datetime,
) -> OutsideParty:
    """Name it wherever the notice and the public page name who buys. A name stands there once."""
    _require_time(session, challenge, at)
    if relation is Relation.ACTS_FOR_US and not summary.strip():
        raise CannotShare("Say what it does for your council: the notice needs a summary.")
    _require_new(session, challenge, name.strip())
    party = OutsideParty(
        challenge=challenge,
        authority_id=challenge.authority_id,
        name=name.strip(),
        relation=relation,
        ppon=ppon,
        summary=summary.strip() if relation is Relation.ACTS_FOR_US else "",
        added_at=at,
    )
    session.add(party)
    session.flush()
    fact = PartyAdded(**about(party), party=party.name, relation=relation.value)
    record(session, fact, by=by, at=at)
    return party


def remove_party(session: Session, party: OutsideParty, *, by: UUID, at: datetime) -> None:
    """It is named no more. Somebody who was faster wanted the same."""
    _require_time(session, party.challenge, at)
    if session.scalar(select(OutsideParty.id).where(OutsideParty.id == party.id)) is None:
        return
    fact = PartyRemoved(**about(party), party=party.name, relation=party.relation.value)
    session.delete(party)
    session.flush()
    record(session, fact, by=by, at=at)


def _require_new(session: Session, challenge: Challenge, name: str) -> None:
    if not name:
        raise CannotShare("Enter the name of the organisation.")
    here = OutsideParty.challenge_id == challenge.id
    if session.scalar(select(OutsideParty.id).where(here, OutsideParty.name == name)):
        raise CannotShare(f"{name} is named already. Remove it first to change it.")
    if (session.scalar(select(func.count()).where(here)) or 0) >= MOST_PARTNERS:
        raise CannotShare(f"At most {MOST_PARTNERS} other organisations can be named.")


def _require_time(session: Session, challenge: Challenge, at: datetime) -> None:
    locked(session, challenge)
    if challenge.is_public and not challenge.may_change(at):
        raise CannotShare("The engagement is over, so who takes part in it stays as it is.")
