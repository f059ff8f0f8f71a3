"""What one person's desk shows of the messages about a challenge.

Not among the names of the package: the catalogue of messages, which this reads, needs those.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges.models import Challenge
from engage.challenges.policy import may_read_notes
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.notifications.models import Message, Sending
from engage.notifications.queries import lists, sendings
from engage.notifications.rendering.catalogue import TO_THOSE_WHO_TAKE_PART


def only(actor: Actor, challenge: Challenge) -> Collection[str] | None:
    """The templates that a joint council may know of; None: all of them."""
    return None if may_read_notes(actor, challenge) else TO_THOSE_WHO_TAKE_PART


def message_for_desk(session: Session, actor: Actor, ref: str, message_id: UUID) -> Message | None:
    """A message that the desk of this person shows."""
    challenge = for_desk(session, actor, ref)
    if challenge is None:
        return None
    shown = lists.shown(challenge, now(session), only(actor, challenge))
    return session.scalars(select(Message).where(Message.id == message_id, *shown)).one_or_none()


def sending_for_desk(session: Session, actor: Actor, ref: str, sending_id: UUID) -> Sending | None:
    """A sending that the desk of this person shows."""
    challenge = for_desk(session, actor, ref)
    if challenge is None:
        return None
    shown = sendings.shown(challenge, only(actor, challenge))
    return session.scalars(select(Sending).where(Sending.id == sending_id, *shown)).one_or_none()
