import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.kernel.search import matches
from engage.suppliers import queries
from engage.suppliers.models import Supplier
from tests.factories import a_supplier


@pytest.mark.parametrize(
    "code, branch",
    [("72000000", "72"), ("30000000", "30"), ("72267000", "72267"), ("03", "03"), ("90", "90")],
)
def test_a_branch_is_what_the_digits_say(code: str, branch: str) -> None:
    assert queries.branch_of(code) == branch


@pytest.mark.parametrize(
    "interest, code, is_told",
    [
        ("72", "72267100", True),
        ("72267", "72000000", True),
        ("72267", "72267000", True),
        ("72267", "72267100", True),
        ("72267", "72260000", True),
        ("72267", "72268000", False),
        ("72267100", "72200000", True),
        ("72267100", "72267200", False),
        ("30", "30000000", True),
        ("30", "33000000", False),
        ("7299", "72000000", True),
    ],
)
def test_codes_fit_when_one_lies_in_the_branch_of_the_other(
    session: Session, interest: str, code: str, is_told: bool
) -> None:
    supplier = a_supplier(session, codes=[interest])
    found = session.scalars(select(Supplier).where(queries.fits([code]))).all()
    assert found == ([supplier] if is_told else [])


def test_who_named_no_code_wants_everything(session: Session) -> None:
    everything = a_supplier(session)
    some = a_supplier(session, codes=["45", "72267"])
    wanted = select(Supplier).where(queries.fits(["90000000", "72000000"])).order_by(Supplier.name)
    assert set(session.scalars(wanted)) == {everything, some}
    assert session.scalars(select(Supplier).where(queries.fits([]))).all() == [everything]


def test_a_duplicate_hears_nothing(session: Session) -> None:
    kept, gone = a_supplier(session, alerts=True), a_supplier(session, alerts=True)
    session.execute(update(Supplier).where(Supplier.id == gone.id).values(merged_into_id=kept.id))
    a_supplier(session, alerts=False)
    assert session.scalars(select(Supplier).where(queries.wants_alerts())).all() == [kept]


def test_suppliers_are_found_by_what_they_do(session: Session) -> None:
    dry = a_supplier(session, name="Idea House", about="We dry damp homes with clever sensors.")
    a_supplier(session, name="Ash Gardens", about="We plant trees.")
    for words in ("idea", "drying home", "sensor -tree"):
        found = session.scalars(select(Supplier).where(matches("supplier", words))).all()
        assert found == [dry], words
    dry.about = "We plant hedges."
    session.flush()
    assert len(session.scalars(select(Supplier).where(matches("supplier", "plant"))).all()) == 2


def test_regions_of_several_come_in_one_read(session: Session) -> None:
    one, two = a_supplier(session, regions=["UKG", "UKE"]), a_supplier(session, regions=["UKM"])
    none = a_supplier(session)
    served = queries.regions_of_each(session, [one.id, two.id, none.id])
    assert served == {one.id: ["UKE", "UKG"], two.id: ["UKM"]}
    assert queries.regions_of(session, none.id) == []
