"""Which rows are about somebody: found by what each column holds, so that no table is forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Row, Table, Uuid, func, or_, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.db import Base
from engage.kernel.events import RecordedEvent
from engage.records.archives import in_words
from engage.records.columns import ABOUT_PEOPLE, DataClass, classified
from engage.records.sentences import say
from engage.records.subjects.asked import Asked, actors, here, interests, is_here
from engage.responses.events import SEALED

MOST_ROWS = 10_000  # of one table
ADDRESSES = {"email", "recipient"}
ABOUT_THEM = {"person_id", "account_id"}
HIDDEN = {DataClass.TECHNICAL, DataClass.SECRET}
ALSO_SHOWN = {"number", "title", "reference"}
OF_AN_ORGANISATION = "an organisation's words: nobody else may know of them before the end"
OF_THE_COUNCIL = "of an organisation, and the council's until it is published"
NOT_SEARCHED: Mapping[str, str] = {
    "answer": OF_AN_ORGANISATION,
    "event": "told on its own, in sentences",
    "feedback": OF_THE_COUNCIL,
    "noted": OF_THE_COUNCIL,
    "response": OF_AN_ORGANISATION,
    "sent_answer": OF_AN_ORGANISATION,
    "submission": OF_AN_ORGANISATION,
}
"""Tables that are left out, and why; whoever did something there finds it in the trail."""
THROUGH = {
    ("access_need", "place_id"): ("place", "interest_id"),
    ("access_need", "entry_id"): ("entry", "interest_id"),
    ("score", "review_id"): ("review", "person_id"),
}
"""What is about somebody by the row that it hangs from."""
WHICH = {
    "challenge_id": ("challenge", "reference", "challenge"),
    "sitting_id": ("sitting", "starts_at", "workshop"),
    "slot_id": ("slot", "starts_at", "one to one"),
    "disclosure_id": ("disclosure", "title", "what they were told"),
}
"""What a row is about, where it says so by an identifier."""
TITLES = {
    "person": "Account",
    "membership": "Roles",
    "sign_in": "When they signed in",
    "supplier_person": "Acting for suppliers",
    "supplier": "Suppliers that name them",
    "interest": "Registrations of interest",
    "invited": "Invitations to challenges",
    "place": "Places at workshops",
    "attendee": "Named for a workshop",
    "attendance": "Who came to a workshop",
    "access_need": "Access and dietary needs",
    "question": "Questions",
    "subscription": "Saved searches",
    "declaration": "Interests declared",
    "conflict_finding": "Possible conflicts of interest",
    "review": "Reviews",
    "message": "E-mails",
}
"""What people look for first, in this order; the rest follows."""


@dataclass(frozen=True)
class Part:
    """Rows of one table. ``acted``: they did something to it, and it is about something else."""

    table: Table
    which: ColumnElement[bool]
    columns: tuple[Column[Any], ...]
    acted: bool = False

    @property
    def title(self) -> str:
        words = self.table.name.replace("_", " ").capitalize()
        words = TITLES.get(self.table.name, words)
        return f"Did something to: {words}" if self.acted else words


def searched() -> set[str]:
    """The tables in which somebody may be found."""
    nobody = Asked("", frozenset())
    tables = Base.metadata.tables.values()
    return {table.name for table in tables if list(_parts(table, nobody))}


def parts_of(asked: Asked) -> Iterator[Part]:
    """What is about them, what people look for first; then what they did to other things."""
    found = [
        part
        for table in sorted(Base.metadata.tables.values(), key=_place)
        if is_here(table, asked.council)
        for part in _parts(table, asked)
    ]
    yield from sorted(found, key=lambda part: part.acted)


def _place(table: Table) -> tuple[int, str]:
    known = list(TITLES)
    return known.index(table.name) if table.name in known else len(known), table.name


def _parts(table: Table, asked: Asked) -> Iterator[Part]:
    if table.name in NOT_SEARCHED:
        return
    theirs, acted = list(about(table, asked)), list(_acted(table, asked))
    if theirs:
        shown = tuple(each for each in table.c if _class(each) not in HIDDEN)
        yield Part(table, or_(*theirs), shown)
    if acted:
        shown = tuple(each for each in table.c if _is_theirs(each))
        only = or_(*acted)
        if theirs:
            only = only & ~func.coalesce(or_(*theirs), False)
        yield Part(table, only, shown, acted=True)


def about(table: Table, asked: Asked) -> Iterator[ColumnElement[bool]]:
    """What makes a row of this table about them, any of it."""
    for column in table.c:
        if column.name in ADDRESSES and _class(column) in ABOUT_PEOPLE:
            yield func.lower(column) == asked.email
        elif column.name in ABOUT_THEM:
            yield column.in_(actors(asked))
        elif column.name == "interest_id":
            yield column.in_(interests(asked))
        elif (table.name, column.name) in THROUGH:
            above, whose = THROUGH[table.name, column.name]
            held = Base.metadata.tables[above]
            yield column.in_(select(held.c.id).where(held.c[whose].in_(actors(asked))))


def _acted(table: Table, asked: Asked) -> Iterator[ColumnElement[bool]]:
    for column in table.c:
        named = _class(column) in ABOUT_PEOPLE and isinstance(column.type, Uuid)
        if named and column.name not in ABOUT_THEM:
            yield column.in_(actors(asked))


def _class(column: Column[Any]) -> DataClass:
    return classified()[column.table.name, column.name]


def _is_theirs(column: Column[Any]) -> bool:
    """Who and when: not what they wrote for the council, nor what it holds about others."""
    if _class(column) in ABOUT_PEOPLE:
        return isinstance(column.type, Uuid)
    shown = column.name in ALSO_SHOWN or column.name.endswith("_at")
    return shown and _class(column) not in HIDDEN


def rows_of(session: Session, part: Part, asked: Asked) -> Iterator[dict[str, str]]:
    """What is held, in words: empty cells are left out, and so is who else did something."""
    wanted = select(*part.columns).where(part.which, here(part.table, asked.council))
    for name, (above, shown, label) in WHICH.items():
        if name in part.table.c and above != part.table.name:
            held = Base.metadata.tables[above]
            wanted = wanted.add_columns(held.c[shown].label(label))
            wanted = wanted.outerjoin(held, held.c.id == part.table.c[name])
    if part.table.name == "message":
        caused = select(RecordedEvent.id).where(RecordedEvent.name.in_(sorted(SEALED)))
        wanted = wanted.where(part.table.c.cause_id.not_in(caused))
    wanted = wanted.order_by(*part.table.primary_key.columns).limit(MOST_ROWS)
    for row in session.execute(wanted, execution_options={"yield_per": 500}):
        yield _said(row, asked)


def _said(row: Row[Any], asked: Asked) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, value in row._mapping.items():
        if isinstance(value, UUID):
            if value in asked.identifiers and name not in ABOUT_THEM:
                told[name.removesuffix("_id")] = "this person"
        elif value not in (None, "", [], {}):
            told[name] = in_words(value)
    return told


def done_by(session: Session, asked: Asked) -> Iterator[dict[str, str]]:
    """The lines of the audit trail that they did, or that are about their account."""
    events = Base.metadata.tables[RecordedEvent.__tablename__]
    theirs = or_(
        RecordedEvent.actor_id.in_(actors(asked)), RecordedEvent.subject_id.in_(actors(asked))
    )
    wanted = (
        select(RecordedEvent.occurred_at, RecordedEvent.name, RecordedEvent.payload)
        .add_columns(Challenge.reference)
        .outerjoin(Challenge, Challenge.id == RecordedEvent.challenge_id)
        .where(theirs, here(events, asked.council))
        .where(RecordedEvent.name.not_in(sorted(SEALED)))
        .order_by(RecordedEvent.occurred_at, RecordedEvent.id)
        .limit(MOST_ROWS)
    )
    for row in session.execute(wanted, execution_options={"yield_per": 500}):
        line = {"at": in_words(row.occurred_at), "what": say(row.name, row.payload)}
        yield line | ({"challenge": row.reference} if row.reference else {})
