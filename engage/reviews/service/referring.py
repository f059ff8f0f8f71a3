"""Put responses to the board, without the names of those who wrote them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from random import SystemRandom
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.responses.models import Response, State, Submission
from engage.reviews.events import ResponseReferred
from engage.reviews.models import Criterion, Referral, Seat
from engage.reviews.service.comparing import compare

shuffle_fairly: Callable[[list[Response]], None] = SystemRandom().shuffle


class NotReady(Refusal):
    """The board cannot start yet."""


def refer(
    session: Session,
    challenge: Challenge,
    responses: Sequence[Response],
    *,
    by: UUID,
    at: datetime,
    shuffle: Callable[[list[Response]], None] = shuffle_fairly,
) -> list[Referral]:
    """Number submitted responses in an order that says nothing, and give them to the board.

    The first time moves the challenge to the board; later ones continue the numbers.
    """
    _check_stage(session, challenge, at)
    _check_board(session, challenge)
    chosen = list({response.id: response for response in responses}.values())
    _check(session, challenge, chosen)
    if challenge.stage is not Stage.WITH_BOARD:
        challenges.refer(session, challenge, by=by, at=at)
    shuffle(chosen)
    last = select(func.max(Referral.number)).where(Referral.challenge_id == challenge.id)
    first = (session.scalar(last) or 0) + 1
    made = [_referral(response, number, at) for number, response in enumerate(chosen, first)]
    session.add_all(made)
    session.flush()
    for referral in made:
        record(session, _fact(challenge, referral), by=by, at=at)
    compare(session, challenge, by=by, at=at)
    return made


def _fact(challenge: Challenge, referral: Referral) -> ResponseReferred:
    return ResponseReferred(
        subject_id=referral.response_id,
        **belonging(challenge),
        referral_id=referral.id,
        number=referral.number,
    )


def _referral(response: Response, number: int, at: datetime) -> Referral:
    return Referral(
        challenge_id=response.challenge_id,
        authority_id=response.authority_id,
        response_id=response.id,
        number=number,
        referred_at=at,
    )


def _check_stage(session: Session, challenge: Challenge, at: datetime) -> None:
    """Lock the challenge; close it first when its end has come by the clock."""
    locked(session, challenge)
    if challenge.stage is Stage.OPEN and challenge.ended(at):
        challenges.close(session, challenge, by=None, at=at)
    if challenge.stage not in (Stage.CLOSED, Stage.WITH_BOARD):
        raise NotReady("Responses go to the board after the engagement has ended, and only then.")


def _check_board(session: Session, challenge: Challenge) -> None:
    if not session.scalar(select(exists().where(Criterion.challenge_id == challenge.id))):
        raise NotReady("Set the criteria first: the board scores each idea against them.")
    chair = exists().where(Seat.challenge_id == challenge.id, Seat.is_chair)
    if not session.scalar(select(chair)):
        raise NotReady("Choose the members of the board and its chair first.")


def _check(session: Session, challenge: Challenge, chosen: Sequence[Response]) -> None:
    if not chosen:
        raise Refusal("Select at least one response to put to the board.")
    ids = [response.id for response in chosen]
    good = (
        select(func.count())
        .select_from(Response)
        .join(Submission, Submission.response_id == Response.id)
        .where(
            Response.id.in_(ids),
            Response.challenge_id == challenge.id,
            Response.state == State.SUBMITTED,
            Submission.replaced_at.is_(None),
            ~exists().where(Referral.response_id == Response.id),
        )
    )
    if session.scalar(good) != len(ids):
        raise Refusal(
            "One of these responses is not submitted, or is with the board already. "
            "Open this page again to see those that can be put to the board."
        )
