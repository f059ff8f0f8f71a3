"""Reads of invitations: the list being made, with what would become of each line, and the record.

Who wants no invitations is known above: ``unwanted`` says it of a column of addresses.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.interest.models import Interest, InvitationLine, InvitationRound, Invited, State
from engage.kernel.paging import Page
from engage.suppliers.models import Size, Supplier

Unwanted = Callable[[Any], ColumnElement[bool]]
MOST_ROUNDS = 100
REST = timedelta(days=7)
"""Between two e-mails that ask the same person."""


class Verdict(StrEnum):
    """What becomes of a line when the list is sent."""

    INVITE = "invite"
    WRONG = "wrong"
    TWICE = "twice"
    TAKES_PART = "takes_part"
    INVITED = "invited"
    OPTED_OUT = "opted_out"


class Answer(StrEnum):
    """What somebody who was invited did."""

    TAKES_PART = "takes_part"
    REGISTERED = "registered"  # and has yet to confirm
    LEFT = "left"
    NONE = "none"


def verdict(unwanted: Unwanted) -> ColumnElement[str]:
    line, other = InvitationLine, aliased(InvitationLine)
    same = other.challenge_id == line.challenge_id, other.email == line.email
    theirs = or_(
        Interest.email == line.email,
        and_(Interest.supplier_id == line.supplier_id, line.supplier_id.is_not(None)),
    )
    taking_part = Interest.challenge_id == line.challenge_id, Interest.state == State.CONFIRMED
    invited = Invited.challenge_id == line.challenge_id, Invited.email == line.email
    return case(
        (line.email == "", Verdict.WRONG.value),
        (exists().where(*taking_part, theirs), Verdict.TAKES_PART.value),
        (exists().where(*invited), Verdict.INVITED.value),
        (unwanted(line.email), Verdict.OPTED_OUT.value),
        (exists().where(*same, other.id < line.id), Verdict.TWICE.value),
        else_=Verdict.INVITE.value,
    )


def verdicts(session: Session, challenge_id: UUID, unwanted: Unwanted) -> dict[Verdict, int]:
    """How many lines of the list get each; every verdict is there."""
    found = select(verdict(unwanted).label("verdict"))
    found_of = found.where(InvitationLine.challenge_id == challenge_id).subquery()
    wanted = select(found_of.c.verdict, func.count()).group_by(found_of.c.verdict)
    counted = {Verdict(word): number for word, number in session.execute(wanted)}
    return {each: counted.get(each, 0) for each in Verdict}


def listed(
    session: Session, challenge_id: UUID, unwanted: Unwanted, *, only: Verdict | None, page: Page
) -> Sequence[Row[InvitationLine, str]]:
    """One page of the list, what needs a look first."""
    judged = verdict(unwanted)
    wanted = select(InvitationLine, judged).where(InvitationLine.challenge_id == challenge_id)
    if only is not None:
        wanted = wanted.where(judged == only.value)
    order = case((InvitationLine.email == "", 0), else_=1)
    wanted = wanted.order_by(order, InvitationLine.id)
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def line_for_desk(session: Session, actor: Actor, ref: str, line_id: UUID) -> InvitationLine | None:
    """A line of the list of a challenge at whose side the actor stands."""
    challenge = for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = select(InvitationLine).where(
        InvitationLine.id == line_id, InvitationLine.challenge_id == challenge.id
    )
    return session.scalars(wanted).one_or_none()


def count_listed(session: Session, challenge_id: UUID) -> int:
    wanted = select(func.count()).where(InvitationLine.challenge_id == challenge_id)
    return session.scalar(wanted) or 0


def answer() -> ColumnElement[str]:
    """What each of ``Invited`` did, from the same address or another of the supplier."""
    ours = Interest.challenge_id == Invited.challenge_id
    theirs = or_(
        Interest.email == Invited.email,
        and_(Interest.supplier_id == Invited.supplier_id, Invited.supplier_id.is_not(None)),
    )

    def has(state: State) -> ColumnElement[bool]:
        return exists().where(ours, theirs, Interest.state == state)

    return case(
        (has(State.CONFIRMED), Answer.TAKES_PART.value),
        (has(State.PENDING), Answer.REGISTERED.value),
        (has(State.WITHDRAWN), Answer.LEFT.value),
        else_=Answer.NONE.value,
    )


def answers(session: Session, challenge_id: UUID) -> dict[Answer, int]:
    """How many of those invited did what; every answer is there."""
    each = select(answer().label("answer")).where(Invited.challenge_id == challenge_id).subquery()
    wanted = select(each.c.answer, func.count()).group_by(each.c.answer)
    counted = {Answer(word): number for word, number in session.execute(wanted)}
    return {one: counted.get(one, 0) for one in Answer}


def invited(
    session: Session, challenge_id: UUID, *, only: Answer | None, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """One page of those invited, newest first: columns of the record."""
    wanted = _record(challenge_id)
    if only is not None:
        wanted = wanted.where(answer() == only.value)
    ordered = wanted.order_by(Invited.invited_at.desc(), Invited.id.desc())
    return session.execute(ordered.offset(page.offset).limit(page.limit)).all()


def record_after(
    session: Session, challenge_id: UUID, after: UUID | None, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The record in pieces, for a file."""
    wanted = _record(challenge_id)
    if after is not None:
        wanted = wanted.where(Invited.id > after)
    return session.execute(wanted.order_by(Invited.id).limit(limit)).all()


