"""What councils wrote into messages, who wants Welsh, and what a preview can be about."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.notifications.models import Language, Message, Preference, Wording
from engage.suppliers.models import Supplier


def wordings(session: Session, council_id: UUID, template: str) -> Mapping[Language, Wording]:
    """In each language that the council wrote in."""
    its = Wording.authority_id == council_id, Wording.template == template
    return {row.language: row for row in session.scalars(select(Wording).where(*its))}


def changed(session: Session, council_id: UUID) -> Sequence[Row[str, Language]]:
    """Template and language of everything this council wrote."""
    wanted = select(Wording.template, Wording.language).where(Wording.authority_id == council_id)
    return session.execute(wanted).all()


def languages(session: Session, addresses: Collection[str]) -> dict[str, Language]:
    """By their own choice; or Welsh because their organisation said so. Who is not here gets both.

    It is asked only where a council wrote in Welsh.
    """
    chosen = select(Preference.email, Preference.language).where(Preference.email.in_(addresses))
    said = {email: language for email, language in session.execute(chosen) if language}
    spoken = or_(Supplier.languages.ilike("%welsh%"), Supplier.languages.ilike("%cymraeg%"))
    of_suppliers = select(Supplier.email).where(Supplier.email.in_(addresses), spoken)
    return dict.fromkeys(session.scalars(of_suppliers), Language.WELSH) | said


def example(session: Session, council_id: UUID, template: str) -> UUID | None:
    """What the last message of this kind was about; else the newest challenge of the council."""
    sent = select(Message.subject_id).where(
        Message.authority_id == council_id, Message.template == template
    )
    last: Any = session.scalar(sent.order_by(Message.owed_at.desc()).limit(1))
    if last is not None:
        return UUID(str(last))
    newest = select(Challenge.id).where(Challenge.authority_id == council_id)
    return session.scalar(newest.order_by(Challenge.id.desc()).limit(1))
