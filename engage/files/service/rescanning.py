"""Which clean files are scanned again: those that older signatures said to be clean.

Once a night, or as soon after it as a worker runs, files become due a batch at a time. Until
something is found in one it stays clean: a scanner that is not there takes nothing away.
"""

import logging
from datetime import datetime, time

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from engage.files.models import File, State, VirusScanner
from engage.kernel.clamd import Clamd, Unscanned
from engage.kernel.clock import from_wall, now, to_wall
from engage.kernel.db import Sessions, owes
from engage.kernel.upsert import insert_if_absent

BATCH = 200  # files that wait for another scan at one time
NAME = "clamd"

log = logging.getLogger(__name__)


def known_by(said: str, at: datetime) -> str:
    """What tells signatures apart. Those without a number may have changed any day."""
    if "/" in said:
        return said
    return f"{said or 'ClamAV'}, {to_wall(at)[0].isoformat()}"


def rescan_due(sessions: Sessions, scanner: Clamd | None) -> int:
    """Make clean files due for another scan; how many. ``settle_due`` then scans them."""
    if scanner is None:
        return 0
    try:
        said = scanner.version()
    except Unscanned as problem:
        log.warning("clean files are not scanned again: %s", problem)
        _note(sessions, problem)
        return 0
    with sessions.write() as session:
        at = now(session)
        _seen(session, signatures=known_by(said, at), answered_at=at, problem="")
        return _made_due(session, known_by(said, at), at)


def _made_due(session: Session, signatures: str, at: datetime) -> int:
    """Up to ``BATCH`` at a time, however many workers ask: each holds the scanner's row.

    ``_seen`` has just written it in this transaction, so the next one counts what this one made.
    """
    clean = File.state == State.CLEAN
    waiting = select(func.count()).select_from(File).where(clean, File.due_at.is_not(None))
    room = BATCH - (session.scalar(waiting) or 0)
    if room <= 0:
        return 0
    midnight = from_wall(to_wall(at)[0], time())
    old = (
        select(File.id)
        .where(clean, File.due_at.is_(None), File.signatures != signatures)
        .where(or_(File.scanned_at.is_(None), File.scanned_at < midnight))
        .order_by(File.scanned_at.nulls_first(), File.id)
        .limit(room)
    )
    found = session.scalars(old.with_for_update(skip_locked=True)).all()
    if found:
        session.execute(update(File).where(File.id.in_(found)).values(due_at=at, attempts=0))
        owes(session, "files")
    return len(found)


def _note(sessions: Sessions, problem: Unscanned) -> None:
    with sessions.write() as session:
        _seen(session, problem=str(problem)[:500])


def _seen(session: Session, **values: object) -> None:
    insert_if_absent(session, VirusScanner, {"name": NAME, "signatures": "", "problem": ""})
    session.execute(update(VirusScanner).where(VirusScanner.name == NAME).values(**values))
