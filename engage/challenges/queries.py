"""Reads of challenges, each shaped for the page or task that asks."""

import re
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import PUBLIC
from engage.challenges.models import Challenge
from engage.suppliers.models import Supplier, SupplierCpv

REFERENCE = re.compile(r"[A-Z0-9]{1,6}-[0-9]{4}-[0-9]{3,8}")


def for_desk(session: Session, actor: Actor, ref: str) -> Challenge | None:
    """A challenge of a council at whose side the actor stands."""
    wanted = _at_desk(actor, ref)
    return None if wanted is None else session.scalars(wanted).one_or_none()


def for_desk_update(session: Session, actor: Actor, ref: str) -> Challenge | None:
    """The same, locked until the transaction ends."""
    wanted = _at_desk(actor, ref)
    if wanted is None:
        return None
    return session.scalars(
        wanted.with_for_update(of=Challenge).execution_options(populate_existing=True)
    ).one_or_none()


def locked(session: Session, challenge: Challenge) -> Challenge:
    """This challenge as it is now, locked until the transaction ends.

    SQLite has no row locks: there the transaction was begun as the only writer.
    """
    session.refresh(challenge, with_for_update={"of": Challenge})
    return challenge


def public(session: Session, ref: str) -> Challenge | None:
    """A challenge anybody may see; never a draft."""
    if not REFERENCE.fullmatch(ref):
        return None
    wanted = select(Challenge).where(Challenge.reference == ref, Challenge.stage.in_(PUBLIC))
    return session.scalars(wanted).one_or_none()


def councils_to_draft_for(session: Session, actor: Actor) -> list[Authority]:
    """Where this person may begin a challenge, by name."""
    places = actor.authorities(*DESK_WRITERS)
    wanted = select(Authority).where(Authority.id.in_(places)).order_by(Authority.name)
    return list(session.scalars(wanted))


def suppliers_to_tell(codes: Collection[str]) -> Select[UUID]:
    """Suppliers that asked for news of these CPV codes' divisions, or of everything."""
    any_division = exists().where(SupplierCpv.supplier_id == Supplier.id)
    wanted = any_division.where(SupplierCpv.division.in_({code[:2] for code in codes}))
    return select(Supplier.id).where(Supplier.alerts, or_(~any_division, wanted))


def count_suppliers_to_tell(session: Session, challenge: Challenge) -> int:
    """How many hear of this challenge when it is published."""
    told = suppliers_to_tell(challenge.cpv_codes).subquery()
    return session.scalar(select(func.count()).select_from(told)) or 0


def _at_desk(actor: Actor, ref: str) -> Select[Challenge] | None:
    places = actor.authorities(*COUNCIL_SIDE)
    if not places or not REFERENCE.fullmatch(ref):
        return None
    return select(Challenge).where(Challenge.reference == ref, Challenge.authority_id.in_(places))
