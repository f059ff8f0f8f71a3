from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engage.kernel.events import RecordedEvent
from engage.suppliers import queries, service
from engage.suppliers.models import Size, Supplier
from tests.factories import NOW, a_supplier


def add(session: Session, email: str, name: str = "Idea House") -> Supplier:
    return service.find_or_add(
        session, name=name, contact_name="Ida", email=email, at=NOW + timedelta(days=1)
    )


def names(session: Session) -> list[str]:
    return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


def test_one_address_is_one_supplier(session: Session) -> None:
    first = add(session, "Ida@Example.org")
    again = add(session, "ida@example.org", name="Somebody else")
    assert again.id == first.id
    assert again.name == "Idea House"
    assert session.scalar(select(func.count()).select_from(Supplier)) == 1
    session.flush()
    assert names(session) == ["supplier.added", "supplier.joined"]


def test_alerts_add_whole_divisions_and_take_none_away(session: Session) -> None:
    supplier = a_supplier(session)
    service.ask_for_alerts(session, supplier, codes=["72000000", "72100000"])
    assert supplier.alerts
    assert queries.codes_of(session, supplier.id) == ["72"]
    service.ask_for_alerts(session, supplier, codes=["45000000"])
    assert queries.codes_of(session, supplier.id) == ["45", "72"]


def test_alerts_about_everything_stay_about_everything(session: Session) -> None:
    supplier = a_supplier(session, alerts=True)
    service.ask_for_alerts(session, supplier, codes=["72000000"])
    assert queries.codes_of(session, supplier.id) == []


def test_describing_replaces_what_was_said(session: Session) -> None:
    supplier = a_supplier(session)
    service.ask_for_alerts(session, supplier, codes=["72"])
    profile = service.Profile(
        name="Idea House Ltd",
        company_number="123",
        size=Size.MICRO,
        charity_number="sc12345",
        ppon="gb-ppon-pjyg6658ppmy",
        vcse=True,
        social_enterprise=True,
        about="We dry homes.",
        access_needs="Captions",
        languages="English, Welsh",
        alerts=False,
        regions=frozenset({"UKE", "UKG"}),
        codes=frozenset({"45000000", "90700000"}),
    )
    service.describe(session, supplier, profile, by=uuid4(), at=NOW)
    session.flush()
    session.refresh(supplier)
    assert (supplier.name, supplier.company_number) == ("Idea House Ltd", "00000123")
    assert (supplier.charity_number, supplier.ppon) == ("SC012345", "PJYG-6658-PPMY")
    assert (supplier.size, supplier.vcse, supplier.social_enterprise) == (Size.MICRO, True, True)
    assert (supplier.access_needs, supplier.languages) == ("Captions", "English, Welsh")
    assert not supplier.alerts
    assert queries.codes_of(session, supplier.id) == ["45", "907"]
    assert queries.regions_of(session, supplier.id) == ["UKE", "UKG"]
    event = session.scalars(select(RecordedEvent)).one()
    assert event.payload == {"alerts": False}


def test_nothing_is_recorded_when_nothing_changed(session: Session) -> None:
    supplier = a_supplier(session, codes=["72267"], regions=["UKD"])
    said = service.profile_of(session, supplier)
    service.describe(session, supplier, service.Profile(**said), by=uuid4(), at=NOW)
    session.flush()
    assert not names(session)


def test_the_address_of_a_duplicate_leads_to_the_one_kept(session: Session) -> None:
    kept, gone = a_supplier(session), a_supplier(session, email="old@example.org")
    session.execute(update(Supplier).where(Supplier.id == gone.id).values(merged_into_id=kept.id))
    session.refresh(gone)
    assert add(session, "old@example.org") is kept


def test_only_the_suppliers_named_are_found(session: Session) -> None:
    first, second = a_supplier(session, name="Abel"), a_supplier(session, name="Bea")
    mine = {first.id, second.id}
    assert queries.one_of(session, mine) is first
    assert queries.one_of(session, mine, second.id) is second
    assert queries.one_of(session, {first.id}, second.id) is None
    assert queries.one_of(session, ()) is None
    assert [row.name for row in queries.named(session, mine)] == ["Abel", "Bea"]


def test_subjects_are_added_to_those_there(session: Session) -> None:
    supplier = a_supplier(session, codes=["45"])
    for _ in range(2):
        service.add_subjects(session, supplier, ["72267000", "45000000"], by=uuid4(), at=NOW)
    assert queries.codes_of(session, supplier.id) == ["45", "72267"]
    session.flush()
    assert names(session) == ["supplier.described"]
    many = [f"{number:08}" for number in range(11_000_000, 11_000_101)]
    with pytest.raises(service.TooManySubjects):
        service.add_subjects(session, supplier, many, by=uuid4(), at=NOW)
