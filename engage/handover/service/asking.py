"""Ask for a pack; a worker makes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.handover import queries
from engage.handover.events import PackAsked, PackTaken
from engage.handover.models import Pack
from engage.handover.queries import Standing
from engage.kernel.db import owes
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record


@dataclass(frozen=True)
class Gap:
    """What is still missing, and the page below the challenge where it is done."""

    sentence: str
    page: str


class NotYet(Refusal):
    """The tender must not begin before this is done."""

    def __init__(self, missing: list[Gap]) -> None:
        self.missing = missing
        super().__init__(" ".join(gap.sentence for gap in missing))


def gaps(state: Standing) -> list[Gap]:
    """What has to be done before the hand-over; empty when nothing has."""
    return list(_gaps(state))


def ask(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> Pack:
    """Queue a pack; while one is being made, asking again is the same one. Raises NotYet."""
    locked(session, challenge)
    missing = gaps(queries.standing(session, challenge))
    if missing:
        raise NotYet(missing)
    under_way = queries.unfinished(session, challenge)
    if under_way is not None:
        return under_way
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    pack = Pack(**place, asked_by=by, asked_at=at, due_at=at)
    session.add(pack)
    session.flush()
    owes(session, "packing")
    record(session, PackAsked(subject_id=pack.id, **place), by=by, at=at)
    return pack


def note_taken(session: Session, pack: Pack, *, by: UUID, at: datetime) -> None:
    """Somebody takes it away: that is a fact of the trail."""
    record(session, PackTaken(subject_id=pack.id, **belonging(pack.challenge)), by=by, at=at)


def _gaps(state: Standing) -> Iterator[Gap]:
    if not state.concluded:
        yield Gap("Publish the outcome first: the pack is a record of it.", "outcome")
    if not state.noticed:
        yield Gap("Give the number of the notice, or the reasons for having none.", "notice/answer")
    if state.unequal:
        what = "1 thing is" if state.unequal == 1 else f"{state.unequal:,} things are"
        yield Gap(f"{what} known to some suppliers and not to others.", "ledger")
    if state.undecided:
        what = "1 interest" if state.undecided == 1 else f"{state.undecided:,} interests"
        yield Gap(f"Decide about {what} that members of the board declared.", "board/declarations")
