"""Holding a row reads it again, and forgets nothing that was changed before."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from engage.kernel.locking import lock
from tests.factories import a_supplier


def test_a_row_is_read_again(session: Session) -> None:
    supplier = a_supplier(session, name="Alder Systems")
    session.execute(text("UPDATE supplier SET name = 'Alder Homes'"))
    lock(session, supplier)
    assert supplier.name == "Alder Homes"


def test_what_was_changed_before_stays(session: Session) -> None:
    supplier = a_supplier(session, name="Alder Systems")
    supplier.name = "Alder Homes"
    lock(session, supplier)
    assert supplier.name == "Alder Homes"
    lock(session, supplier, columns=["name"])
    assert supplier.name == "Alder Homes"
