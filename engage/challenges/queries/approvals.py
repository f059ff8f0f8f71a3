"""Reads of who approves a statement, what they said, and what they saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.actor import Actor
from engage.accounts.models import Membership, Person, Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Amendment, Approval, Challenge, Decision, StatementVersion
from engage.kernel.events import RecordedEvent

WRITING = ("challenge.drafted", "challenge.filled", "challenge.revised")
MOST = 50


def last_approval(session: Session, challenge_id: UUID) -> Approval | None:
    """The last time that somebody asked for approval, as it is now."""
    wanted = select(Approval).where(Approval.challenge_id == challenge_id)
    newest = wanted.order_by(Approval.version.desc()).limit(1)
    return session.scalars(newest.execution_options(populate_existing=True)).one_or_none()


def last_author(session: Session, challenge_id: UUID) -> UUID | None:
    """Who changed the statement last, says the trail."""
    wanted = select(RecordedEvent.actor_id).where(
        RecordedEvent.challenge_id == challenge_id, RecordedEvent.name.in_(WRITING)
    )
    newest = wanted.order_by(RecordedEvent.occurred_at.desc(), RecordedEvent.id.desc())
    return session.scalar(newest.limit(1))


def is_approver(session: Session, authority_id: UUID, person_id: UUID) -> bool:
    """Whether this person has the role at this council now."""
    return session.get(Membership, (person_id, authority_id, Role.APPROVER)) is not None


def may_decide(
    session: Session, authority_id: UUID, *, without: Sequence[UUID | None]
) -> Sequence[Any]:
    """E-mail address and name of the council's approvers, but not of those ``without``."""
    wanted = (
        select(Person.email, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.authority_id == authority_id,
            Membership.role == Role.APPROVER,
            Person.disabled_at.is_(None),
            Person.id.not_in([each for each in without if each]),
        )
        .order_by(Person.name)
        .limit(MOST)
    )
    return session.execute(wanted).all()


@dataclass(frozen=True)
class Asked:
    """One time that approval was asked for: who asked, who decided, and what they said."""

    approval: Approval
    asker: str | None
    decider: str | None

    @property
    def said(self) -> str:
        """What came of it, in words."""
        if self.approval.taken_back_at is not None:
            return "Taken back"
        return {
            Decision.WAITING: "Waiting",
            Decision.APPROVED: "Approved",
            Decision.RETURNED: "Returned",
        }[self.approval.decision]


def so_far(session: Session, challenge_id: UUID) -> list[Asked]:
    """Each time that approval was asked for, the newest first; the last 50."""
    asker, decider = aliased(Person), aliased(Person)
    wanted = (
        select(Approval, asker.name, decider.name)
        .outerjoin(asker, asker.id == Approval.asked_by)
        .outerjoin(decider, decider.id == Approval.decided_by)
        .where(Approval.challenge_id == challenge_id)
        .order_by(Approval.version.desc())
        .limit(MOST)
    )
    return [Asked(*row) for row in session.execute(wanted)]


def read_last(
    session: Session, challenge_id: UUID, person_id: UUID | None
) -> StatementVersion | None:
    """The version this approver decided about last; else the one that anybody returned last."""
    wanted = (
        select(StatementVersion)
        .join(
            Approval,
            (Approval.challenge_id == StatementVersion.challenge_id)
            & (Approval.version == StatementVersion.number),
        )
        .where(Approval.challenge_id == challenge_id, Approval.decision != Decision.WAITING)
        .order_by((Approval.decided_by == person_id).desc(), Approval.version.desc())
        .limit(1)
    )
    return session.scalars(wanted).one_or_none()


@dataclass(frozen=True, slots=True)
class ToApprove:
    """A row of what waits for an approver."""

    reference: str
    title: str
    asker: str | None
    asked_at: datetime

    @property
    def where(self) -> str:
        """The part of the address after the reference."""
        return "approval"


@dataclass(frozen=True, slots=True)
class ToPublish(ToApprove):
    """Changes of a published statement that wait for one."""

    @property
    def where(self) -> str:
        return "amend/check"


def to_approve(session: Session, actor: Actor) -> list[ToApprove]:
    """What waits for this approver, the longest first: nothing they asked for or wrote last."""
    places = actor.authorities(Role.APPROVER)
    if not places:
        return []
    wanted = (
        select(Challenge.reference, Challenge.title, Person.name, Approval.asked_at)
        .join(Approval, Approval.challenge_id == Challenge.id)
        .outerjoin(Person, Person.id == Approval.asked_by)
        .where(
            Challenge.authority_id.in_(places),
            Challenge.stage == Stage.WITH_APPROVER,
            Approval.decision == Decision.WAITING,
            Approval.taken_back_at.is_(None),
            Approval.asked_by.is_distinct_from(actor.id),
            Approval.written_by.is_distinct_from(actor.id),
        )
        .order_by(Approval.asked_at)
        .limit(MOST)
    )
    return [ToApprove(*row) for row in session.execute(wanted)]


def to_publish(session: Session, actor: Actor, *, at: datetime) -> list[ToPublish]:
    """Changes that this approver is asked to publish, the longest first; none of their own."""
    places = actor.authorities(Role.APPROVER)
    if not places:
        return []
    wanted = (
        select(Challenge.reference, Challenge.title, Person.name, Amendment.asked_at)
        .join(Amendment, Amendment.challenge_id == Challenge.id)
        .outerjoin(Person, Person.id == Amendment.asked_by)
        .where(
            Challenge.authority_id.in_(places),
            _may_change(at),
            Amendment.asked_at.is_not(None),
            Amendment.begun_by.is_distinct_from(actor.id),
            Amendment.saved_by.is_distinct_from(actor.id),
        )
        .order_by(Amendment.asked_at)
        .limit(MOST)
    )
    rows = session.execute(wanted)
    return [ToPublish(ref, title, asker, asked) for ref, title, asker, asked in rows if asked]


def _may_change(at: datetime) -> ColumnElement[bool]:
    """What ``Challenge.may_change`` says, asked of the database."""
    return or_(
        and_(Challenge.stage == Stage.OPEN, Challenge.engagement_ends > at),
        and_(Challenge.stage == Stage.CLOSED, Challenge.retrospective),
    )
