"""What a council writes into its messages, and taking that back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_if_absent
from engage.notifications.events import WordingChanged, WordingRestored
from engage.notifications.models import Language, Wording
from engage.notifications.rendering.wording import EDITABLE, faults


class NotEditable(Refusal):
    """The words of this message are the same everywhere."""


class NothingWritten(Refusal):
    """There is a button for that."""


class NoSuchSlot(Refusal):
    """Something between braces that this message does not know."""


def write(
    session: Session,
    *,
    council_id: UUID,
    template: str,
    language: Language,
    subject: str,
    body: str,
    added: str,
    by: UUID | None,
    at: datetime,
) -> None:
    """Keep a council's words for one message in one language. What is empty stays as shipped."""
    if template not in EDITABLE:
        raise NotEditable("The words of this message cannot be changed")
    if not (subject or body or added):
        raise NothingWritten("Write something, or restore the words that came with engage")
    for fault in faults(template, f"{subject} {body} {added}"):
        raise NoSuchSlot(fault)
    key: dict[str, Any] = {"authority_id": council_id, "template": template, "language": language}
    values = {"subject": subject, "body": body, "added": added, "updated_at": at}
    insert_if_absent(session, Wording, {"id": uuid7(), **key, **values})
    session.execute(update(Wording).where(*_its(**key)).values(values))
    fact = WordingChanged(
        subject_id=council_id, authority_id=council_id, template=template, language=language
    )
    record(session, fact, by=by, at=at)


def restore(
    session: Session,
    *,
    council_id: UUID,
    template: str,
    language: Language,
    by: UUID | None,
    at: datetime,
) -> None:
    """The words that came with engage; twice changes nothing."""
    its = _its(authority_id=council_id, template=template, language=language)
    if session.execute(delete(Wording).where(*its).returning(Wording.id)).all():
        fact = WordingRestored(
            subject_id=council_id, authority_id=council_id, template=template, language=language
        )
        record(session, fact, by=by, at=at)


def _its(
    *, authority_id: UUID, template: str, language: Language
) -> tuple[ColumnElement[bool], ...]:
    return (
        Wording.authority_id == authority_id,
        Wording.template == template,
        Wording.language == language,
    )
