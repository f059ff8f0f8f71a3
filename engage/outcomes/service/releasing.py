"""Publish the outcome: the summary for everybody, feedback for each participant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.outcomes.events import OutcomeReleased
from engage.outcomes.queries import Progress, progress
from engage.outcomes.service.stages import hold


@dataclass(frozen=True)
class Gap:
    """What is still missing, and the page below the challenge where it is done."""

    sentence: str
    page: str


class Unready(Refusal):
    """Somebody would be told nothing, or everybody too little."""

    def __init__(self, missing: list[Gap]) -> None:
        self.missing = missing
        super().__init__(" ".join(gap.sentence for gap in missing))


def gaps(state: Progress) -> list[Gap]:
    """What has to be done before the release; empty when nothing has."""
    return list(_gaps(state))


def release(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> int:
    """Tell everybody, once; how many participants. Nothing can be changed afterwards.

    The event makes each participant's message owed: see ``engage.subscriptions``.
    """
    hold(session, challenge, at)
    state = progress(session, challenge)
    missing = gaps(state)
    if missing or state.summary is None:
        raise Unready(missing)
    if challenge.stage is Stage.OPEN:  # over by the clock, before the clock's task came by
        challenges.close(session, challenge, by=None, at=at)
    ends = challenge.engagement_ends
    state.summary.published_at, state.summary.days = at, (at - ends).days if ends else None
    challenges.conclude(session, challenge, by=by, at=at)
    fact = OutcomeReleased(
        subject_id=challenge.id,
        **belonging(challenge),
        told=state.participants,
    )
    record(session, fact, by=by, at=at)
    return state.participants


def _gaps(state: Progress) -> Iterator[Gap]:
    yield from _to_say(state)
    yield from _to_share(state)
    if not state.noticed:
        number = "Give the number of the notice, or the reasons for having none."
        yield Gap(number, "notice/answer")


def _to_say(state: Progress) -> Iterator[Gap]:
    if not state.heard:
        yield Gap("Write what you heard: everybody will read it.", "outcome/summary")
    if state.undecided:
        ideas = _number(state.undecided, "idea", "ideas")
        yield Gap(f"The board has not decided about {ideas} yet.", "board")
    elif not state.released:
        yield Gap(
            "The shortlist has not been released: it takes its chair and an officer.", "board"
        )
    if state.missing:
        who = _number(state.missing, "participant has", "participants have")
        yield Gap(f"{who} no feedback yet. Prepare it.", "outcome")
    if state.changed:
        what = _number(state.changed, "piece of feedback", "pieces of feedback")
        yield Gap(f"The board changed its mind about {what}. Prepare it again.", "outcome")
    if state.waiting:
        what = _number(state.waiting, "piece of feedback waits", "pieces of feedback wait")
        yield Gap(f"{what} for approval.", "outcome/feedback?approved=no")


def _to_share(state: Progress) -> Iterator[Gap]:
    if state.unequal:
        what = _number(state.unequal, "thing is", "things are")
        yield Gap(
            f"{what} known to some suppliers and not to others, which may give them an unfair"
            " advantage. Publish it, or say with a colleague why it cannot be.",
            "ledger",
        )
    if state.unpublished:
        what = _number(state.unpublished, "session of a workshop", "sessions of workshops")
        wanted = f"Publish the slides and notes of {what}, or say why there are none."
        yield Gap(wanted, "workshops")


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
