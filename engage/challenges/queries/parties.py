"""Reads of organisations that have a part in a procurement and are not on engage."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, lazyload

from engage.accounts.actor import DESK_WRITERS, Actor
from engage.challenges.models import Challenge, OutsideParty, Relation


def outside_parties(session: Session, challenge_id: UUID) -> Sequence[OutsideParty]:
    """By name: there are at most MOST_PARTNERS."""
    wanted = select(OutsideParty).where(OutsideParty.challenge_id == challenge_id)
    wanted = wanted.options(lazyload(OutsideParty.challenge))
    return session.scalars(wanted.order_by(OutsideParty.name)).all()


def outside_party(session: Session, actor: Actor, party_id: UUID) -> OutsideParty | None:
    """One of a challenge at whose desk the actor works."""
    found = session.get(OutsideParty, party_id)
    return found if found and found.authority_id in actor.authorities(*DESK_WRITERS) else None


def named_outside(*relations: Relation) -> ScalarSelect[str]:
    """The names of those that stand so to this challenge, in one value; for a column."""
    return (
        select(func.aggregate_strings(OutsideParty.name, ", "))
        .where(OutsideParty.challenge_id == Challenge.id, OutsideParty.relation.in_(relations))
        .correlate(Challenge)
        .scalar_subquery()
    )
