"""Full-text search with one meaning on SQLite (FTS5) and PostgreSQL (tsvector).

What a person types is read here, once: words that must all occur, in any of their forms;
``"a phrase"``; ``-not this``. Small words (the, of, to) are ignored, and so are accents and
punctuation. A query of which nothing is left, or that only says what not to find, finds
nothing. No text can be a syntax error. The two stemmers differ on a few rare words.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Float,
    Integer,
    String,
    Subquery,
    TextClause,
    TextualSelect,
    TypeDecorator,
    Uuid,
    bindparam,
    column,
    literal,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal

# S608 below: names stand in these statements only after plain_name, what was typed is bound.
LONGEST_LIKENESS = 4000  # characters of a text that is compared
MOST_TERMS = 32  # FTS5 limits the depth of an expression, and nobody types more
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_SPLIT = re.compile(r"[\W_]+")
# What PostgreSQL's 'english' ignores (its english.stop), so that SQLite ignores it too.
_ENGLISH_STOP = (
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself "
    "she her hers herself it its itself they them their theirs themselves what which who whom "
    "this that these those am is are was were be been being have has had having do does did doing "
    "a an the and but if or because as until while of at by for with about against between into "
    "through during before after above below to from up down in out on off over under again "
    "further then once here there when where why how all any both each few more most other some "
    "such no nor not only own same so than too very s t can will just don should now"
)
_SMALL_WORDS = frozenset(_ENGLISH_STOP.split())
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~£’‘“”–—…·•"


def _accents() -> tuple[str, str]:
    """Latin letters with accents and the same without, for PostgreSQL's translate()."""
    pairs = {}
    for code in (*range(0xC0, 0x180), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            pairs[chr(code)] = base
    return "".join(pairs), "".join(pairs.values())


ACCENTED, UNACCENTED = _accents()
_FOLD = str.maketrans(ACCENTED + PUNCTUATION, UNACCENTED + " " * len(PUNCTUATION))


@dataclass(frozen=True)
class Words:
    """What must occur and what must not: each a list of phrases of one or more words."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @classmethod
    def read(cls, query: str) -> "Words":
        """Understand what somebody typed; any text will do."""
        wanted: dict[str, None] = {}
        unwanted: dict[str, None] = {}
        for found in _TERM.finditer(unicodedata.normalize("NFC", query)[:1000]):
            phrase = _phrase(found["word"] or found["phrase"] or "")
            if phrase and len(wanted) + len(unwanted) < MOST_TERMS:
                (unwanted if found["minus"] else wanted)[phrase] = None
        return cls(tuple(wanted), tuple(unwanted))

    def for_sqlite(self) -> str:
        """An FTS5 expression in which everything typed is inside quotation marks."""
        if not self.wanted:
            return '""'
        expression = " AND ".join(f'"{phrase}"' for phrase in self.wanted)
        unwanted = " OR ".join(f'"{phrase}"' for phrase in self.unwanted)
        return f"({expression}) NOT ({unwanted})" if unwanted else expression

    def for_postgresql(self) -> str:
        """What websearch_to_tsquery() understands as the same."""
        if not self.wanted:
            return ""
        unwanted = [f'-"{phrase}"' for phrase in self.unwanted]
        return " ".join([*(f'"{phrase}"' for phrase in self.wanted), *unwanted])


def _phrase(typed: str) -> str:
    """The words of a phrase, without accents, punctuation or small words at its ends."""
    words = [word for word in _SPLIT.split(typed.translate(_FOLD).lower()) if word]
    while words and words[0] in _SMALL_WORDS:
        words.pop(0)
    while words and words[-1] in _SMALL_WORDS:
        words.pop()
    return " ".join(words)


def same_form(typed: str) -> str:
    """A word or phrase as it is compared: no accents, capitals, punctuation or small words."""
    return _phrase(typed)


def telling_words(text: str, most: int) -> list[str]:
    """The words of a text that say what it is about, as they come, each once."""
    words = (word for word in _SPLIT.split(text[:LONGEST_LIKENESS].translate(_FOLD).lower()))
    telling = (word for word in words if len(word) > 3 and word not in _SMALL_WORDS)
    return list(dict.fromkeys(telling))[:most]


def alike(session: Session, table_name: str, words: Sequence[str], *, most: int) -> Subquery:
    """(id, score) of the rows that hold any of these words, best first: at most ``most``.

    Rows are told apart by how many of the words they hold and where; scores of the two databases
    differ, their order hardly does.
    """
    if session.get_bind().dialect.name == "sqlite":
        query = " OR ".join(f'"{word}"' for word in words) or '""'
    else:
        query = " or ".join(words)
    return _scored(session, table_name, query, most=most).subquery("alike")


def ranked(session: Session, table_name: str, query: str) -> Subquery:
    """(id, score) of the rows in which what was typed occurs: order by ``score``, best first."""
    words = Words.read(query)
    sqlite = session.get_bind().dialect.name == "sqlite"
    typed = words.for_sqlite() if sqlite else words.for_postgresql()
    return _scored(session, table_name, typed).subquery("ranked")


def _scored(
    session: Session, table_name: str, query: str, most: int | None = None
) -> TextualSelect:
    table = plain_name(table_name)
    if session.get_bind().dialect.name == "sqlite":
        found = (
            f"SELECT id, -bm25({table}_search) AS score FROM {table}_search "  # noqa: S608
            f"WHERE {table}_search MATCH :words"
        )
    else:
        found = (
            f"SELECT id, ts_rank(search, wanted.words) AS score FROM {table}, "  # noqa: S608
            f"websearch_to_tsquery('english', :words) AS wanted(words) WHERE search @@ wanted.words"
        )
    limit = {} if most is None else {"most": most}
    asked = text(found + (" ORDER BY 2 DESC LIMIT :most" if limit else ""))
    scored = asked.bindparams(words=query, **limit)
    return scored.columns(column("id", Uuid()), column("score", Float()))


def hits(
    session: Session,
    table_name: str,
    groups: Sequence[Sequence[str]],
    *,
    after: UUID | None = None,
    until: UUID | None = None,
) -> Subquery:
    """(id, mask, number) of the rows that hold a word of any of these groups.

    Bit n of ``mask`` stands for group n, ``number`` is how many bits are set; so both databases
    tell the same rows apart in the same way. ``after`` and ``until``: only ids between.
    """
    table, is_sqlite = plain_name(table_name), session.get_bind().dialect.name == "sqlite"
    between = f"{'AND id > :after ' if after else ''}{'AND id <= :until' if until else ''}"
    where = (
        f"{table}_search WHERE {table}_search MATCH :words_"
        if is_sqlite
        else f"{table} WHERE search @@ websearch_to_tsquery('english', :words_"
    )
    close = "" if is_sqlite else ")"
    each = " UNION ALL ".join(
        f"SELECT id, {1 << place} AS bit FROM {where}{place}{close} {between}"  # noqa: S608
        for place in range(len(groups))
    )
    counted = f"SELECT id, sum(bit) AS mask, count(*) AS number FROM ({each}) AS f GROUP BY id"  # noqa: S608
    values = {f"words_{place}": _any_of(group, is_sqlite) for place, group in enumerate(groups)}
    ids = [bindparam(*each, Uuid()) for each in (("after", after), ("until", until)) if each[1]]
    shape = column("id", Uuid()), column("mask", Integer()), column("number", Integer())
    return text(counted).bindparams(*ids, **values).columns(*shape).subquery("hits")


def _any_of(group: Sequence[str], is_sqlite: bool) -> str:
    phrases = [f'"{phrase}"' for phrase in map(_phrase, group) if phrase] or ['""']
    return (" OR " if is_sqlite else " or ").join(phrases)


class Typed(TypeDecorator[str]):
    """Binds, or keeps, what was typed as the expression of whichever database is asked."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:
        words = Words.read(value or "")
        return words.for_sqlite() if dialect.name == "sqlite" else words.for_postgresql()


class matches(ColumnElement[bool]):  # reads as SQL
    """``select(Challenge.id).where(matches("challenge", query))``; the table is not aliased."""

    inherit_cache = True
    type = Boolean()
    _traverse_internals = [
        ("table_name", InternalTraversal.dp_string),
        ("key", InternalTraversal.dp_string),
        ("query", InternalTraversal.dp_clauseelement),
    ]

    def __init__(
        self, table_name: str, query: str | ColumnElement[str], *, key: str = "id"
    ) -> None:
        """``query``: what was typed, or a column of type ``Typed`` that keeps it."""
        self.table_name = plain_name(table_name)
        self.key = plain_name(key)
        self.query = literal(query, Typed()) if isinstance(query, str) else query

    def self_group(self, against: Any = None) -> Any:
        """As it stands: SQLAlchemy would write ``= 1`` after it, and SQLite then uses no index."""
        return self


class matches_one(matches):  # reads as SQL
    """The same, asked row by row: for words that very many rows have, and for a single row."""

    inherit_cache = True


@compiles(matches, "sqlite")
def _sqlite(element: matches, compiler: SQLCompiler, **kw: Any) -> str:
    table, key, query = element.table_name, element.key, compiler.process(element.query, **kw)
    found = f"SELECT {key} FROM {table}_search WHERE {table}_search MATCH {query}"  # noqa: S608
    return f"{table}.{key} IN ({found})"


@compiles(matches_one, "sqlite")
def _sqlite_one(element: matches, compiler: SQLCompiler, **kw: Any) -> str:
    table, key, query = element.table_name, element.key, compiler.process(element.query, **kw)
    row = f"SELECT row FROM {table}_search_key AS k WHERE k.{key} = {table}.{key}"  # noqa: S608
    here = f"SELECT 1 FROM {table}_search WHERE {table}_search MATCH {query}"  # noqa: S608
    return f"EXISTS ({here} AND rowid = ({row}))"


@compiles(matches, "postgresql")
@compiles(matches_one, "postgresql")
def _postgresql(element: matches, compiler: SQLCompiler, **kw: Any) -> str:
    query = compiler.process(element.query, **kw)
    return f"{element.table_name}.search @@ websearch_to_tsquery('english', {query})"


def count_to(table_name: str, query: str, most: int) -> TextClause:
    """SQL for SQLite: how many rows have these words, counted to ``most`` and no further."""
    found = f"{plain_name(table_name)}_search"
    rows = f"SELECT 1 FROM {found} WHERE {found} MATCH :words LIMIT :most"  # noqa: S608
    asked = text(f"SELECT count(*) FROM ({rows})")  # noqa: S608
    return asked.bindparams(words=Words.read(query).for_sqlite(), most=most)


def expected(session: Session, table_name: str, query: str) -> int:
    """On PostgreSQL: about how many rows have these words, by its statistics; none is looked at."""
    table = plain_name(table_name)
    asked = text(
        f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} "  # noqa: S608
        "WHERE search @@ websearch_to_tsquery('english', :words)"
    ).bindparams(words=Words.read(query).for_postgresql())
    (plan,) = session.scalar(asked) or [{}]
    return int(plan["Plan"]["Plan Rows"])


def plain_name(name: str) -> str:
    """Names are written into statements, so they come from code and look like it."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a plain name: {name!r}")
    return name
