"""Who sits on the board of a challenge."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.accounts.actor import BOARD
from engage.accounts.models import Membership, Person, Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.versions import require_seen
from engage.reviews.events import SeatEnded, SeatGiven
from engage.reviews.models import Referral, Review, Seat
from engage.reviews.service.completeness import missing, note_if_complete
from engage.reviews.service.parts import Parts, check_parts, kept_parts, set_parts


def seat(
    session: Session, challenge: Challenge, person: Person, *, chair: bool, by: UUID, at: datetime
) -> Seat:
    """Give a board member of the council a seat; a new chair takes over from the one before."""
    _changeable(session, challenge)
    _give(session, challenge, {person: chair}, by=by, at=at)
    return session.get_one(Seat, (challenge.id, person.id))


def unseat(
    session: Session, challenge: Challenge, person: Person, *, by: UUID, at: datetime
) -> None:
    """Take a seat back, unless its holder has submitted a review."""
    _changeable(session, challenge)
    _take_back(session, challenge, [person], by=by, at=at)


def seats(session: Session, challenge: Challenge) -> dict[str, Any]:
    """Who has a seat now, the chair among them, and the parts of the others."""
    wanted = select(Seat).where(Seat.challenge_id == challenge.id).order_by(Seat.person_id)
    held = session.scalars(wanted.execution_options(populate_existing=True)).all()
    chair = next((seat.person_id for seat in held if seat.is_chair), None)
    parts = kept_parts(session, challenge, held)
    return {"members": [seat.person_id for seat in held], "chair": chair, **parts}


def arrange(
    session: Session,
    challenge: Challenge,
    people: Sequence[Person],
    *,
    chair: UUID,
    parts: Parts | None = None,
    by: UUID,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Make the board exactly these people, in as many statements for thirty as for three."""
    _changeable(session, challenge)
    if chair not in {person.id for person in people}:
        raise Refusal("The chair needs a seat as well. Select them as a member too.")
    check_parts(people, chair, parts or Parts())
    saved = seats(session, challenge)
    wanted = {"members": sorted(person.id for person in people), "chair": chair}
    wanted |= parts.as_fields() if parts else {}
    if any(saved.get(name) != value for name, value in wanted.items()):
        require_seen(seen, saved)
    _give(session, challenge, {one: one.id == chair for one in people}, by=by, at=at)
    _take_back(session, challenge, _leaving(session, challenge, people), by=by, at=at)
    if parts is not None:
        set_parts(session, challenge, parts, by=by, at=at)


def _leaving(session: Session, challenge: Challenge, staying: Sequence[Person]) -> Sequence[Person]:
    wanted = (
        select(Person)
        .join(Seat, Seat.person_id == Person.id)
        .where(
            Seat.challenge_id == challenge.id,
            Seat.person_id.not_in([person.id for person in staying]),
        )
    )
    return session.scalars(wanted.order_by(Person.name, Person.id)).all()


def _give(
    session: Session,
    challenge: Challenge,
    wanted: Mapping[Person, bool],
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Seat these people, each as chair or not; those who sit there as wanted stay as they are."""
    held = _held(session, challenge)
    new = {
        person: chair
        for person, chair in wanted.items()
        if person.id not in held or held[person.id].is_chair != chair
    }
    _check_roles(session, challenge, new)
    if any(new.values()):
        for before in held.values():
            before.is_chair = False
    for person, chair in new.items():
        seated = held.get(person.id) or Seat(
            challenge_id=challenge.id, person_id=person.id, seated_at=at
        )
        seated.is_chair = chair
        session.add(seated)
    session.flush()
    for person, chair in new.items():
        record(session, _given(challenge, person, chair), by=by, at=at)


def _given(challenge: Challenge, person: Person, chair: bool) -> SeatGiven:
    return SeatGiven(
        subject_id=challenge.id, **belonging(challenge), person_id=person.id, is_chair=chair
    )


def _take_back(
    session: Session, challenge: Challenge, people: Sequence[Person], *, by: UUID, at: datetime
) -> None:
    held = _held(session, challenge)
    leaving = [person for person in people if person.id in held]
    if not leaving:
        return
    _check_leaving(session, challenge, leaving, held)
    waited_for = missing(session, challenge.id)
    ids = [person.id for person in leaving]
    session.execute(delete(Seat).where(Seat.challenge_id == challenge.id, Seat.person_id.in_(ids)))
    for person in leaving:
        fact = SeatEnded(subject_id=challenge.id, **belonging(challenge), person_id=person.id)
        record(session, fact, by=by, at=at)
    if waited_for:
        note_if_complete(session, challenge, by=by, at=at)


def _check_leaving(
    session: Session,
    challenge: Challenge,
    leaving: Sequence[Person],
    held: Mapping[UUID, Seat],
) -> None:
    reviewed = _have_reviewed(session, challenge)
    for person in leaving:
        if person.id in reviewed:
            raise Refusal(
                f"{person.name} has submitted a review, so the seat stays theirs. "
                "If they should not take part, ask them to declare an interest."
            )
        if held[person.id].is_chair and challenge.stage is Stage.WITH_BOARD:
            raise Refusal("The board has ideas before it. Choose another chair first.")


def _held(session: Session, challenge: Challenge) -> dict[UUID, Seat]:
    """The board as it is now, by person."""
    wanted = select(Seat).where(Seat.challenge_id == challenge.id)
    rows = session.scalars(wanted.execution_options(populate_existing=True))
    return {seat.person_id: seat for seat in rows}


def _changeable(session: Session, challenge: Challenge) -> None:
    locked(session, challenge)
    if challenge.stage.is_over:
        raise Refusal("This engagement is over, so its board can no longer change.")


def _check_roles(session: Session, challenge: Challenge, wanted: Mapping[Person, bool]) -> None:
    """Each is a board member of the council, and who is to chair is a board chair."""
    held = select(Membership.person_id, Membership.role).where(
        Membership.person_id.in_([person.id for person in wanted]),
        Membership.authority_id == challenge.authority_id,
    )
    roles = {(row.person_id, row.role) for row in session.execute(held)}
    for person, chair in wanted.items():
        if person.disabled_at is not None or not any((person.id, one) in roles for one in BOARD):
            raise Refusal(
                f"{person.name} is not a board member of this council. "
                "Ask your council administrator to invite them first."
            )
        if chair and (person.id, Role.BOARD_CHAIR) not in roles:
            raise Refusal(
                f"{person.name} is not a board chair of this council. Choose somebody who is, "
                "or ask your council administrator to give them that role."
            )


def _have_reviewed(session: Session, challenge: Challenge) -> set[UUID]:
    wanted = (
        select(Review.person_id)
        .join(Referral, Referral.id == Review.referral_id)
        .where(Referral.challenge_id == challenge.id, Review.submitted_at.is_not(None))
    )
    return set(session.scalars(wanted.distinct()))
