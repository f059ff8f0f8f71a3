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


def who_want_welsh(session: Session, addresses: Collection[str]) -> frozenset[str]:
    """By their own choice; or because their organisation said so, and they chose nothing else."""
    chosen = select(Preference.email, Preference.language).where(Preference.email.in_(addresses))
    said = {row.email: row.language for row in session.execute(chosen)}
    spoken = or_(Supplier.languages.ilike("%welsh%"), Supplier.languages.ilike("%cymraeg%"))
    of_suppliers = select(Supplier.email).where(Supplier.email.in_(addresses), spoken)
    welsh = {email for email, language in said.items() if language is Language.WELSH}
    return frozenset(welsh | {each for each in session.scalars(of_suppliers) if each not in said})


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
