"""Which ideas a member may see, and what may be in the way (PA 2023 ss.81-83)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.responses.models import Response
from engage.reviews.conflicts import Known, Sender, Suspicion, detect
from engage.reviews.models import (
    ConflictFinding,
    Declaration,
    FindingState,
    Referral,
    Review,
    Ruling,
    Seat,
)
from engage.reviews.queries.declared import of_seat
from engage.suppliers.models import Supplier, SupplierPerson


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the list at the desk."""

    finding: ConflictFinding
    person: str
    organisation: str
    decided_by: str | None


@dataclass(frozen=True)
class FindingCase:
    """A finding before the desk."""

    challenge: Challenge
    found: Found


def visible_to(person: UUID | None) -> ColumnElement[bool]:
    """Which ideas this member may see: with no conflict, and declared about since they came.

    Ideas of the first round are covered by what members declared before it. Later ones bring
    new suppliers, so the gate is shut for them until the member has declared again.
    """
    first, said = aliased(Referral), aliased(Declaration)
    round_one = (
        select(func.min(first.referred_at))
        .where(first.challenge_id == Referral.challenge_id)
        .correlate(Referral)
        .scalar_subquery()
    )
    silent = exists().where(
        said.challenge_id == Referral.challenge_id,
        said.person_id == person,
        said.replaced_at.is_(None),
        said.declared_at < Referral.referred_at,
        Referral.referred_at > round_one,
    )
    return and_(~_between(person, FindingState.SUGGESTED, FindingState.CONFIRMED), ~silent)


def barred() -> ColumnElement[bool]:
    """Whether who wrote a review has a confirmed conflict. Needs Referral and Review."""
    return exists().where(
        ConflictFinding.response_id == Referral.response_id,
        ConflictFinding.person_id == Review.person_id,
        ConflictFinding.state == FindingState.CONFIRMED,
    )


def barred_reviewers() -> ScalarSelect[int]:
    """Of each referral: how many of those who would review it have a confirmed conflict."""
    wanted = (
        select(func.count(ConflictFinding.id))
        .join(
            Seat,
            and_(
                Seat.challenge_id == ConflictFinding.challenge_id,
                Seat.person_id == ConflictFinding.person_id,
            ),
        )
        .outerjoin(Declaration, of_seat())
        .where(
            ConflictFinding.response_id == Referral.response_id,
            ConflictFinding.state == FindingState.CONFIRMED,
            or_(Declaration.id.is_(None), Declaration.ruling != Ruling.STANDS_ASIDE),
        )
    )
    return wanted.correlate(Referral).scalar_subquery()


def sees(session: Session, referral: Referral, person_id: UUID) -> bool:
    wanted = select(Referral.id).where(Referral.id == referral.id, visible_to(person_id))
    return session.scalar(wanted) is not None


def count_withheld(session: Session, challenge_id: UUID, person_id: UUID) -> int:
    """Ideas that wait only for this member to declare again."""
    hidden = _between(person_id, FindingState.SUGGESTED, FindingState.CONFIRMED)
    wanted = select(func.count(Referral.id)).where(
        Referral.challenge_id == challenge_id, ~visible_to(person_id), ~hidden
    )
    return session.scalar(wanted) or 0


def suspicions(
    session: Session, challenge_id: UUID, *, person_id: UUID | None = None
) -> list[Suspicion]:
    """What is alike between the board, or one member of it, and all whose ideas it has."""
    return list(detect(_members(session, challenge_id, person_id), _senders(session, challenge_id)))


def alike(session: Session, challenge_id: UUID, typed: str) -> list[tuple[str, tuple[str, ...]]]:
    """Who of all that registered is like a name, an address or a company. Keeps nothing."""
    text = typed.strip()
    stranger = Known(None, text, text if "@" in text else "", text)
    taking_part = _interests().where(Interest.challenge_id == challenge_id)
    senders = _read(session, taking_part.with_only_columns(Interest.id, *_WHO))
    found = detect([stranger], senders)
    names = {one.id: sorted(one.organisations)[0] for one in senders}
    return [(names[one.sender_id], one.grounds) for one in found]


