"""What a supplier sees: the challenges they take part in, and their room in each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import PUBLIC, Stage
from engage.challenges.models import Challenge
from engage.interest.models import Interest, State
from engage.kernel.paging import Page
from engage.outcomes.models import Feedback
from engage.responses.models import Prompt, Response, Submission
from engage.responses.queries.own import sheet_of
from engage.workshops.models import Series


def taking_part(session: Session, actor: Actor, *, at: datetime, page: Page) -> Sequence[Any]:
    """A page of my challenges: what ends next first, then what is over, newest first."""
    ends = Challenge.engagement_ends
    to_come = and_(Challenge.stage == Stage.OPEN, ends > at)
    wanted = (
        select(
            Challenge.reference,
            Challenge.title,
            Challenge.stage,
            Challenge.engagement_ends,
            Authority.name.label("council"),
            Interest.organisation,
            Response.state.label("response"),
        )
        .join(Challenge, Challenge.id == Interest.challenge_id)
        .join(Authority, Authority.id == Challenge.authority_id)
        .outerjoin(Response, Response.interest_id == Interest.id)
        .where(*_mine(actor))
        .order_by(
            case((to_come, 0), else_=1),
            case((to_come, ends)),
            ends.desc().nulls_last(),
            Interest.id,
        )
    )
    return session.execute(wanted.limit(page.limit).offset(page.offset)).all()


def count_taking_part(session: Session, actor: Actor) -> int:
    """How many challenges I take part in."""
    wanted = select(func.count()).select_from(Interest)
    wanted = wanted.join(Challenge, Challenge.id == Interest.challenge_id)
    return session.scalar(wanted.where(*_mine(actor))) or 0


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    mine = or_(
        Interest.id.in_(actor.passes) if actor.passes else false(),
        Interest.supplier_id.in_(actor.suppliers) if actor.suppliers else false(),
    )
    return mine, Interest.state == State.CONFIRMED, Challenge.stage.in_(PUBLIC)


def my_response(session: Session, interest_id: UUID) -> Any:
    """My response and its current receipt, if there is one."""
    wanted = (
        select(
            *(Response.id, Response.state, Response.saved_at),
            *(Submission.receipt, Submission.submitted_at, Submission.answers),
        )
        .outerjoin(
            Submission,
            (Submission.response_id == Response.id) & Submission.replaced_at.is_(None),
        )
        .where(Response.interest_id == interest_id)
    )
    return session.execute(wanted).one_or_none()


def has_changed(session: Session, response: Any, challenge: Challenge) -> bool:
    """Whether answers were changed after the response was sent, and not sent again."""
    if not (response and response.receipt) or response.saved_at <= response.submitted_at:
        return False
    return not sheet_of(session, challenge, response.id).is_sent


def my_feedback(session: Session, interest_id: UUID) -> Any:
    """The feedback the council approved for me, once it is released with the outcome."""
    wanted = select(Feedback.result, Feedback.text, Feedback.approved_at).where(
        Feedback.interest_id == interest_id, Feedback.approved_at.is_not(None)
    )
    return session.execute(wanted).one_or_none()


def what_there_is(session: Session, challenge_id: UUID) -> Row[bool, bool]:
    """Whether there are questions to respond to, and one-to-ones to ask for."""
    questions = exists().where(Prompt.challenge_id == challenge_id)
    meetings = exists().where(Series.challenge_id == challenge_id, Series.opened_at.is_not(None))
    wanted = select(questions.label("questionnaire"), meetings.label("one_to_ones"))
    return session.execute(wanted).one()
