"""The parts people have on a board, and what the board agreed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.reviews.events import BoardArranged
from engage.reviews.models import Board, Seat, SeatRole


@dataclass(frozen=True, slots=True)
class Parts:
    """All but who is a member and who the chair. Terms and expertise are by person."""

    deputy: UUID | None = None
    secretary: UUID | None = None
    outside: frozenset[UUID] = frozenset()
    quorum: int | None = None
    secretary_email: str = ""
    terms: Mapping[UUID, date | None] = field(default_factory=dict)
    expertise: Mapping[UUID, Sequence[str]] = field(default_factory=dict)

    def as_fields(self) -> dict[str, Any]:
        """By the names of the fields of the page, as ``kept_parts`` has them."""
        known = self.expertise.items()
        return {
            "deputy": self.deputy,
            "secretary": self.secretary,
            "outside": sorted(self.outside),
            "quorum": self.quorum,
            "secretary_email": self.secretary_email,
            **{f"ends_{person_id.hex}": day for person_id, day in self.terms.items()},
            **{f"expertise_{person_id.hex}": ", ".join(tags) for person_id, tags in known},
        }

    def role_of(self, seat: Seat) -> SeatRole:
        if seat.is_chair:
            return SeatRole.CHAIR
        held = {self.secretary: SeatRole.SECRETARY, self.deputy: SeatRole.DEPUTY}
        return held.get(seat.person_id, SeatRole.MEMBER)


def check_parts(people: Sequence[Person], chair: UUID, parts: Parts) -> None:
    """The deputy and the secretary sit on the board, and nobody has two of these parts."""
    seated = {person.id for person in people}
    named = [one for one in (parts.deputy, parts.secretary) if one is not None]
    if not seated.issuperset(named):
        raise Refusal("The deputy and the secretary need a seat as well. Select them as members.")
    if len({chair, *named}) <= len(named):
        raise Refusal("The chair, the deputy and the secretary are three different people.")
    if parts.quorum is not None and parts.quorum > len(people):
        raise Refusal(f"The board has {len(people)} members, so more than that can never be there.")


def set_parts(
    session: Session, challenge: Challenge, parts: Parts, *, by: UUID, at: datetime
) -> None:
    """Give the seats their parts, once their holders and the chair are settled."""
    held = session.scalars(select(Seat).where(Seat.challenge_id == challenge.id)).all()
    before = _as_kept(session, challenge, held)
    for seat in held:  # a part is free before somebody else gets it
        if seat.role is not parts.role_of(seat):
            seat.role = SeatRole.CHAIR if seat.is_chair else SeatRole.MEMBER
    session.flush()
    for seat in held:
        seat.role = parts.role_of(seat)
        seat.outside = seat.person_id in parts.outside
        seat.ends_on = parts.terms.get(seat.person_id, seat.ends_on)
        seat.expertise = list(parts.expertise.get(seat.person_id, seat.expertise))
    board = session.get(Board, challenge.id) or Board(challenge_id=challenge.id)
    board.quorum, board.secretary_email = parts.quorum, parts.secretary_email
    session.add(board)
    session.flush()
    if _as_kept(session, challenge, held) != before:
        fact = BoardArranged(subject_id=challenge.id, **belonging(challenge), quorum=parts.quorum)
        record(session, fact, by=by, at=at)


def kept_parts(session: Session, challenge: Challenge, held: Sequence[Seat]) -> dict[str, Any]:
    """What is saved, by the names of the fields of the page."""
    by_role = {seat.role: seat.person_id for seat in held}
    board = session.get(Board, challenge.id)
    return {
        "deputy": by_role.get(SeatRole.DEPUTY),
        "secretary": by_role.get(SeatRole.SECRETARY),
        "outside": [seat.person_id for seat in held if seat.outside],
        "quorum": board.quorum if board else None,
        "secretary_email": board.secretary_email if board else "",
        **{f"ends_{seat.person_id.hex}": seat.ends_on for seat in held},
        **{f"expertise_{seat.person_id.hex}": ", ".join(seat.expertise or []) for seat in held},
    }


def _as_kept(session: Session, challenge: Challenge, held: Sequence[Seat]) -> dict[str, Any]:
    return kept_parts(session, challenge, sorted(held, key=lambda seat: seat.person_id))
