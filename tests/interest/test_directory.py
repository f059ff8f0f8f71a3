import pytest
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.interest.queries import directory as reading
from engage.kernel.paging import Page
from engage.suppliers.models import Size
from tests.factories import a_council, a_supplier, an_interest, an_open_challenge


def found(session: Session, here: Authority, **wanted: str) -> list[str]:
    rows = reading.directory(session, wanted, here.id, page=Page())
    assert reading.count_directory(session, wanted, here.id) == len(rows)
    return [row.name for row in rows]


def test_words_that_fit_best_come_first(session: Session) -> None:
    here = a_council(session)
    padding = "We also paint, move, clean, cook, drive and grow things for many people. " * 3
    a_supplier(session, name="Ash Gardens", about=f"We plant trees near damp homes. {padding}")
    a_supplier(session, name="Zed", about="Damp homes: we dry damp homes, and damp homes only.")
    a_supplier(session, name="Bee Ltd", about="We keep bees.")
    assert found(session, here, q="damp home") == ["Zed", "Ash Gardens"]
    assert found(session, here, q="damp -trees") == ["Zed"]
    assert found(session, here, q="nothing of the kind") == []
    assert found(session, here) == ["Ash Gardens", "Bee Ltd", "Zed"]


@pytest.mark.parametrize(
    "wanted, names",
    [
        ({"cpv": "72260000"}, ["Ada", "Bob"]),
        ({"cpv": "72500000"}, ["Bob"]),
        ({"region": "UKE"}, ["Ada", "Cy"]),
        ({"region": "UK"}, ["Ada", "Cy"]),
        ({"region": "UKL"}, ["Cy"]),
        ({"size": "micro"}, ["Bob"]),
        ({"vcse": "yes"}, ["Cy"]),
        ({"size": "micro", "vcse": "yes"}, []),
    ],
)
def test_each_filter_narrows(session: Session, wanted: dict[str, str], names: list[str]) -> None:
    here = a_council(session)
    a_supplier(session, name="Ada", codes=["72267"], regions=["UKE"])
    a_supplier(session, name="Bob", codes=["72"], size=Size.MICRO)
    a_supplier(session, name="Cy", regions=["UK"], vcse=True)
    assert found(session, here, **wanted) == names


def test_new_is_new_to_this_council(session: Session) -> None:
    here, there = a_council(session), a_council(session)
    known, elsewhere = a_supplier(session, name="Known"), a_supplier(session, name="Elsewhere")
    by_address = a_supplier(session, name="By address")
    an_interest(session, an_open_challenge(session, here), supplier_id=known.id)
    an_interest(session, an_open_challenge(session, here), email=by_address.email)
    an_interest(session, an_open_challenge(session, there), supplier_id=elsewhere.id)
    assert found(session, here, new="yes") == ["Elsewhere"]
    ids = [known.id, elsewhere.id]
    assert reading.new_among(session, ids, here.id) == {elsewhere.id}
    assert [row.email for row in reading.took_part(session, elsewhere.id, here.id)] == []
    assert len(reading.took_part(session, elsewhere.id, there.id)) == 1


def test_a_duplicate_is_left_out(session: Session) -> None:
    here, kept = a_council(session), a_supplier(session, name="Kept")
    gone = a_supplier(session, name="Gone", merged_into_id=kept.id)
    assert found(session, here) == ["Kept"]
    officer = Actor(roles=frozenset({(here.id, Role.OFFICER)}))
    assert reading.in_directory(session, officer, gone.id) is None
    assert reading.in_directory(session, Actor(), kept.id) is None
    assert reading.in_directory(session, officer, kept.id) is kept
