"""What is forgotten of compiled responses, and when: they can be compiled again."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import record
from engage.kernel.retention import BATCH, Kept
from engage.kernel.store import Store
from engage.reports.events import CompiledFilesForgotten
from engage.reports.models import Compilation, CompiledFile

FILES = Kept(
    what="Compiled files of responses: they can be compiled again",
    days=90,
    after="they were compiled",
    since=date(2026, 11, 22),
)
RETENTION = (FILES,)


def forget_due(sessions: Sessions, store: Store) -> None:
    """All of it.

    The files go first, outside any transaction: a crash leaves rows, which the next run finds,
    and never files of which nobody knows.
    """
    while keys := _old(sessions):
        for key in keys:
            store.delete(key)
        with sessions.write() as session:
            forget_files(session, keys, at=now(session))


def _old(sessions: Sessions) -> Sequence[str]:
    with sessions.read() as session:
        wanted = (
            select(CompiledFile.key)
            .join(Compilation, Compilation.id == CompiledFile.compilation_id)
            .where(Compilation.finished_at < FILES.until(now(session)))
        )
        return session.scalars(wanted.limit(BATCH)).all()


def forget_files(session: Session, keys: Sequence[str], *, at: datetime) -> None:
    """Delete the rows of files that are gone from the store; one fact for each challenge."""
    these = CompiledFile.key.in_(keys)
    numbers = (
        select(Compilation.authority_id, Compilation.challenge_id, func.count())
        .join(CompiledFile, CompiledFile.compilation_id == Compilation.id)
        .where(these)
        .group_by(Compilation.authority_id, Compilation.challenge_id)
    )
    for authority_id, challenge_id, number in session.execute(numbers):
        fact = CompiledFilesForgotten(
            subject_id=challenge_id,
            authority_id=authority_id,
            challenge_id=challenge_id,
            number=number,
        )
        record(session, fact, by=None, at=at)
    session.execute(delete(CompiledFile).where(these))
