"""What members declared: the one that counts, and all they said before (PA 2023 ss.81-83)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.models import Person
from engage.kernel.paging import Page
from engage.reviews.models import Conflict, Declaration, Ruling, Seat


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration, and what somebody else decided about this very one."""

    person: str
    kind: Conflict
    detail: str
    declared_at: datetime
    ruling: Ruling
    mitigation: str
    ruler: str | None
    ruled_at: datetime | None
    replaced_at: datetime | None


def of_seat() -> ColumnElement[bool]:
    """Joins a seat and what its holder declared last."""
    return and_(
        Declaration.challenge_id == Seat.challenge_id,
        Declaration.person_id == Seat.person_id,
        Declaration.replaced_at.is_(None),
    )


def count_declared(session: Session, challenge_id: UUID, person_id: UUID | None = None) -> int:
    """How often anybody declared about this challenge, or one person did."""
    counted = select(func.count(Declaration.id)).where(*_of(challenge_id, person_id))
    return session.scalar(counted) or 0


def declared(
    session: Session, challenge_id: UUID, person_id: UUID | None = None, *, page: Page
) -> list[Declared]:
    """A page of all that was declared about this challenge, or by one person; the newest first."""
    ruler = aliased(Person)
    wanted = (
        select(
            Person.name,
            Declaration.kind,
            Declaration.detail,
            Declaration.declared_at,
            Declaration.ruling,
            Declaration.mitigation,
            ruler.name,
            Declaration.ruled_at,
            Declaration.replaced_at,
        )
        .join(Person, Person.id == Declaration.person_id)
        .outerjoin(ruler, ruler.id == Declaration.ruled_by)
        .where(*_of(challenge_id, person_id))
        .order_by(Declaration.declared_at.desc(), Declaration.id.desc())
        .offset(page.offset)
        .limit(page.limit)
    )
    return [Declared(*row) for row in session.execute(wanted)]


def current(session: Session, challenge_id: UUID, person_id: UUID) -> Declaration | None:
    """What this person declared last about this challenge, as it is now."""
    wanted = select(Declaration).where(
        *_of(challenge_id, person_id), Declaration.replaced_at.is_(None)
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _of(challenge_id: UUID, person_id: UUID | None) -> list[ColumnElement[bool]]:
    theirs = [] if person_id is None else [Declaration.person_id == person_id]
    return [Declaration.challenge_id == challenge_id, *theirs]
