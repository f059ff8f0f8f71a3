"""Reads of registrations of interest, each shaped for the page or task that asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from engage.accounts.actor import Actor
from engage.challenges.lifecycle import PUBLIC
from engage.challenges.models import Challenge
from engage.interest.models import Interest, State
from engage.kernel.counting import count_each
from engage.kernel.paging import Page
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Supplier

MOST_LINKS = 30  # of one address, in answer to one request


BY_LINK = Interest.id.in_(bindparam("passes", expanding=True))
OWN = (
    select(Interest)
    .join(Interest.challenge)
    .options(contains_eager(Interest.challenge))
    .where(
        Challenge.reference == bindparam("ref"),
        Challenge.stage.in_(PUBLIC),
        or_(BY_LINK, Interest.supplier_id.in_(bindparam("suppliers", expanding=True))),
    )
    .order_by(BY_LINK.desc(), Interest.confirmed_at.desc())
    .limit(1)
)
ROOM = OWN.where(Interest.state == State.CONFIRMED)
"""What ``room`` asks of the database, for those who want more beside it; see ``who_asks``."""


def who_asks(actor: Actor, ref: str) -> dict[str, Any]:
    """The values that ``ROOM`` wants."""
    return {"passes": list(actor.passes), "suppliers": list(actor.suppliers), "ref": ref}


def room(session: Session, actor: Actor, ref: str) -> Interest | None:
    """The actor's confirmed interest in a public challenge, with the challenge; or None."""
    return session.scalars(ROOM, who_asks(actor, ref)).unique().one_or_none()


def room_of_contact(session: Session, actor: Actor, ref: str) -> Interest | None:
    """``room``, of somebody whose address is the supplier's own."""
    found = room(session, actor, ref)
    return found if found is not None and speaks_for_supplier(session, found) else None


def own(session: Session, actor: Actor, ref: str) -> Interest | None:
    """Also when the actor has left again: for pages where a second press must do no harm."""
    return session.scalars(OWN, who_asks(actor, ref)).unique().one_or_none()


def linked(session: Session, interest_id: UUID) -> Interest | None:
    """The interest that a signed link names."""
    return session.get(Interest, interest_id)


def of_email(session: Session, email: str, ref: str = "") -> Sequence[Interest]:
    """What this address takes part in, or has yet to confirm; newest first."""
    wanted = (
        select(Interest)
        .join(Interest.challenge)
        .options(contains_eager(Interest.challenge))
        .where(
            Interest.email == email.lower(),
            Interest.state != State.WITHDRAWN,
            Challenge.stage.in_(list(PUBLIC)),
        )
        .order_by(Interest.registered_at.desc())
        .limit(MOST_LINKS)
    )
    if ref:
        wanted = wanted.where(Challenge.reference == ref.upper())
    return session.scalars(wanted).unique().all()


def registered(
    session: Session, challenge_id: UUID, *, state: State | None, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who registered, newest first: columns of the officer's list."""
    wanted = (
        select(
            Interest.id,
            Interest.organisation,
            Interest.name,
            Interest.email,
            Interest.state,
            Interest.registered_at,
            Supplier.company_number,
            Supplier.size,
            Supplier.vcse,
            Supplier.social_enterprise,
            Interest.supplier_id,
        )
        .outerjoin(Supplier, Supplier.id == Interest.supplier_id)
        .where(Interest.challenge_id == challenge_id)
        .order_by(Interest.registered_at.desc(), Interest.id.desc())
    )
    if state is not None:
        wanted = wanted.where(Interest.state == state)
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def counts(session: Session, challenge_id: UUID) -> dict[State, int]:
    """How many registrations of each state; every state is there."""
    return count_each(session, State, Interest.state, Interest.challenge_id == challenge_id)


def count_confirmed(session: Session, challenge_id: UUID) -> int:
    """How many suppliers a message to everybody taking part reaches."""
    wanted = select(func.count()).where(
        Interest.challenge_id == challenge_id,
        Interest.state == State.CONFIRMED,
        Interest.email != "",
    )
    return session.scalar(wanted) or 0


def never_confirmed(session: Session, *, before: datetime, limit: int) -> Sequence[UUID]:
    """Registrations that were never confirmed nor asked about since; locked."""
    wanted = select(Interest.id).where(
        Interest.state == State.PENDING,
        Interest.confirmed_at.is_(None),
        Interest.registered_at < before,
        Interest.link_owed_at.is_(None) | (Interest.link_owed_at < before),
    )
    return session.scalars(wanted.limit(limit).with_for_update(skip_locked=True)).all()


@dataclass(frozen=True)
class Described:
    """A supplier, and who says what it is: one of its people, or by the link ``room``."""

    supplier: Supplier
    by: UUID
    room: Interest | None = None


def described(session: Session, actor: Actor, supplier_id: UUID | None = None) -> Described | None:
    """``own_supplier``; else the one whose own address a link of this browser was sent to."""
    own = own_supplier(session, actor, supplier_id)
    who = actor.acting_id(own.id) if own is not None else None
    if own is not None and who is not None:
        return Described(own, who)
    wanted = (
        select(Supplier, Interest)
        .join(Interest, Interest.supplier_id == Supplier.id)
        .where(
            Interest.id.in_(list(actor.passes)),
            Interest.state == State.CONFIRMED,
            Interest.email == Supplier.email,
        )
        .order_by(Interest.confirmed_at.desc(), Interest.id)
    )
    if supplier_id is not None:
        wanted = wanted.where(Supplier.id == supplier_id)
    row = session.execute(wanted.limit(1)).unique().one_or_none()
    return Described(row[0], row[1].id, row[1]) if row else None


def own_supplier(
    session: Session, actor: Actor, supplier_id: UUID | None = None
) -> Supplier | None:
    """The supplier this person may describe; the first by name when none is named."""
    return suppliers.one_of(session, actor.suppliers, supplier_id)


def acting_for(session: Session, actor: Actor, organisation: str = "") -> Row[UUID, str] | None:
    """The supplier this person registers: the one they name, else the first; None: for none."""
    mine = suppliers.named(session, actor.suppliers) if actor.suppliers else ()
    return next((each for each in mine if each.name == organisation), next(iter(mine), None))


def supplier_for(session: Session, actor: Actor, organisation: str, email: str) -> UUID | None:
    """The supplier that a registration belongs to, by the person's own address only.

    By any other, who reads that mailbox would share with the supplier what it does here.
    """
    own = acting_for(session, actor, organisation) if email.lower() == actor.email else None
    return own.id if own else None


def speaks_for_supplier(session: Session, interest: Interest) -> bool:
    """Whether its address is the supplier's own, so that its reader may open an account for it."""
    wanted = select(Supplier.email).where(Supplier.id == interest.supplier_id)
    return session.scalar(wanted) == interest.email
