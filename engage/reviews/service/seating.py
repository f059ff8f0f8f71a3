"""Who sits on the board of a challenge."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from engage.accounts.actor import BOARD
from engage.accounts.models import Membership, Person, Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.versions import require_seen
from engage.reviews.events import SeatEnded, SeatGiven, belonging
from engage.reviews.models import Referral, Review, Seat
from engage.reviews.service.completeness import missing, note_if_complete


def seat(
    session: Session, challenge: Challenge, person: Person, *, chair: bool, by: UUID, at: datetime
) -> Seat:
    """Give a board member of the council a seat; a new chair takes over from the one before."""
    _changeable(session, challenge)
    held = session.get(Seat, (challenge.id, person.id))
    if held is not None and held.is_chair == chair:
        return held
    _check_roles(session, challenge, person, chair=chair)
    if chair:
        for before in session.scalars(_chairs(challenge)):
            before.is_chair = False
    if held is None:
        held = Seat(challenge_id=challenge.id, person_id=person.id, seated_at=at)
        session.add(held)
    held.is_chair = chair
    session.flush()
    fact = SeatGiven(
        subject_id=challenge.id,
        **belonging(challenge),
        person_id=person.id,
        is_chair=chair,
    )
    record(session, fact, by=by, at=at)
    return held


def unseat(
    session: Session, challenge: Challenge, person: Person, *, by: UUID, at: datetime
) -> None:
    """Take a seat back, unless its holder has submitted a review."""
    _changeable(session, challenge)
    held = session.get(Seat, (challenge.id, person.id))
    if held is None:
        return
    if _has_reviewed(session, challenge, person):
        raise Refusal(
            f"{person.name} has submitted a review, so the seat stays theirs. "
            "If they should not take part, ask them to declare an interest."
        )
    if held.is_chair and challenge.stage is Stage.WITH_BOARD:
        raise Refusal("The board has ideas before it. Choose another chair first.")
    waited_for = missing(session, challenge.id)
    session.delete(held)
    session.flush()
    fact = SeatEnded(
        subject_id=challenge.id,
        **belonging(challenge),
        person_id=person.id,
    )
    record(session, fact, by=by, at=at)
    if waited_for:
        note_if_complete(session, challenge, by=by, at=at)


def seats(session: Session, challenge: Challenge) -> dict[str, Any]:
    """Who has a seat now, and the chair among them."""
    wanted = select(Seat.person_id, Seat.is_chair).where(Seat.challenge_id == challenge.id)
    rows = session.execute(wanted.order_by(Seat.person_id)).all()
    chair = next((row.person_id for row in rows if row.is_chair), None)
    return {"members": [row.person_id for row in rows], "chair": chair}


def arrange(
    session: Session,
    challenge: Challenge,
    people: Sequence[Person],
    *,
    chair: UUID,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Make the board exactly these people. The chair is seated first and may take over."""
    if chair not in {person.id for person in people}:
        raise Refusal("The chair needs a seat as well. Select them as a member too.")
    _changeable(session, challenge)
    saved = seats(session, challenge)
    if saved != {"members": sorted(person.id for person in people), "chair": chair}:
        require_seen(seen, saved)
    for person in sorted(people, key=lambda one: one.id != chair):
        seat(session, challenge, person, chair=person.id == chair, by=by, at=at)
    staying = [person.id for person in people]
    leaving = (
        select(Person)
        .join(Seat, Seat.person_id == Person.id)
        .where(Seat.challenge_id == challenge.id, Seat.person_id.not_in(staying))
    )
    for person in session.scalars(leaving).all():
        unseat(session, challenge, person, by=by, at=at)


def _changeable(session: Session, challenge: Challenge) -> None:
    locked(session, challenge)
    if challenge.stage.is_over:
        raise Refusal("This engagement is over, so its board can no longer change.")


def _check_roles(session: Session, challenge: Challenge, person: Person, *, chair: bool) -> None:
    wanted = select(Membership.role).where(
        Membership.person_id == person.id, Membership.authority_id == challenge.authority_id
    )
    roles = set(session.scalars(wanted))
    if person.disabled_at is not None or not roles & BOARD:
        raise Refusal(
            f"{person.name} is not a board member of this council. "
            "Ask your council administrator to invite them first."
        )
    if chair and Role.BOARD_CHAIR not in roles:
        raise Refusal(
            f"{person.name} is not a board chair of this council. "
            "Choose somebody who is, or ask your council administrator to give them that role."
        )


def _chairs(challenge: Challenge) -> Select[Seat]:
    return select(Seat).where(Seat.challenge_id == challenge.id, Seat.is_chair)


def _has_reviewed(session: Session, challenge: Challenge, person: Person) -> bool:
    wanted = (
        exists()
        .where(Review.referral_id == Referral.id)
        .where(Referral.challenge_id == challenge.id)
        .where(Review.person_id == person.id, Review.submitted_at.is_not(None))
    )
    return bool(session.scalar(select(wanted)))
