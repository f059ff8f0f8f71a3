"""The people of the demonstration: at each council, and at the suppliers."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy import insert
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.accounts.models import OpeningKey, Person, Role
from engage.authorities import service as authorities
from engage.authorities.models import Authority
from engage.demo.content import COUNCILS, FIRMS, FIRST_NAMES, KINDS, LAST_NAMES, Council
from engage.kernel.boxes import Cost
from engage.kernel.ids import uuid7
from engage.suppliers.models import (
    PersonRole,
    Size,
    Supplier,
    SupplierCpv,
    SupplierPerson,
    SupplierRegion,
)
from engage.suppliers.service import join

PASSWORD = "three random words"  # noqa: S105  (printed for everybody who tries it)
STAFF = (
    ("officer", Role.OFFICER, "Olive Hart"),
    ("approver", Role.APPROVER, "Anil Rao"),
    ("admin", Role.COUNCIL_ADMIN, "Ada Finch"),
    ("auditor", Role.AUDITOR, "Austin Poole"),
    ("chair", Role.BOARD_CHAIR, "Chidi Obi"),
    ("board1", Role.BOARD_MEMBER, "Bronwen Price"),
    ("board2", Role.BOARD_MEMBER, "Bilal Aziz"),
    ("board3", Role.BOARD_MEMBER, "Beth Lowe"),
    ("board4", Role.BOARD_MEMBER, "Bogdan Pop"),
)
BRANCHES = ("72", "48", "85", "90", "63", "79", "34", "60")
REGIONS = ("UKE", "UKK", "UKC", "UKI", "UKL")


@dataclass
class Staff:
    """A council and its people, by the local part of their addresses."""

    authority: Authority
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def officer(self) -> Person:
        return self.people["officer"]

    @property
    def board(self) -> list[Person]:
        return [person for name, person in self.people.items() if name.startswith("board")]

    def opening_key(self, session: Session, who: str, *, at: datetime) -> OpeningKey:
        """One that is cheap to guess, as everything of the demonstration is."""
        person = self.people[who]
        key = accounts.new_key(PASSWORD, Cost(rounds=1, memory=8))
        accounts.keep_opening_key(session, key, by=person.id, at=at)
        return key


def councils(session: Session, *, at: datetime) -> dict[str, Staff]:
    """Every council with its people; one hash serves all, so that starting is quick."""
    return {council.slug: _council(session, council, at) for council in COUNCILS}


def _council(session: Session, council: Council, at: datetime) -> Staff:
    authority = authorities.found(
        session,
        name=council.name,
        slug=council.slug,
        prefix=council.prefix,
        email=f"procurement@{council.slug}.example",
        brand_colour=council.colour,
        region=council.region,
        ppon=council.ppon,
        street=council.street,
        locality=council.locality,
        postcode=council.postcode,
        at=at,
    )
    staff = Staff(authority)
    for local, role, name in STAFF:
        person = accounts.add_person(
            session, name=name, email=f"{local}@{council.slug}.example", at=at
        )
        accounts.give_role(session, person, authority, role, by=None, at=at)
        staff.people[local] = person
    return staff


def everybody_may_sign_in(session: Session, people: list[Person], *, at: datetime) -> None:
    """The same password for all: this is a demonstration."""
    accounts.set_password(session, people[0], PASSWORD, by=None, at=at)
    for person in people[1:]:
        accounts.keep_hash(session, person, str(people[0].password_hash), by=None, at=at)


def suppliers(session: Session, number: int, *, at: datetime, dice: Random) -> list[Supplier]:
    """Invented firms of every size, most of them small, that asked for news."""
    rows = [_supplier(each, at, dice) for each in range(number)]
    session.execute(insert(Supplier), rows)
    interests = [
        {"supplier_id": row["id"], "code": branch}
        for row in rows
        for branch in dice.sample(BRANCHES, 3)
    ]
    session.execute(insert(SupplierCpv), interests)
    served = [{"supplier_id": row["id"], "code": dice.choice(REGIONS)} for row in rows]
    session.execute(insert(SupplierRegion), served)
    owners = [
        {"id": uuid7(), "supplier_id": row["id"], "email": row["email"]}
        | {"name": row["contact_name"], "role": PersonRole.OWNER, "added_at": at}
        for row in rows
    ]
    session.execute(insert(SupplierPerson), owners)
    return [Supplier(**row) for row in rows]


def _supplier(number: int, at: datetime, dice: Random) -> dict[str, object]:
    firm = FIRMS[number % len(FIRMS)]
    kind = KINDS[number // len(FIRMS) % len(KINDS)]
    again = number // (len(FIRMS) * len(KINDS))
    name = f"{firm} {kind}" + (f" {again + 1}" if again else "")
    person = f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"
    return {
        "id": uuid7(),
        "name": f"{name} {'CIC' if kind == 'Community' else 'Ltd'}",
        "contact_name": person,
        "email": f"{person.split()[0].lower()}@{name.lower().replace(' ', '-')}.example",
        "company_number": f"{10_000_000 + number * 37:08d}",
        "size": dice.choice((Size.MICRO, Size.MICRO, Size.SMALL, Size.SMALL, Size.MEDIUM)),
        "vcse": kind == "Community",
        "about": f"We are {firm.lower()} people: {kind.lower()} for public services.",
        "alerts": dice.random() < 0.6,
        "created_at": at,
    }


def a_supplier_user(session: Session, supplier: Supplier, *, at: datetime) -> Person:
    """Somebody of a supplier who signs in with a password instead of a link."""
    person = accounts.add_person(
        session, name=supplier.contact_name, email="supplier@alder-systems.example", at=at
    )
    who = {"email": person.email, "name": person.name}
    join(session, supplier.id, **who, account_id=person.id, at=at).role = PersonRole.OWNER
    return person
