"""Whoever adds a column says what kind of thing stands in it."""

from engage.records.columns import ABOUT_PEOPLE, LIST, DataClass, classified
from tests.architecture.test_tables import TABLES
from tests.architecture.tree import ROOT, listed, shown

COLUMNS = {(table.name, column.name): column for table in TABLES for column in table.columns}
OF_THE_COUNCIL = ("authority", "email")  # a shared mailbox, which every notice shows


def test_every_column_has_a_class() -> None:
    missing = [f"{table}.{column}" for table, column in sorted(COLUMNS.keys() - classified())]
    assert not missing, f"add to {shown(LIST)}:\n{listed(missing)}"
    gone = [f"{table}.{column}" for table, column in sorted(classified().keys() - COLUMNS)]
    assert not gone, f"take out of {shown(LIST)}:\n{listed(gone)}"


OF_KEYS = {
    ("challenge", "opening_key"),
    ("envelope", "box"),
    ("envelope", "peeled"),
    ("opening_key", "kept"),
}


def test_what_names_a_person_is_personal() -> None:
    names = {"email", "recipient", "recipient_name", "contact_name", "browser"}
    people = {
        key
        for key, column in COLUMNS.items()
        if column.name in names or any(f.column.table.name == "person" for f in column.foreign_keys)
    }
    wrong = [f"{key}" for key in people - {OF_THE_COUNCIL} if classified()[key] not in ABOUT_PEOPLE]
    assert not wrong, listed(wrong)
    hidden = {key for key in COLUMNS if key[1].endswith("_hash")} | OF_KEYS
    assert {key for key, kind in classified().items() if kind is DataClass.SECRET} == hidden


def test_the_operators_guide_explains_each_class() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text()
    assert [f"| {kind} |" in guide for kind in DataClass] == [True] * len(DataClass)
