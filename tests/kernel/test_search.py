"""Search means the same on SQLite and PostgreSQL, whatever is typed."""

import random
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import (
    Column,
    Engine,
    MetaData,
    String,
    Table,
    Uuid,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from engage.kernel.ids import uuid7
from engage.kernel.search import (
    Words,
    alike,
    expected,
    matches,
    matches_one,
    telling_words,
)
from engage.kernel.searchable import create_search, drop_search, search_with

metadata = MetaData()
thing = Table(
    "searched",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", String, nullable=False),
    Column("body", String),
    Column("stage", String),
)
search_with(thing, ["title", "body"])

ROWS = [
    ("Missed bin collections", "Residents report missed collections; officers route vehicles."),
    ("Bin sensors", "Sensors in litter-bins tell the crew which are full."),
    ("Damp and mould in homes", "Tenants' reports of damp take too long; £1,000 a repair."),
    ("Café licences", "E-mail forms to licensing@council.example, see www.council.example/a_b."),
    ("Gŵyl ddŵr", None),
    ("Housing repairs", "Repairing homes: the collection was missed, never a missed parcel."),
    ("What about AI?", "Chat-bots, IoT & v2a; 3.5% of calls."),
]
QUERIES = {
    "bin": 2,
    "bins": 2,
    "collection": 2,
    "routed vehicle": 1,
    "missed collection": 2,
    '"missed collection"': 1,
    '"missed collection': 1,
    '"the missed collection"': 1,
    "bin -sensors": 1,
    "bins -missed -sensor": 0,
    'repair -"missed parcel"': 1,
    "repair": 2,
    "the bins": 2,
    "what about the bins": 2,
    "MISSED": 2,
    "cafe": 1,
    "café": 1,
    "cafe\u0301": 1,
    "gwyl": 1,
    "Gŵyl DDŴR": 1,
    "email": 0,
    "e-mail": 1,
    "licensing": 1,
    "council": 1,
    "www.council.example": 1,
    "litter": 1,
    "litter bins": 1,
    "1,000": 1,
    "1000": 0,
    "3.5%": 1,
    "v2a": 1,
    "tenants'": 1,
    "tenant's": 1,
    "bins or homes": 0,
    "nothing like it": 0,
    "-bins": 0,
    "the": 0,
    "-": 0,
    '""': 0,
    '"': 0,
    "🚮": 0,
    "   ": 0,
}


def fill(session: Session) -> None:
    metadata.create_all(session.connection())
    session.execute(
        insert(thing), [{"id": uuid7(), "title": title, "body": body} for title, body in ROWS]
    )


@pytest.fixture
def searched(session: Session) -> Session:
    """Undone with everything else that the test did."""
    fill(session)
    return session


def count(session: Session, query: str) -> int:
    """However it is asked: all rows at once, or row by row."""
    asked = select(func.count()).select_from(thing)
    found, same = (
        session.scalars(asked.where(way("searched", query))).one() for way in (matches, matches_one)
    )
    assert found == same, query
    return found


def ids(session: Session, query: str) -> list[UUID]:
    return list(session.scalars(select(thing.c.id).where(matches("searched", query))))


def test_the_same_hits_on_both_databases(searched: Session) -> None:
    assert {query: count(searched, query) for query in QUERIES} == QUERIES


def test_the_index_follows_the_table(searched: Session) -> None:
    [sensors] = ids(searched, "sensors")
    one = thing.c.id == sensors
    searched.execute(update(thing).where(one).values(stage="open"))
    assert ids(searched, "sensors") == [sensors]
    searched.execute(update(thing).where(one).values(title="Street lamps", body="Lamps fail"))
    assert ids(searched, "sensors") == []
    assert ids(searched, "lamp") == [sensors]
    searched.execute(delete(thing).where(one))
    assert ids(searched, "lamp") == []


def test_it_joins_with_other_conditions(searched: Session) -> None:
    hit = matches("searched", "bins")
    assert (
        len(searched.execute(select(thing.c.id).where(hit, thing.c.body.like("%crew%"))).all()) == 1
    )
    assert len(searched.execute(select(thing.c.id).where(~hit)).all()) == len(ROWS) - 2


def test_statements_are_cached_by_shape_not_by_words(searched: Session) -> None:
    assert len(ids(searched, "bins")) == 2
    assert len(ids(searched, "damp")) == 1
    assert len(ids(searched, "bins")) == 2


MARKS = ['"', "'", "-", "*", "(", ")", ":", "^", "+", "AND", "OR", "NOT", "NEAR(", "NEAR/2", "<->"]
MARKS += [
    "&",
    "|",
    "!",
    "\\",
    "%",
    "%s",
    ":x",
    "{",
    "}",
    ",",
    ";",
    "--",
    "/*",
    "title:",
    "bin",
    "é",
]
MARKS += [
    "\x00",
    "\ud800",
    "🚮",
    "\u202e",
    "ß",
    "İ",
    "هذا",
    "日本語",
    "हिन्दी",
    "x" * 300,
    "\n",
    "\t",
]


def fuzz() -> list[str]:
    chance = random.Random(2026)
    mixed = ["".join(chance.choices([*MARKS, " "], k=chance.randint(1, 12))) for _ in range(490)]
    long = ["a" * 100_000, "a " * 50_000, '"' * 1001, '-"' * 999, "(" * 5000, "NOT " * 99, "\x00"]
    many = " ".join(f"-w{number}" for number in range(500))
    return [*mixed, *long, many, many.replace("-", ""), f"bin {many}"]


def test_nothing_typed_is_an_error(searched: Session) -> None:
    typed = fuzz()
    assert len(typed) == 500
    for query in typed:
        count(searched, query)


@pytest.mark.services
def test_both_databases_find_as_many(engines: Callable[[str], Engine]) -> None:
    found = []
    for dialect in ("sqlite", "postgresql"):
        with engines(dialect).connect() as connection, Session(connection) as session:
            fill(session)
            found.append({query: count(session, query) for query in fuzz()})
            session.rollback()
    assert found[0] == found[1]
    assert any(found[0].values())


def test_what_was_typed_is_read_once() -> None:
    words = Words.read('bins "the missed collection" -sensor -"long phrase" bins e-mail')
    assert words.wanted == ("bins", "missed collection", "e mail")
    assert words.unwanted == ("sensor", "long phrase")
    assert words.for_postgresql() == '"bins" "missed collection" "e mail" -"sensor" -"long phrase"'
    assert words.for_sqlite() == (
        '("bins" AND "missed collection" AND "e mail") NOT ("sensor" OR "long phrase")'
    )


@pytest.mark.parametrize("name", ["", "Challenge", "a;b", "a b", 'a"', "1a"])
def test_only_plain_names_reach_a_statement(name: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        matches(name, "bins")


@pytest.mark.parametrize("typed", ["bins", '"missed collections" -bins', "the", "'; --", ""])
def test_how_many_rows_are_expected_is_a_guess_of_postgresql(searched: Session, typed: str) -> None:
    if searched.get_bind().dialect.name == "postgresql":
        assert 0 <= expected(searched, "searched", typed) <= 10 * len(ROWS)


def test_search_can_be_dropped_and_made_again(searched: Session) -> None:
    drop_search(searched.connection(), "searched")
    searched.execute(insert(thing), [{"id": uuid7(), "title": "Bins again"}])
    create_search(searched.connection(), "searched", ["title", "body"])
    assert count(searched, "bins") == 3


def test_the_words_that_tell_what_a_text_is_about() -> None:
    said = "The bins are full, and the BINS smell; café-goers complain about it."
    assert telling_words(said, 10) == ["bins", "full", "smell", "cafe", "goers", "complain"]
    assert telling_words(said, 2) == ["bins", "full"]
    assert telling_words("of the and", 10) == []


def test_rows_alike_come_best_first(searched: Session) -> None:
    def titles(words: list[str], most: int = 10) -> list[str]:
        like = alike(searched, "searched", words, most=most)
        wanted = select(thing.c.title).join(like, like.c.id == thing.c.id)
        return list(searched.scalars(wanted.order_by(like.c.score.desc())))

    found = titles(["missed", "collections", "bins", "sensors"])
    assert set(found[:2]) == {"Missed bin collections", "Bin sensors"}
    assert titles(["missed", "collections", "residents"])[0] == "Missed bin collections"
    assert len(titles(["bins", "homes"], most=1)) == 1
    assert titles([]) == []
    assert titles(["zeppelin"]) == []


def test_few_rows_are_looked_up_by_their_key(searched: Session) -> None:
    wanted = select(thing.c.id).where(matches("searched", "bins"), thing.c.stage == "x")
    asked = str(wanted.compile(searched.connection()))
    assert "= 1" not in asked
