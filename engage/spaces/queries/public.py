"""What the public reads: the front page, and everything public about one challenge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from engage.accounts.actor import Actor
from engage.authorities.models import Authority
from engage.challenges.lifecycle import PUBLIC, Stage
from engage.challenges.models import Challenge, Relation, Sharing
from engage.challenges.queries import REFERENCE, is_listed, named_outside, names_of
from engage.challenges.queries.history import changed_at
from engage.findings.models import PublicCopy
from engage.interest import queries as interests
from engage.kernel.clock import DatabaseTime, now, now_beside
from engage.notices.models import Notice, Status
from engage.outcomes.models import OutcomeClock, Summary
from engage.responses.models import Prompt
from engage.workshops.models import Series
from engage.workshops.queries.one_to_ones import OPENED

NEWEST = 6
BUYING = (Relation.BUYS_TOO, Relation.WE_ACT_FOR)


@dataclass(frozen=True)
class Published:
    """A challenge anybody may read, and what was heard, once that is published."""

    challenge: Challenge
    summary: Summary | None
    joint: str | None  # names of councils
    sponsors: str | None
    outside: str | None  # names of authorities that are not on engage
    acting: str | None  # names of those who act for the council
    changed_at: datetime | None  # the last change since it was published
    notice_id: str  # of the notice, or empty
    no_notice: str  # why there is none: s.17(1)(b)
    one_to_ones: bool  # whether suppliers could ask for one
    copies: bool  # whether responses can be read
    asks: bool  # whether there are questions to answer in writing
    due_at: datetime | None  # when its outcome was promised for
    at: datetime  # the clock of the database


Version = aliased(Notice)
SETTLED = (
    select(Version.id)
    .where(Version.challenge_id == Challenge.id, Version.status != Status.DRAFT)
    .order_by(Version.number.desc())
    .limit(1)
    .correlate(Challenge)
    .scalar_subquery()
)
"""The newest version of the notice of which something is known."""
PUBLISHED = (
    select(
        *(Challenge, Summary, names_of(Sharing.JOINT), names_of(Sharing.SPONSOR)),
        *(named_outside(*BUYING), named_outside(Relation.ACTS_FOR_US)),
        *(changed_at(), select(DatabaseTime()).scalar_subquery()),  # once, however many codes
        exists().where(Series.challenge_id == Challenge.id, *OPENED).correlate(Challenge),
        exists().where(PublicCopy.challenge_id == Challenge.id).correlate(Challenge),
        exists().where(Prompt.challenge_id == Challenge.id).correlate(Challenge),
        *(OutcomeClock.due_at, Notice.notice_id, Notice.rationale),
    )
    .outerjoin(OutcomeClock, OutcomeClock.challenge_id == Challenge.id)
    .outerjoin(
        Summary,
        (Summary.challenge_id == Challenge.id) & Summary.published_at.is_not(None),
    )
    .outerjoin(Notice, Notice.id == SETTLED)
    .options(joinedload(Challenge.cpv))
    .where(Challenge.reference == bindparam("ref"), Challenge.stage.in_(PUBLIC))
)


def published(session: Session, _actor: object, ref: str) -> Published | None:
    """The challenge, its council, codes and outcome in one statement; never a draft."""
    if not REFERENCE.fullmatch(ref):
        return None
    row = session.execute(PUBLISHED, {"ref": ref}).unique().one_or_none()
    if row is None:
        return None
    challenge, summary, joint, sponsors, outside, acting, changed, told, *more = row
    meet, copies, asks, due_at, *noticed = more
    noticed = noticed if None not in noticed else [*_planned(challenge)]
    at = now_beside(session, told)
    named = (joint, sponsors, outside, acting)
    told_of = (*noticed, meet, copies, asks, due_at, at)
    return Published(challenge, summary, *named, changed, *told_of)


def _planned(challenge: Challenge) -> tuple[str, str]:
    """What publishing was told of the notice: its first version is made a moment later."""
    plan = challenge.notice_plan
    return plan.get("notice_id", ""), plan.get("reason", "")


def takes_part(session: Session, actor: Actor, ref: str) -> bool:
    """Whether this browser has a page of its own for the challenge; strangers cost no question."""
    known = actor.passes or actor.suppliers
    return bool(known) and interests.room(session, actor, ref) is not None


def newest(session: Session) -> Sequence[Any]:
    """The challenges that opened last and are still open."""
    wanted = (
        select(
            Challenge.reference,
            Challenge.title,
            Challenge.engagement_ends,
            Authority.name.label("council"),
        )
        .join(Authority, Authority.id == Challenge.authority_id)
        .where(is_listed(), Challenge.stage == Stage.OPEN)
        .where(Challenge.engagement_ends > now(session))
        .order_by(Challenge.published_at.desc(), Challenge.id.desc())
        .limit(NEWEST)
    )
    return session.execute(wanted).all()


def count_open(session: Session) -> int:
    """How many challenges are open to suppliers now."""
    is_open = is_listed() & (Challenge.stage == Stage.OPEN)
    is_open &= Challenge.engagement_ends > now(session)
    return session.scalar(select(func.count()).select_from(Challenge).where(is_open)) or 0