def count_findings(session: Session, challenge_id: UUID) -> tuple[int, int]:
    """How many there are, and how many wait for a decision."""
    waits = ConflictFinding.state == FindingState.SUGGESTED
    counted = select(func.count(), func.count().filter(waits)).select_from(ConflictFinding)
    total, waiting = session.execute(
        counted.where(ConflictFinding.challenge_id == challenge_id)
    ).one()
    return total, waiting


def findings(session: Session, challenge_id: UUID, *, page: Page) -> list[Found]:
    """A page of them, those that wait first."""
    waits = ConflictFinding.state == FindingState.SUGGESTED
    wanted = _findings().where(ConflictFinding.challenge_id == challenge_id)
    ordered = wanted.order_by(waits.desc(), ConflictFinding.found_at, ConflictFinding.id)
    rows = session.execute(ordered.offset(page.offset).limit(page.limit))
    return [Found(*row) for row in rows]


def finding_for_desk(
    session: Session, actor: Actor, ref: str, conflict_id: UUID
) -> FindingCase | None:
    """A finding about a challenge at whose desk the actor works."""
    challenge = for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = _findings().where(
        ConflictFinding.id == conflict_id, ConflictFinding.challenge_id == challenge.id
    )
    row = session.execute(wanted).one_or_none()
    return FindingCase(challenge, Found(*row)) if row else None


def _between(person: UUID | None, *states: FindingState) -> ColumnElement[bool]:
    return exists().where(
        ConflictFinding.response_id == Referral.response_id,
        ConflictFinding.person_id == person,
        ConflictFinding.state.in_(states),
    )


def _findings() -> Any:
    judge = aliased(Person)
    return (
        select(ConflictFinding, Person.name, Interest.organisation, judge.name)
        .join(Person, Person.id == ConflictFinding.person_id)
        .join(Response, Response.id == ConflictFinding.response_id)
        .join(Interest, Interest.id == Response.interest_id)
        .outerjoin(judge, judge.id == ConflictFinding.decided_by)
    )


def _members(session: Session, challenge_id: UUID, person_id: UUID | None) -> list[Known]:
    wanted = (
        select(Person.id, Person.name, Person.email, Declaration.detail, Declaration.organisations)
        .join(Seat, Seat.person_id == Person.id)
        .join(Declaration, of_seat())
        .where(Seat.challenge_id == challenge_id)
    )
    if person_id is not None:
        wanted = wanted.where(Seat.person_id == person_id)
    rows = session.execute(wanted)
    return [Known(row[0], row[1], row[2], f"{row[3]}\n{row[4]}") for row in rows]


_WHO = (
    Interest.organisation,
    Interest.name,
    Interest.email,
    Interest.supplier_id,
    Supplier.name,
    Supplier.contact_name,
    Supplier.email,
    Supplier.company_number,
)


def _interests() -> Any:
    return select(Interest.id).outerjoin(Supplier, Supplier.id == Interest.supplier_id)


def _senders(session: Session, challenge_id: UUID) -> list[Sender]:
    sent = (
        _interests()
        .join(Response, Response.interest_id == Interest.id)
        .join(Referral, Referral.response_id == Response.id)
        .where(Referral.challenge_id == challenge_id)
    )
    return _read(session, sent.with_only_columns(Response.id, *_WHO))


def _read(session: Session, wanted: Any) -> list[Sender]:
    """Two statements, however many there are."""
    rows = session.execute(wanted).all()
    of_supplier = wanted.with_only_columns(Interest.supplier_id).subquery()
    acting: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    people = select(SupplierPerson.supplier_id, SupplierPerson.name, SupplierPerson.email)
    for one in session.execute(people.where(SupplierPerson.supplier_id.in_(select(of_supplier)))):
        acting[one[0]].append((one[1], one[2]))
    return [_sender(row, acting.get(row[4], ())) for row in rows]


def _sender(row: Any, acting: Iterable[tuple[str, str]]) -> Sender:
    key, organisation, name, email, _, registered, contact, mailbox, number = row
    people = list(acting)
    return Sender(
        id=key,
        organisations=frozenset(filter(None, (organisation, registered))),
        people=frozenset(filter(None, (name, contact, *(each for each, _ in people)))),
        addresses=frozenset(filter(None, (email, mailbox, *(each for _, each in people)))),
        numbers=frozenset(filter(None, (number,))),
    )
