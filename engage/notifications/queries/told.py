"""What one supplier was told by one council."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.paging import Page
from engage.notifications.models import Message


def told(
    session: Session, addresses: ColumnElement[Any], authority_id: UUID, *, page: Page
) -> Sequence[Row[*tuple[Any, ...]]]:
    """A page of the messages of this council to these addresses, newest first."""
    wanted = (
        select(
            *(Message.template, Message.recipient, Message.state, Message.owed_at),
            *(Message.sent_at, Challenge.reference, Challenge.title),
        )
        .outerjoin(Challenge, Challenge.id == Message.challenge_id)
        .where(*_of(addresses, authority_id))
        .order_by(Message.owed_at.desc(), Message.id.desc())
    )
    return session.execute(wanted.offset(page.offset).limit(page.limit)).all()


def count_told(session: Session, addresses: ColumnElement[Any], authority_id: UUID) -> int:
    """How many those are."""
    wanted = select(func.count(Message.id)).where(*_of(addresses, authority_id))
    return session.scalar(wanted) or 0


def _of(addresses: ColumnElement[Any], authority_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Message.recipient.in_(addresses), Message.authority_id == authority_id
