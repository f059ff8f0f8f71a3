"""Reads of accounts, each shaped for the page or task that asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Membership, Person, SignIn, SupplierMembership
from engage.kernel.tokens import fingerprint

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)


def actor_for(session: Session, cookie: str, *, at: datetime) -> tuple[Actor, datetime] | None:
    """The actor a session cookie stands for and when they were last seen, in one statement.

    None when the session was ended, has been idle for ``IDLE`` or is older than ``LONGEST``.
    """
    wanted = (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.is_operator,
            SignIn.id.label("sign_in_id"),
            SignIn.last_seen_at,
            Membership.authority_id,
            Membership.role,
            SupplierMembership.supplier_id,
        )
        .join(SignIn, SignIn.person_id == Person.id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(SupplierMembership, SupplierMembership.person_id == Person.id)
        .where(
            SignIn.secret_hash == fingerprint(cookie),
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at > at - IDLE,
            SignIn.began_at > at - LONGEST,
            Person.disabled_at.is_(None),
        )
    )
    rows = session.execute(wanted).all()
    if not rows:
        return None
    return _actor(rows, cookie), rows[0].last_seen_at


def _actor(found: Sequence[Any], cookie: str) -> Actor:
    first = found[0]
    return Actor(
        id=first.id,
        name=first.name,
        email=first.email,
        operator=first.is_operator,
        roles=frozenset((row.authority_id, row.role) for row in found if row.role),
        suppliers=frozenset(row.supplier_id for row in found if row.supplier_id),
        sign_in_id=first.sign_in_id,
        cookie=cookie,
    )
