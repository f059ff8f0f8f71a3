from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
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
    assert names(session) == ["supplier.added"]


def test_alerts_add_divisions_and_take_none_away(session: Session) -> None:
    supplier = a_supplier(session)
    service.ask_for_alerts(session, supplier, divisions=["72000000", "72100000"])
    assert supplier.alerts
    assert queries.divisions_of(session, supplier.id) == ["72"]
    service.ask_for_alerts(session, supplier, divisions=["45000000"])
    assert queries.divisions_of(session, supplier.id) == ["45", "72"]


def test_alerts_about_everything_stay_about_everything(session: Session) -> None:
    supplier = a_supplier(session, alerts=True)
    service.ask_for_alerts(session, supplier, divisions=["72000000"])
    assert queries.divisions_of(session, supplier.id) == []


@pytest.mark.parametrize(
    "typed, number",
    [
        ("1234567", "01234567"),
        (" 0123 4567 ", "01234567"),
        ("sc1234", "SC001234"),
        ("NI-012345", "NI012345"),
        ("R0000123", "R0000123"),
        ("IP12345R", "IP12345R"),
        ("", None),
        ("  ", None),
    ],
)
def test_company_numbers_have_eight_characters(typed: str, number: str | None) -> None:
    assert service.company_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["123456789", "ABC12345", "ABC", "SC", "1234567A", "١٢٣٤٥٦٧٨", "\x00"]
)
def test_other_numbers_are_refused(typed: str) -> None:
    with pytest.raises(service.NotACompanyNumber):
        service.company_number(typed)


def test_describing_replaces_what_was_said(session: Session) -> None:
    supplier = a_supplier(session)
    service.ask_for_alerts(session, supplier, divisions=["72"])
    profile = service.Profile(
        name="Idea House Ltd",
        company_number="123",
        size=Size.MICRO,
        vcse=True,
        region="UKE",
        about="We dry homes.",
        divisions=frozenset({"45", "90"}),
        alerts=False,
    )
    service.describe(session, supplier, profile, by=uuid4(), at=NOW)
    session.flush()
    session.refresh(supplier)
    assert (supplier.name, supplier.company_number) == ("Idea House Ltd", "00000123")
    assert (supplier.size, supplier.vcse, supplier.region) == (Size.MICRO, True, "UKE")
    assert not supplier.alerts
    assert queries.divisions_of(session, supplier.id) == ["45", "90"]
    event = session.scalars(select(RecordedEvent)).one()
    assert event.payload == {"alerts": False}


def test_only_the_suppliers_named_are_found(session: Session) -> None:
    first, second = a_supplier(session, name="Abel"), a_supplier(session, name="Bea")
    mine = {first.id, second.id}
    assert queries.one_of(session, mine) is first
    assert queries.one_of(session, mine, second.id) is second
    assert queries.one_of(session, {first.id}, second.id) is None
    assert queries.one_of(session, ()) is None
    assert [row.name for row in queries.named(session, mine)] == ["Abel", "Bea"]
