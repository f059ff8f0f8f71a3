"""What members declared and others decided: what counts, and all before (PA 2023 ss.81-83)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.models import Person
from engage.kernel.paging import Page
from engage.reviews.models import (
    Conflict,
    ConflictFinding,
    Declaration,
    DeclarationRuling,
    FindingState,
    Ruling,
    Seat,
    SeatRole,
)


@dataclass(frozen=True, slots=True)
class RulingMade:
    """What somebody else decided about one declaration, once."""

    ruling: Ruling
    mitigation: str
    ruler: str
    ruled_at: datetime
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration, with what was decided about this very one: the newest first."""

    person: str
    kind: Conflict
    detail: str
    declared_at: datetime
    ruling: Ruling
    replaced_at: datetime | None
    decided: tuple[RulingMade, ...]


class Entry(NamedTuple):
    """A declaration and one decision about it, or none, as the database gives them."""

    said: Declaration
    person: str
    decided: DeclarationRuling | None
    ruler: str | None


def of_seat() -> ColumnElement[bool]:
    """Joins a seat and what its holder declared last."""
    return and_(
        Declaration.challenge_id == Seat.challenge_id,
        Declaration.person_id == Seat.person_id,
        Declaration.replaced_at.is_(None),
    )


def presides(over: UUID | None = None) -> ColumnElement[bool]:
    """Whether a seat has the chair now: the chair's, or the deputy's in place of the chair.

    That is while the chair stands aside, and for a response (``over``; None: for any) with which
    the chair has a confirmed conflict.
    """
    chair, theirs = aliased(Seat), aliased(Declaration)
    aside = exists().where(
        chair.challenge_id == Seat.challenge_id,
        chair.role == SeatRole.CHAIR,
        theirs.challenge_id == chair.challenge_id,
        theirs.person_id == chair.person_id,
        theirs.replaced_at.is_(None),
        theirs.ruling == Ruling.STANDS_ASIDE,
    )
    of_response = [ConflictFinding.response_id == over] if over else []
    conflicted = exists().where(
        ConflictFinding.challenge_id == Seat.challenge_id,
        ConflictFinding.state == FindingState.CONFIRMED,
        ConflictFinding.person_id == chair.person_id,
        chair.challenge_id == Seat.challenge_id,
        chair.role == SeatRole.CHAIR,
        *of_response,
    )
    deputy = Seat.role == SeatRole.DEPUTY
    return or_(Seat.role == SeatRole.CHAIR, and_(deputy, or_(aside, conflicted)))


def has_chair(
    session: Session, challenge_id: UUID, person_id: UUID, *, over: UUID | None = None
) -> bool:
    """Whether this person has the chair of the board now, or when it is about one response."""
    mine = (Seat.challenge_id == challenge_id, Seat.person_id == person_id)
    return session.scalar(select(presides(over)).where(*mine)) or False


def count_declared(session: Session, challenge_id: UUID, person_id: UUID | None = None) -> int:
    """How many entries ``declared`` has: of everybody for this challenge, or of one person."""
    counted = (
        select(func.count())
        .select_from(Declaration)
        .outerjoin(DeclarationRuling, DeclarationRuling.declaration_id == Declaration.id)
        .where(*_of(challenge_id, person_id))
    )
    return session.scalar(counted) or 0


def declared(
    session: Session, challenge_id: UUID, person_id: UUID | None = None, *, page: Page
) -> list[Declared]:
    """A page of all that was declared about this challenge, or by one person; the newest first.

    Each decision is an entry, and so is a declaration nobody decided about: where a page ends
    between two decisions about one declaration, the next one begins with it again.
    """
    ruler = aliased(Person)
    wanted = (
        select(Declaration, Person.name, DeclarationRuling, ruler.name)
        .join(Person, Person.id == Declaration.person_id)
        .outerjoin(DeclarationRuling, DeclarationRuling.declaration_id == Declaration.id)
        .outerjoin(ruler, ruler.id == DeclarationRuling.ruled_by)
        .where(*_of(challenge_id, person_id))
        .order_by(
            Declaration.declared_at.desc(),
            Declaration.id.desc(),
            DeclarationRuling.ruled_at.desc(),
            DeclarationRuling.id.desc(),
        )
        .offset(page.offset)
        .limit(page.limit)
    )
    rows = [Entry(*row) for row in session.execute(wanted)]
    return [_declared(list(group)) for _, group in groupby(rows, lambda row: row.said.id)]


def current(session: Session, challenge_id: UUID, person_id: UUID) -> Declaration | None:
    """What this person declared last about this challenge, as it is now."""
    wanted = select(Declaration).where(
        *_of(challenge_id, person_id), Declaration.replaced_at.is_(None)
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _of(challenge_id: UUID, person_id: UUID | None) -> list[ColumnElement[bool]]:
    theirs = [] if person_id is None else [Declaration.person_id == person_id]
    return [Declaration.challenge_id == challenge_id, *theirs]


def _declared(entries: list[Entry]) -> Declared:
    said = entries[0].said
    return Declared(
        person=entries[0].person,
        kind=said.kind,
        detail=said.detail,
        declared_at=said.declared_at,
        ruling=said.ruling,
        replaced_at=said.replaced_at,
        decided=tuple(
            RulingMade(one.ruling, one.mitigation, entry.ruler or "", one.ruled_at, one.replaced_at)
            for entry in entries
            if (one := entry.decided)
        ),
    )
