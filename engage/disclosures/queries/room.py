"""What everybody was given, with its time: the same for the first and the last who comes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, contains_eager

from engage.accounts.actor import Actor
from engage.challenges.lifecycle import PUBLIC
from engage.challenges.models import Challenge
from engage.challenges.queries import REFERENCE
from engage.disclosures.models import Disclosure, RoomVisit
from engage.files.models import File, State
from engage.kernel.paging import Page

ONE_VISIT = timedelta(minutes=30)


def public_challenge(session: Session, _actor: Actor, ref: str) -> Challenge | None:
    """A challenge that anybody may see."""
    if not REFERENCE.fullmatch(ref):
        return None
    wanted = select(Challenge).where(Challenge.reference == ref, Challenge.stage.in_(PUBLIC))
    return session.scalars(wanted).unique().one_or_none()


def given(session: Session, challenge_id: UUID, *, page: Page) -> Sequence[Disclosure]:
    """What is public of the ledger, the newest first. Nothing of who had it before."""
    wanted = select(Disclosure).where(_public(challenge_id))
    wanted = wanted.order_by(Disclosure.published_at.desc(), Disclosure.id.desc())
    return session.scalars(wanted.limit(page.limit).offset(page.offset)).unique().all()


def count_given(session: Session, challenge_id: UUID) -> int:
    return session.scalar(select(func.count()).where(_public(challenge_id))) or 0


def _public(challenge_id: UUID) -> ColumnElement[bool]:
    return and_(Disclosure.challenge_id == challenge_id, Disclosure.published_at.is_not(None))


def published_file(
    session: Session, _actor: Actor, ref: str, disclosure_id: UUID
) -> Disclosure | None:
    """A clean file that everybody may take away."""
    wanted = (
        select(Disclosure)
        .join(Disclosure.challenge)
        .join(File, File.id == Disclosure.file_id)
        .options(contains_eager(Disclosure.challenge))
        .where(
            Disclosure.id == disclosure_id,
            Disclosure.published_at.is_not(None),
            Challenge.reference == ref,
            Challenge.stage.in_(PUBLIC),
            File.state == State.CLEAN,
        )
    )
    return session.scalars(wanted).unique().one_or_none()


def visited(session: Session, interest_id: UUID, *, at: datetime) -> datetime | None:
    """When this participant was here before this visit; None: never."""
    known = session.get(RoomVisit, interest_id)
    if known is None:
        return None
    return known.seen_at if at - known.seen_at > ONE_VISIT else known.since
