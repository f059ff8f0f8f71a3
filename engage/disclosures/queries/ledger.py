"""The ledger for the desk: its entries, and who knows what others do not."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session, contains_eager

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.challenges.queries import at_side_of
from engage.disclosures.models import Disclosure, DisclosureRecipient
from engage.interest.models import Interest, State
from engage.kernel.paging import Page

IS_OPEN = and_(
    Disclosure.published_at.is_(None),
    Disclosure.agreed_at.is_(None),
    Disclosure.to_all.is_(False),
)
"""Some suppliers know it and others do not; nobody has agreed that it stays so."""
MOST = 200  # suppliers that a form or a page lists
MOST_BEHIND = 50  # suppliers that the ledger draws
NAMED = 3  # things it names for each of them


class Behind(NamedTuple):
    """A supplier that was given ``number`` things that are not public; the first at ``since``.

    ``titles`` names the earliest of them.
    """

    supplier: str
    number: int
    since: datetime
    titles: list[str]


def for_desk(session: Session, actor: Actor, ref: str, disclosure_id: UUID) -> Disclosure | None:
    wanted = (
        select(Disclosure)
        .join(Disclosure.challenge)
        .options(contains_eager(Disclosure.challenge))
        .where(Disclosure.id == disclosure_id, Challenge.reference == ref, at_side_of(actor))
    )
    return session.scalars(wanted).unique().one_or_none()


def open_items(session: Session, challenge_id: UUID) -> Sequence[Disclosure]:
    """What keeps the challenge from being closed out, what is due first on top."""
    wanted = select(Disclosure).where(Disclosure.challenge_id == challenge_id, IS_OPEN)
    wanted = wanted.order_by(Disclosure.due_at, Disclosure.id).limit(MOST)
    return session.scalars(wanted).unique().all()


def count_open(session: Session, challenge_id: UUID) -> int:
    wanted = select(func.count()).where(Disclosure.challenge_id == challenge_id, IS_OPEN)
    return session.scalar(wanted) or 0


def entries(session: Session, challenge_id: UUID, *, page: Page) -> Sequence[Disclosure]:
    """What some know and others do not first; then the newest."""
    wanted = select(Disclosure).where(Disclosure.challenge_id == challenge_id)
    wanted = wanted.order_by(IS_OPEN.desc(), Disclosure.given_at.desc(), Disclosure.id.desc())
    return session.scalars(wanted.limit(page.limit).offset(page.offset)).unique().all()


def count(session: Session, challenge_id: UUID) -> int:
    wanted = select(func.count()).where(Disclosure.challenge_id == challenge_id)
    return session.scalar(wanted) or 0


def recipients(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Who was told each of these, by name."""
    found: dict[UUID, list[str]] = {each: [] for each in ids}
    named = DisclosureRecipient.disclosure_id, DisclosureRecipient.supplier
    wanted = select(*named).where(DisclosureRecipient.disclosure_id.in_(list(ids)))
    for disclosure_id, supplier in session.execute(wanted.order_by(named[1])) if ids else ():
        found[disclosure_id].append(supplier)
    return found


def behind(session: Session, challenge_id: UUID) -> list[Behind]:
    """For each supplier what it was given that is not public yet: a difference of two sets.

    Those that were given most come first; ``MOST_BEHIND`` of them, counted by the database.
    """
    supplier, given_at = DisclosureRecipient.supplier, Disclosure.given_at
    known = (
        select(
            supplier,
            Disclosure.title,
            func.count().over(partition_by=supplier).label("number"),
            func.min(given_at).over(partition_by=supplier).label("since"),
            func.row_number()
            .over(partition_by=supplier, order_by=(given_at, Disclosure.id))
            .label("place"),
        )
        .join(Disclosure, Disclosure.id == DisclosureRecipient.disclosure_id)
        .where(Disclosure.challenge_id == challenge_id, IS_OPEN)
        .subquery()
    )
    wanted = select(known).where(known.c.place <= NAMED)
    wanted = wanted.order_by(known.c.number.desc(), known.c.supplier, known.c.place)
    found: dict[str, Behind] = {}
    for row in session.execute(wanted.limit(NAMED * MOST_BEHIND)):
        first = Behind(row.supplier, row.number, row.since, [])
        found.setdefault(row.supplier, first).titles.append(row.title)
    return list(found.values())


def taking_part(session: Session, challenge_id: UUID) -> Sequence[Row[UUID, str]]:
    """Suppliers to choose from, by name; who is not among the first is typed."""
    wanted = select(Interest.id, Interest.organisation).where(
        Interest.challenge_id == challenge_id, Interest.state == State.CONFIRMED
    )
    wanted = wanted.order_by(Interest.organisation, Interest.id)
    return session.execute(wanted.limit(MOST)).all()
