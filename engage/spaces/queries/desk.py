"""What the desk shows: all challenges of my councils, and where each one stands."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session, selectinload

from engage.accounts.actor import COUNCIL_SIDE, DESK_WRITERS, Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import AFTER_THE_END, OVER, UNPUBLISHED, Stage
from engage.challenges.models import Challenge, Sealing
from engage.challenges.queries import at_side_of
from engage.challenges.service import gaps, needs_approval
from engage.interest import models as interest
from engage.interest.models import Interest
from engage.kernel.paging import Page
from engage.notices.models import HandIn, Notice, SourceNotice, Status
from engage.outcomes.models import Feedback
from engage.questions import models as questions
from engage.questions.models import Question
from engage.reports import models as reports
from engage.reports.models import Compilation
from engage.responses import models as responses
from engage.responses.models import Prompt, Response
from engage.reviews.models import Declaration, Referral, Ruling, ShortlistRelease, Verdict
from engage.spaces.queries import four_eyes
from engage.spaces.steps import Facts
from engage.workshops.models import MaterialsClock, Sitting


def _count(table: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    counted = select(func.count()).where(table.challenge_id == Challenge.id, *conditions)
    return counted.correlate(Challenge).scalar_subquery()


def _handed_in() -> ScalarSelect[Any]:
    """How far Find a Tender is with the version that waits; nothing where we stopped trying."""
    waits = exists().where(
        Notice.challenge_id == HandIn.challenge_id,
        Notice.status == Status.DRAFT,
        Notice.made_at <= HandIn.asked_at,
    )
    newest = select(HandIn.step).where(HandIn.challenge_id == Challenge.id, waits)
    tried = newest.where(HandIn.parked_at.is_(None))
    last = tried.order_by(HandIn.asked_at.desc(), HandIn.id.desc()).limit(1)
    return last.correlate(Challenge).scalar_subquery()


def _owed(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """Sessions of which the materials are still to come."""
    owed = (
        select(func.count())
        .select_from(MaterialsClock)
        .join(Sitting, Sitting.id == MaterialsClock.sitting_id)
        .where(Sitting.challenge_id == Challenge.id, MaterialsClock.settled_at.is_(None))
    )
    return owed.where(*conditions).correlate(Challenge).scalar_subquery()


def _to_open() -> ColumnElement[bool]:
    waits = and_(Challenge.sealing == Sealing.KEY, Challenge.opened_at.is_(None))
    return case((waits, True), else_=False)


def _shortlist() -> Iterator[ColumnElement[Any]]:
    yield _count(Referral, Referral.verdict == Verdict.PENDING).label("undecided")
    yield _count(ShortlistRelease).label("proposed")
    released = ShortlistRelease.released_at.is_not(None)
    yield _count(ShortlistRelease, released).label("released")


def _facts(actor: Actor, at: datetime) -> list[ColumnElement[Any]]:
    """One row per challenge: every count a subquery of the one statement."""
    compiled = exists().where(
        Compilation.challenge_id == Challenge.id, Compilation.state == reports.State.DONE
    )
    own = Challenge.authority_id.in_(actor.authorities(*COUNCIL_SIDE))  # not only joint
    waiting = _count(
        Declaration, Declaration.ruling == Ruling.WAITING, Declaration.replaced_at.is_(None)
    )
    return [
        case((own, True), else_=False).label("leads"),
        *(_count(Prompt).label("prompts"), _to_open().label("to_open")),
        _count(Sitting, Sitting.cancelled_at.is_(None)).label("workshops"),
        _owed().label("materials_owed"),
        _owed(MaterialsClock.due_at <= at).label("materials_late"),
        _count(Interest, Interest.state == interest.State.CONFIRMED).label("registered"),
        _count(Question, Question.state == questions.State.ASKED).label("questions_waiting"),
        case((compiled, True), else_=False).label("compiled"),
        _count(Referral).label("ideas"),
        case((own, waiting), else_=0).label("rulings_waiting"),
        *_shortlist(),
        case((own, _count(Feedback, Feedback.approved_at.is_(None))), else_=0).label(
            "feedback_waiting"
        ),
        _count(SourceNotice).label("notices"),
        _count(Notice, Notice.status == Status.DRAFT).label("notices_waiting"),
        _handed_in().label("handed_in"),
        _count(Response, Response.state == responses.State.SUBMITTED).label("responses"),
        *four_eyes.columns(actor.authorities(*DESK_WRITERS)),
    ]


COUNTED = (
    "leads",
    "prompts",
    "workshops",
    "materials_owed",
    "materials_late",
    "registered",
    "questions_waiting",
    "to_open",
    "compiled",
    "ideas",
    "rulings_waiting",
    "undecided",
    "proposed",
    "released",
    "feedback_waiting",
    "notices",
    "notices_waiting",
    "handed_in",
    "returned",
    "changes",
)


def of_one(session: Session, actor: Actor, challenge: Challenge, *, at: datetime) -> Facts:
    """Where this challenge stands."""
    row = session.execute(select(*_facts(actor, at)).where(Challenge.id == challenge.id)).one()
    ended = challenge.ended(at)
    return Facts(
        reference=challenge.reference,
        title=challenge.title,
        stage=challenge.stage,
        ends=challenge.engagement_ends,
        ended=ended,
        listed=challenge.listed_at is not None,
        retrospective=challenge.retrospective,
        responses=row.responses if ended and not row.to_open else 0,
        publish_at=challenge.publish_at,
        needs_approval=needs_approval(challenge),
        gaps=len(gaps(challenge, at)) if challenge.stage in UNPUBLISHED else 0,
        **{name: getattr(row, name) for name in COUNTED},
    )


def in_hand(session: Session, actor: Actor, *, at: datetime, page: Page) -> Sequence[Facts]:
    """Challenges in hand at my councils, one page: those that end soonest first, drafts last."""
    wanted = _rows(actor, at).where(Challenge.stage.not_in(OVER))
    ordered = wanted.order_by(
        Challenge.stage.in_(UNPUBLISHED),
        Challenge.engagement_ends.is_(None),
        Challenge.engagement_ends,
        Challenge.id,
    )
    rows = session.execute(ordered.offset(page.offset).limit(page.limit)).all()
    missing = _missing(session, [row.id for row in rows if row.stage in UNPUBLISHED], at)
    return [_of_row(row, missing.get(row.id, Missing()), at) for row in rows]


@dataclass(frozen=True)
class Missing:
    """What publishing a draft still needs: how many things, and whether an approval."""

    gaps: int = 0
    approval: bool = False


def _missing(session: Session, drafts: Collection[UUID], at: datetime) -> dict[UUID, Missing]:
    """What publishing still needs, by draft: the same rules as on its own page."""
    if not drafts:
        return {}
    wanted = select(Challenge).options(selectinload(Challenge.cpv)).where(Challenge.id.in_(drafts))
    return {
        draft.id: Missing(len(gaps(draft, at)), needs_approval(draft))
        for draft in session.scalars(wanted)
    }


def _rows(actor: Actor, at: datetime) -> Select[Any]:
    return select(
        Challenge.id,
        Challenge.reference,
        Challenge.title,
        Challenge.stage,
        Challenge.engagement_ends,
        Challenge.publish_at,
        Challenge.listed_at,
        Challenge.retrospective,
        *_facts(actor, at),
    ).where(at_side_of(actor))


def _of_row(row: Any, missing: Missing, at: datetime) -> Facts:
    ends = row.engagement_ends
    over = row.stage in AFTER_THE_END or (
        row.stage is Stage.OPEN and ends is not None and at >= ends
    )
    return Facts(
        reference=row.reference,
        title=row.title,
        stage=Stage.CLOSED if over and row.stage is Stage.OPEN else row.stage,
        ends=ends,
        ended=over,
        listed=row.listed_at is not None,
        retrospective=row.retrospective,
        responses=row.responses if over and not row.to_open else 0,
        publish_at=row.publish_at,
        needs_approval=missing.approval,
        gaps=missing.gaps,
        **{name: getattr(row, name) for name in COUNTED},
    )


def count_in_hand(session: Session, actor: Actor) -> int:
    """How many challenges are in hand at my councils."""
    mine = and_(at_side_of(actor), Challenge.stage.not_in(OVER))
    return session.scalar(select(func.count()).select_from(Challenge).where(mine)) or 0


def everything(
    session: Session, actor: Actor, *, stage: Stage | None, page: Page
) -> tuple[Sequence[Any], int]:
    """Every challenge of my councils, newest first, one page, and how many there are."""
    mine = at_side_of(actor)
    chosen = and_(mine, Challenge.stage == stage) if stage else mine
    wanted = (
        select(
            Challenge.reference,
            Challenge.title,
            Challenge.stage,
            Challenge.engagement_ends,
            Authority.name.label("council"),
        )
        .join(Authority, Authority.id == Challenge.authority_id)
        .where(chosen)
        .order_by(Challenge.created_at.desc(), Challenge.id.desc())
        .offset(page.offset)
        .limit(page.limit)
    )
    total = session.scalar(select(func.count()).select_from(Challenge).where(chosen)) or 0
    return session.execute(wanted).all(), total


def councils(session: Session, actor: Actor) -> Sequence[Authority]:
    """The councils at whose side this person stands, by name."""
    mine = select(Authority).where(Authority.id.in_(actor.authorities(*COUNCIL_SIDE)))
    return session.scalars(mine.order_by(Authority.name)).all()


def only_council(session: Session, actor: Actor) -> Authority | None:
    """The council this person works for, when it is one: its name and colour head the desk."""
    mine = actor.authorities(*COUNCIL_SIDE)
    return session.get(Authority, next(iter(mine))) if len(mine) == 1 else None