def _record(challenge_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Invited.id,
            Invited.organisation,
            Invited.name,
            Invited.email,
            Invited.source,
            Invited.invited_at,
            Invited.reminded_at,
            InvitationRound.number,
            InvitationRound.fingerprint,
            Person.name.label("by"),
            answer().label("answer"),
        )
        .join(InvitationRound, InvitationRound.id == Invited.round_id)
        .outerjoin(Person, Person.id == InvitationRound.sent_by)
        .where(Invited.challenge_id == challenge_id)
    )


def rounds(session: Session, challenge_id: UUID) -> Sequence[Row[InvitationRound, str | None]]:
    """Invitations and reminders that went out, newest first, with who sent them."""
    wanted = (
        select(InvitationRound, Person.name)
        .outerjoin(Person, Person.id == InvitationRound.sent_by)
        .where(InvitationRound.challenge_id == challenge_id)
        .order_by(InvitationRound.number.desc())
    )
    return session.execute(wanted.limit(MOST_ROUNDS)).all()


def sizes(session: Session, challenge_id: UUID) -> dict[Size, int]:
    """How large those invited are, as far as they have said; only sizes that are there."""
    size = func.coalesce(Supplier.size, Size.UNKNOWN.value)
    wanted = (
        select(size, func.count())
        .select_from(Invited)
        .outerjoin(Supplier, Supplier.id == Invited.supplier_id)
        .where(Invited.challenge_id == challenge_id)
        .group_by(Supplier.size)
    )
    counted: dict[Size, int] = {}
    for word, number in session.execute(wanted):
        counted[Size(word)] = counted.get(Size(word), 0) + number
    return counted


def count_new(session: Session, challenge: Challenge) -> int:
    """How many of those invited never took part in, nor were invited to, another of the council."""
    other = aliased(Invited)
    before = exists().where(
        other.authority_id == Invited.authority_id,
        other.email == Invited.email,
        other.challenge_id != Invited.challenge_id,
    )
    took_part = exists().where(
        Interest.authority_id == Invited.authority_id,
        Interest.email == Invited.email,
        Interest.challenge_id != Invited.challenge_id,
        Interest.state == State.CONFIRMED,
    )
    wanted = select(func.count()).where(Invited.challenge_id == challenge.id, ~before, ~took_part)
    return session.scalar(wanted) or 0


def silent(challenge_id: UUID, unwanted: Unwanted, at: datetime) -> list[ColumnElement[bool]]:
    """Who may be asked again: no answer, not lately told, and wants invitations."""
    told = func.coalesce(Invited.reminded_at, Invited.invited_at)
    return [
        Invited.challenge_id == challenge_id,
        answer() == Answer.NONE.value,
        told <= at - REST,
        ~unwanted(Invited.email),
    ]


def count_silent(session: Session, challenge_id: UUID, unwanted: Unwanted, at: datetime) -> int:
    return session.scalar(select(func.count()).where(*silent(challenge_id, unwanted, at))) or 0


def invited_as(session: Session, challenge_id: UUID, email: str) -> Invited | None:
    """The invitation of an address."""
    wanted = select(Invited).where(Invited.challenge_id == challenge_id, Invited.email == email)
    return session.scalars(wanted).one_or_none()


def interest_of(session: Session, challenge_id: UUID, email: str) -> Interest | None:
    """What this address said already."""
    wanted = select(Interest).where(Interest.challenge_id == challenge_id, Interest.email == email)
    return session.scalars(wanted).one_or_none()
