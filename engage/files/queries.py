"""Reads of files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.files.models import File, State


@dataclass(frozen=True)
class Waiting:
    """Files that wait for the virus scanner, and why it did not look yet."""

    number: int
    since: datetime | None
    problem: str


def waiting(session: Session) -> Waiting:
    quarantined = File.state == State.QUARANTINED
    number, since = session.execute(
        select(func.count(), func.min(File.uploaded_at)).where(quarantined)
    ).one()
    problem = select(File.problem).where(quarantined, File.problem != "").order_by(File.uploaded_at)
    return Waiting(number, since, session.scalar(problem.limit(1)) or "")
