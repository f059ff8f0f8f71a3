"""What people said before an upgrade is there after it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, NoticeClaim
from engage.kernel.db import Base, Instant, make_engine
from engage.kernel.ids import uuid7
from engage.kernel.migrating import downgrade, upgrade
from engage.kernel.search import matches
from engage.reviews.models import DeclarationRuling, Ruling
from engage.suppliers import queries as suppliers
from engage.suppliers.models import PersonRole, Supplier, SupplierCpv, SupplierPerson
from tests.factories import NOW

pytestmark = pytest.mark.slow

FITTING: Mapping[type[Any], Any] = {
    sa.Boolean: False,
    sa.Integer: 0,
    sa.JSON: {},
    sa.String: "",
    Instant: NOW,
}


def a_row(connection: sa.Connection, table: str, /, **said: Any) -> UUID:
    """A row of a table as it is at this revision; what nobody says gets a value that fits."""
    given: dict[str, Any] = {"id": uuid7(), **said}
    types = {each.name: each.type for each in Base.metadata.tables[table].columns}
    there = {each["name"]: each for each in sa.inspect(connection).get_columns(table)}
    for named, column in there.items():
        if named not in given and not column["nullable"] and column["default"] is None:
            given[named] = next(v for kind, v in FITTING.items() if isinstance(types[named], kind))
    written = sa.table(table, *(sa.column(key, types[key]) for key in given))
    connection.execute(written.insert().values(given))
    key: UUID = given["id"]
    return key


def a_challenge_of_then(connection: sa.Connection) -> dict[str, UUID]:
    """The challenge and its council, for rows that belong to both."""
    council = a_row(
        connection, "authority", name="Marlbury", slug="marlbury", approval_rule="never"
    )
    about = {"reference": "MBC-2026-001", "title": "Damp homes", "stage": "with board"}
    challenge = a_row(connection, "challenge", authority_id=council, **about)
    return {"authority_id": council, "challenge_id": challenge}


def a_declaration_of_then(
    connection: sa.Connection, whose: Mapping[str, UUID], ruled_at: datetime | None
) -> UUID:
    person = a_row(connection, "person", name="Rosa", email=f"{uuid7().hex}@example.org")
    about: dict[str, Any] = {"kind": "actual", "detail": "My brother works there."}
    about |= {"ruling": "stands aside" if ruled_at else "waiting", "ruled_at": ruled_at}
    about |= {"mitigation": "Too close.", "ruled_by": person if ruled_at else None}
    return a_row(connection, "declaration", person_id=person, **about, **whose)


def test_a_ruling_is_the_first_of_its_history(fresh_database_url: str) -> None:
    """Revision 0020 keeps every ruling; 0023 adds answers that a statement may give."""
    downgrade(fresh_database_url, "0019")
    engine = make_engine(fresh_database_url)
    try:
        with engine.begin() as connection:
            whose = a_challenge_of_then(connection)
            ruled = a_declaration_of_then(connection, whose, NOW)
            a_declaration_of_then(connection, whose, None)
        upgrade(fresh_database_url)
        with Session(engine) as session:
            [kept] = session.scalars(sa.select(DeclarationRuling))
            assert (kept.declaration_id, kept.ruling) == (ruled, Ruling.STANDS_ASIDE)
            assert (kept.mitigation, kept.ruled_at) == ("Too close.", NOW)
            assert kept.replaced_at is None
            challenge = session.scalars(sa.select(Challenge)).one()
            assert (challenge.lot_list, challenge.renewal) == ([], "")
            assert not challenge.retrospective and not challenge.vcse_suitable
    finally:
        engine.dispose()


SUPPLIER_OF_THEN = sa.table(
    "supplier",
    *(sa.column(name, sa.Uuid() if name == "id" else None) for name in ("id", "name", "email")),
    *map(sa.column, ("contact_name", "size", "vcse", "region", "about", "alerts")),
    sa.column("created_at", Instant()),
)
MEMBER = ("person", "supplier")
SUBJECT_OF_THEN = sa.table(
    "supplier_cpv", sa.column("supplier_id", sa.Uuid()), sa.column("division")
)


def a_supplier_of_then(connection: sa.Connection) -> UUID:
    key = uuid7()
    said = {"id": key, "name": "Idea House", "email": "ida@example.org", "contact_name": "Ida"}
    more = {"size": "micro", "vcse": True, "region": "UKE", "about": "We dry homes."}
    row = {**said, **more, "alerts": True, "created_at": NOW}
    connection.execute(SUPPLIER_OF_THEN.insert().values(row))
    connection.execute(SUBJECT_OF_THEN.insert().values(supplier_id=key, division="72"))
    return key


def test_the_region_and_subjects_of_a_supplier_are_kept(fresh_database_url: str) -> None:
    """Revision 0026 takes several regions, and branches of the CPV tree; back, their divisions."""
    downgrade(fresh_database_url, "0025")
    engine = make_engine(fresh_database_url)
    try:
        with engine.begin() as connection:
            key = a_supplier_of_then(connection)
        upgrade(fresh_database_url)
        with Session(engine) as session:
            kept = session.scalars(sa.select(Supplier).where(matches("supplier", "dry"))).one()
            assert (kept.name, kept.social_enterprise, kept.languages) == ("Idea House", False, "")
            assert suppliers.regions_of(session, key) == ["UKE"]
            assert suppliers.codes_of(session, key) == ["72"]
            session.add_all(SupplierCpv(supplier_id=key, code=each) for each in ("4526", "4521"))
            session.commit()
        downgrade(fresh_database_url, "0025")
        with engine.connect() as connection:
            assert connection.scalars(sa.select(SUPPLIER_OF_THEN.c.region)).all() == ["UKE"]
            divisions = connection.scalars(sa.select(SUBJECT_OF_THEN.c.division))
            assert sorted(divisions) == ["45", "72"]
    finally:
        engine.dispose()


def test_a_number_stays_with_the_challenge_that_was_first(fresh_database_url: str) -> None:
    """Revision 0028 lets a number, and an OCID, belong to one challenge."""
    downgrade(fresh_database_url, "0027")
    engine = make_engine(fresh_database_url)
    said = {"notice_id": "099001-2026", "ocid": "ocds-h6vhtk-0f0001"}
    try:
        with engine.begin() as connection:
            whose = a_challenge_of_then(connection)
            rest = {"kind": "prospective", "number": 1, "made_at": NOW}
            a_row(connection, "notice", **whose, **rest, **said, status="recorded")
            about = {"reference": "MBC-2026-002", "title": "Doors", "stage": "open"}
            council = whose["authority_id"]
            second = a_row(connection, "challenge", authority_id=council, **about, notice_plan=said)
        upgrade(fresh_database_url)
        with Session(engine) as session:
            held = session.execute(sa.select(NoticeClaim.identifier, NoticeClaim.challenge_id))
            assert dict(held.all()) == dict.fromkeys(said.values(), whose["challenge_id"])
            first = session.get_one(Challenge, whose["challenge_id"])
            assert first.notice_plan == {"answer": "published", **said}
            assert session.get_one(Challenge, second).notice_plan == said
    finally:
        engine.dispose()


def test_who_could_act_for_a_supplier_still_can(fresh_database_url: str) -> None:
    """Revision 0032 makes memberships, and the address of a supplier, people who own it."""
    downgrade(fresh_database_url, "0025")
    engine = make_engine(fresh_database_url)
    member = sa.table("supplier_membership", *(sa.column(f"{x}_id", sa.Uuid()) for x in MEMBER))
    try:
        with engine.begin() as connection:
            key = a_supplier_of_then(connection)
            person = a_row(connection, "person", name="Cy", email="cy@example.org")
            connection.execute(member.insert().values(person_id=person, supplier_id=key))
        upgrade(fresh_database_url)
        with Session(engine) as session:
            found = session.scalars(sa.select(SupplierPerson).order_by(SupplierPerson.email)).all()
            assert [(each.email, each.account_id) for each in found] == [
                ("cy@example.org", person),
                ("ida@example.org", None),
            ]
            assert {each.role for each in found} == {PersonRole.OWNER}
        downgrade(fresh_database_url, "0031")
        with engine.connect() as connection:
            assert connection.execute(sa.select(member)).all() == [(person, key)]
    finally:
        engine.dispose()
