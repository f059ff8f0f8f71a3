"""What the desk and other capabilities read of boards: progress without scores, and verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, case, exists, func, select
from sqlalchemy.orm import Session

from engage.accounts.actor import BOARD, Actor
from engage.accounts.models import Membership, Person, Role
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.responses.models import Response
from engage.reviews.models import (
    Criterion,
    Declaration,
    Referral,
    Review,
    Ruling,
    Seat,
    SeatRole,
    Verdict,
)
from engage.reviews.policy import Standing, standing
from engage.reviews.queries.declared import of_seat

MOST = 200  # on one page, of people or of responses


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one board in numbers, for the challenge's own page. No scores."""

    criteria: int
    seats: int
    chairs: int
    declared: int
    waiting: int
    ideas: int
    decided: int
    shortlisted: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the board: since when, what they declared, how many reviews are in."""

    id: UUID
    name: str
    role: SeatRole
    outside: bool
    ends_on: date | None
    seated_at: datetime
    declaration_id: UUID | None
    ruling: Ruling | None
    submitted: int

    @property
    def is_chair(self) -> bool:
        return self.role is SeatRole.CHAIR

    @property
    def part(self) -> str:
        """Beside the name: the part, and whether they come from outside."""
        named = [] if self.role is SeatRole.MEMBER else [self.role.value]
        return ", ".join([*named, *(["from outside"] if self.outside else [])])

    @property
    def standing(self) -> Standing:
        return standing(self.ruling)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be given a seat."""

    id: UUID
    name: str
    email: str
    may_chair: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What the chair decided about one idea, and whose it is: for the desk."""

    number: int
    verdict: Verdict
    reasons: str
    response_id: UUID
    organisation: str
    referred_at: datetime
    decided_at: datetime | None
    decided_by: str | None


@dataclass(frozen=True)
class DeskCase:
    """A declaration of interest before the desk."""

    challenge: Challenge
    declaration: Declaration
    person: str


def status(session: Session, challenge_id: UUID) -> Status:
    """One statement, whatever the size of the board."""
    here = Seat.challenge_id == challenge_id
    of_seats = select(func.count()).select_from(Seat).where(here)
    declared = of_seats.join(Declaration, of_seat())
    ideas = select(func.count(Referral.id)).where(Referral.challenge_id == challenge_id)
    wanted = select(
        select(func.count(Criterion.id))
        .where(Criterion.challenge_id == challenge_id)
        .scalar_subquery(),
        of_seats.scalar_subquery(),
        of_seats.where(Seat.is_chair).scalar_subquery(),
        declared.scalar_subquery(),
        declared.where(Declaration.ruling == Ruling.WAITING).scalar_subquery(),
        ideas.scalar_subquery(),
        ideas.where(Referral.verdict != Verdict.PENDING).scalar_subquery(),
        ideas.where(Referral.verdict == Verdict.SHORTLISTED).scalar_subquery(),
    )
    return Status(*session.execute(wanted).one())


def members(session: Session, challenge_id: UUID) -> list[Member]:
    """The board, its chair first, with how many reviews each has submitted."""
    submitted = (
        select(func.count(Review.id))
        .join(Referral, Referral.id == Review.referral_id)
        .where(
            Referral.challenge_id == challenge_id,
            Review.person_id == Seat.person_id,
            Review.submitted_at.is_not(None),
        )
        .correlate(Seat)
        .scalar_subquery()
    )
    wanted = (
        select(
            Person.id,
            Person.name,
            *(Seat.role, Seat.outside, Seat.ends_on, Seat.seated_at),
            Declaration.id,
            Declaration.ruling,
            submitted,
        )
        .select_from(Seat)
        .join(Person, Person.id == Seat.person_id)
        .outerjoin(Declaration, of_seat())
        .where(Seat.challenge_id == challenge_id)
        .order_by(Seat.is_chair.desc(), Person.name, Person.id)
    )
    return [Member(*row) for row in session.execute(wanted)]


def to_tell_of_ideas(session: Session, challenge_id: UUID | None) -> Sequence[Row[str, str]]:
    """E-mail and name of everybody seated, but not of those who stand aside: they see no idea."""
    aside = exists().where(
        Declaration.challenge_id == Seat.challenge_id,
        Declaration.person_id == Seat.person_id,
        Declaration.replaced_at.is_(None),
        Declaration.ruling == Ruling.STANDS_ASIDE,
    )
    wanted = (
        select(Person.email, Person.name)
        .join(Seat, Seat.person_id == Person.id)
        .where(Seat.challenge_id == challenge_id, Person.disabled_at.is_(None), ~aside)
    )
    return session.execute(wanted).all()


def candidates(session: Session, authority_id: UUID) -> list[Candidate]:
    """Who may be given a seat at this council, by name."""
    wanted = (
        select(
            Person.id,
            Person.name,
            Person.email,
            func.max(case((Membership.role == Role.BOARD_CHAIR, 1), else_=0)),
        )
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.authority_id == authority_id,
            Membership.role.in_(BOARD),
            Person.disabled_at.is_(None),
        )
        .group_by(Person.id, Person.name, Person.email)
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    rows = session.execute(wanted)
    return [Candidate(row[0], row[1], row[2], bool(row[3])) for row in rows]


def decided(session: Session, challenge_id: UUID, *, page: Page) -> list[Decided]:
    """Every decision with its reasons. Ask first whether the shortlist has been released."""
    wanted = (
        select(
            Referral.number,
            Referral.verdict,
            Referral.reasons,
            Referral.response_id,
            Interest.organisation,
            Referral.referred_at,
            Referral.decided_at,
            Person.name,
        )
        .join(Response, Response.id == Referral.response_id)
        .join(Interest, Interest.id == Response.interest_id)
        .outerjoin(Person, Person.id == Referral.decided_by)
        .where(Referral.challenge_id == challenge_id)
        .order_by(Referral.number)
        .offset(page.offset)
        .limit(page.limit)
    )
    return [Decided(*row) for row in session.execute(wanted)]


def people(session: Session, ids: list[UUID]) -> list[Person]:
    """Persons by id."""
    return list(session.scalars(select(Person).where(Person.id.in_(ids))))


def case_for_desk(
    session: Session, actor: Actor, ref: str, declaration_id: UUID
) -> DeskCase | None:
    """A declaration about a challenge at whose desk the actor works."""
    challenge = for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = (
        select(Declaration, Person.name)
        .join(Person, Person.id == Declaration.person_id)
        .where(Declaration.id == declaration_id, Declaration.challenge_id == challenge.id)
    )
    row = session.execute(wanted).one_or_none()
    return DeskCase(challenge, row[0], row[1]) if row else None
