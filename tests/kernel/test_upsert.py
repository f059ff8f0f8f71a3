"""Inserting what may be there already says who was the first."""

from sqlalchemy.orm import Session

from engage.kernel.leases import Lease
from engage.kernel.upsert import insert_first
from tests.factories import NOW


def test_only_the_first_is_told_so(session: Session) -> None:
    assert insert_first(session, Lease, {"name": "one", "held_until": NOW})
    assert not insert_first(session, Lease, {"name": "one", "held_until": NOW})
    assert insert_first(session, Lease, {"name": "two", "held_until": NOW})
