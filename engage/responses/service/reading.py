"""Who of the council or its board has read a response, and when for the first time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.events import record
from engage.kernel.upsert import insert_first
from engage.responses.events import ResponseRead
from engage.responses.models import Reading, Response, Submission


def note_read(session: Session, response_id: UUID, *, by: UUID, at: datetime) -> None:
    """Record the first time a person reads a response; two pages at once are one reading."""
    wanted = (
        select(Response.authority_id, Response.challenge_id, Submission.receipt)
        .join(Submission, Submission.response_id == Response.id)
        .where(Response.id == response_id, Submission.replaced_at.is_(None))
    )
    sent = session.execute(wanted).one_or_none()
    row = {"response_id": response_id, "person_id": by, "read_at": at}
    if sent is None or not insert_first(session, Reading, row):
        return
    fact = ResponseRead(
        subject_id=response_id,
        authority_id=sent.authority_id,
        challenge_id=sent.challenge_id,
        receipt=sent.receipt,
    )
    record(session, fact, by=by, at=at)
