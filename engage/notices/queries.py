"""Reads of notices, each shaped for the page that asks."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.notices.models import SourceNotice
from engage.notices.parsing import Notice


def source_for_desk(session: Session, actor: Actor, ref: str) -> SourceNotice | None:
    """The notice a challenge was started from, for those who may see the challenge."""
    challenge = challenges.for_desk(session, actor, ref)
    if challenge is None:
        return None
    wanted = select(SourceNotice).where(SourceNotice.challenge_id == challenge.id)
    return session.scalars(wanted).one_or_none()


def earlier(session: Session, authority_id: UUID, notice: Notice) -> str | None:
    """The reference of the first challenge this council made from the same notice."""
    same = []
    if notice.notice_id:
        same.append(SourceNotice.notice_id == notice.notice_id[:80])
    elif notice.ocid:
        same.append(SourceNotice.ocid == notice.ocid[:80])
    if not same:
        return None
    wanted = (
        select(Challenge.reference)
        .join(SourceNotice, SourceNotice.challenge_id == Challenge.id)
        .where(
            SourceNotice.authority_id == authority_id,
            or_(*same),
            Challenge.stage != Stage.DISCARDED,
        )
        .order_by(SourceNotice.imported_at, SourceNotice.id)
        .limit(1)
    )
    return session.scalar(wanted)
