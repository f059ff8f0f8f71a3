"""Reads of files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.files.models import File, State, VirusScanner


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


@dataclass(frozen=True)
class Scanning:
    """How the files that may leave are scanned again with newer signatures."""

    signatures: str
    answered_at: datetime | None
    problem: str
    to_scan: int


def scanning_again(session: Session) -> Scanning | None:
    """None before a worker asked a scanner for its signatures."""
    scanner = session.scalar(select(VirusScanner).limit(1))
    if scanner is None:
        return None
    clean = File.state == State.CLEAN
    older = select(func.count()).select_from(File).where(clean)
    number = session.scalar(older.where(File.signatures != scanner.signatures)) or 0
    problem = select(File.problem).where(clean, File.problem != "").order_by(File.due_at).limit(1)
    said = scanner.problem or session.scalar(problem) or ""
    return Scanning(scanner.signatures, scanner.answered_at, said, number)
