from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.suppliers import queries, service
from engage.suppliers.models import PersonRole, Supplier, SupplierPerson
from engage.suppliers.service.people import FORMER
from tests.factories import NOW, a_supplier, a_supplier_user


def of(session: Session, supplier: Supplier, part: PersonRole) -> SupplierPerson:
    account = a_supplier_user(session, supplier, part, name="Ada Ash")
    found = queries.person_of_account(session, supplier.id, account.id)
    assert found is not None
    return found


def an_owner(session: Session, supplier: Supplier) -> SupplierPerson:
    return of(session, supplier, PersonRole.OWNER)


def a_member(session: Session, supplier: Supplier) -> SupplierPerson:
    return of(session, supplier, PersonRole.MEMBER)


def joins(
    session: Session, supplier: Supplier, email: str, name: str, account_id: UUID | None = None
) -> SupplierPerson:
    about = {"email": email, "name": name}
    return service.join(session, supplier.id, **about, account_id=account_id, at=NOW)


def names(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


def test_who_comes_first_owns_it_and_the_account_comes_later(session: Session) -> None:
    about = {"name": "Idea House", "contact_name": "Ida", "email": "ida@example.org"}
    supplier = service.find_or_add(session, **about, at=NOW)
    account = uuid4()
    first = joins(session, supplier, "ida@example.org", "Ida Ash", account)
    assert (first.role, first.account_id, first.name) == (PersonRole.OWNER, account, "Ida Ash")
    second = joins(session, supplier, "cy@example.org", "Cy")
    assert (second.role, second.account_id) == (PersonRole.MEMBER, None)
    assert names(session).count("supplier.joined") == 2
    assert [each.email for each in queries.people(session, supplier.id, page=Page())] == [
        "ida@example.org",
        "cy@example.org",
    ]
    assert queries.count_people(session, supplier.id) == 2


def test_who_left_may_come_back_as_a_member(session: Session) -> None:
    supplier = a_supplier(session)
    owner, member = an_owner(session, supplier), a_member(session, supplier)
    for _ in range(2):
        service.leave(session, supplier, member, by=owner.account_id, at=NOW)
    assert member.ended_at == NOW
    assert queries.person_of_account(session, supplier.id, member.account_id) is None
    back = joins(session, supplier, member.email, "Ada")
    assert back is member and back.ended_at is None
    assert names(session) == ["supplier.left", "supplier.joined"]


def test_a_supplier_keeps_an_owner_and_the_one_we_write_to(session: Session) -> None:
    supplier = a_supplier(session)
    owner = an_owner(session, supplier)
    with pytest.raises(service.NotPossible, match="only owner"):
        service.leave(session, supplier, owner, by=owner.account_id, at=NOW)
    contact = an_owner(session, supplier)
    supplier.email = contact.email
    session.flush()
    with pytest.raises(service.NotPossible, match="write to this address"):
        service.leave(session, supplier, contact, by=owner.account_id, at=NOW)
    service.leave(session, supplier, owner, by=owner.account_id, at=NOW)


def test_passing_on_makes_another_the_owner_and_the_contact(session: Session) -> None:
    supplier = a_supplier(session)
    giver, member = an_owner(session, supplier), a_member(session, supplier)
    supplier.email = giver.email
    session.flush()
    service.pass_on(session, supplier, member, giver=giver, at=NOW)
    assert (giver.role, member.role) == (PersonRole.MEMBER, PersonRole.OWNER)
    assert (supplier.email, supplier.contact_name) == (member.email, "Ada Ash")
    with pytest.raises(service.NotPossible, match="not an owner any more"):
        service.pass_on(session, supplier, member, giver=giver, at=NOW)
    assert names(session) == ["supplier.passed_on"]


def test_an_owner_may_come_by_links_and_needs_an_address_of_its_own(session: Session) -> None:
    supplier = a_supplier(session)
    giver = an_owner(session, supplier)
    linked = joins(session, supplier, "cy@example.org", "Cy")
    service.pass_on(session, supplier, linked, giver=giver, at=NOW)
    service.pass_on(session, supplier, giver, giver=linked, at=NOW)
    with pytest.raises(service.NotPossible, match="already"):
        service.pass_on(session, supplier, giver, giver=giver, at=NOW)
    member = a_member(session, supplier)
    a_supplier(session, email=member.email)
    with pytest.raises(service.NotPossible, match="another organisation"):
        service.pass_on(session, supplier, member, giver=giver, at=NOW)


def test_a_colleague_takes_part_for_the_supplier(session: Session) -> None:
    supplier = a_supplier(session)
    member = a_member(session, supplier)
    about = {"name": "Somebody", "contact_name": "Ada", "email": member.email}
    assert service.find_or_add(session, **about, at=NOW) is supplier
    service.leave(session, supplier, member, by=None, at=NOW)
    assert service.find_or_add(session, **about, at=NOW) is not supplier


def test_who_acts_for_several_takes_part_for_neither_unasked(session: Session) -> None:
    member = a_member(session, a_supplier(session))
    other = a_supplier(session)
    joins(session, other, member.email, "Ada", member.account_id)
    assert queries.of_colleague(session, member.email) is None


def test_who_left_is_forgotten(sessions: Sessions) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        old, lately = a_member(session, supplier), a_member(session, supplier)
        old.ended_at = NOW - timedelta(days=FORMER.days, seconds=1)
        lately.ended_at = NOW
    service.forget_due(sessions)
    with sessions.read() as session:
        assert session.scalars(select(SupplierPerson.id)).all() == [lately.id]
