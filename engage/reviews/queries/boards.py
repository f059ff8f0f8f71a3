"""What a member of a board has before them. Everything is scoped to a seat of their own."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import BOARD, Actor
from engage.accounts.models import Person
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import REFERENCE
from engage.reviews.models import (
    Conflict,
    Declaration,
    Referral,
    Ruling,
    Seat,
    ShortlistRelease,
    Verdict,
)
from engage.reviews.policy import Standing, standing
from engage.reviews.queries.conflicted import visible_to
from engage.reviews.queries.declared import of_seat, presides
from engage.reviews.queries.releasing import released


@dataclass(frozen=True)
class Board:
    """The board of one challenge, as one of its members sits at it."""

    seat: Seat
    declaration: Declaration | None
    presides: bool

    @property
    def board(self) -> "Board":
        return self

    @property
    def challenge(self) -> Challenge:
        return self.seat.challenge

    @property
    def standing(self) -> Standing:
        return standing(self.declaration.ruling if self.declaration else None)


@dataclass(frozen=True)
class Idea:
    """A response as the board knows it: by its number."""

    board: Board
    referral: Referral


@dataclass(frozen=True)
class Shortlist:
    """What the chair decides; ``pending`` of the ``ideas`` are undecided."""

    board: Board
    ideas: int
    pending: int
    proposed: bool
    released: bool


@dataclass(frozen=True)
class BoardCase:
    """Somebody else's declaration, before the chair."""

    board: Board
    declaration: Declaration
    person: str

    @property
    def challenge(self) -> Challenge:
        return self.board.challenge


@dataclass(frozen=True)
class WaitingCase:
    """A declaration that waits for a ruling."""

    id: UUID
    person_id: UUID
    person: str
    kind: Conflict


def board(session: Session, actor: Actor, ref: str) -> Board | None:
    """The board on which the actor has a seat."""
    if not REFERENCE.fullmatch(ref):
        return None
    row = session.execute(_seated(actor).where(Challenge.reference == ref)).one_or_none()
    return Board(*row) if row else None


def idea(session: Session, actor: Actor, referral_id: UUID) -> Idea | None:
    """An idea put to a board on which the actor has a seat."""
    wanted = (
        _seated(actor)
        .add_columns(Referral)
        .join(Referral, Referral.challenge_id == Seat.challenge_id)
        .where(Referral.id == referral_id, visible_to(actor.id))
    )
    row = session.execute(wanted).one_or_none()
    return Idea(Board(*row[:3]), row[3]) if row else None


def shortlist(session: Session, actor: Actor, ref: str) -> Shortlist | None:
    """The board and how much of its shortlist is undecided."""
    found = board(session, actor, ref)
    if found is None:
        return None
    mine = ShortlistRelease.challenge_id == found.challenge.id
    counted = select(
        func.count(Referral.id),
        func.count(Referral.id).filter(Referral.verdict == Verdict.PENDING),
        exists().where(mine),
        released(found.challenge.id),
    ).where(Referral.challenge_id == found.challenge.id, visible_to(actor.id))
    return Shortlist(found, *session.execute(counted).one())


def case_for_chair(
    session: Session, actor: Actor, ref: str, declaration_id: UUID
) -> BoardCase | None:
    """A declaration of the board on which the actor has a seat."""
    found = board(session, actor, ref)
    if found is None:
        return None
    wanted = (
        select(Declaration, Person.name)
        .join(Person, Person.id == Declaration.person_id)
        .where(
            Declaration.id == declaration_id,
            Declaration.challenge_id == found.challenge.id,
        )
    )
    row = session.execute(wanted).one_or_none()
    return BoardCase(found, *row) if row else None


def waiting_cases(session: Session, challenge_id: UUID) -> list[WaitingCase]:
    """Declarations of those with a seat that wait for a ruling, the oldest first."""
    wanted = (
        select(Declaration.id, Declaration.person_id, Person.name, Declaration.kind)
        .join(Person, Person.id == Declaration.person_id)
        .join(Seat, of_seat())
        .where(
            Declaration.challenge_id == challenge_id,
            Declaration.ruling == Ruling.WAITING,
        )
        .order_by(Declaration.declared_at)
    )
    return [WaitingCase(*row) for row in session.execute(wanted)]


def _seated(actor: Actor) -> Select[Seat, Declaration, bool]:
    return (
        select(Seat, Declaration, presides())
        .join(Challenge, Challenge.id == Seat.challenge_id)
        .outerjoin(Declaration, of_seat())
        .where(
            Seat.person_id == actor.id,
            Challenge.authority_id.in_(actor.authorities(*BOARD)),
            Challenge.stage != Stage.DISCARDED,
        )
    )
