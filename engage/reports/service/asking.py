"""Ask for the responses to be compiled; the work itself is done by a worker."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.clock import spoken
from engage.kernel.db import owes
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.locking import lock
from engage.reports import queries
from engage.reports.events import CompilationAsked, CompilationCancelled, ExportDownloaded
from engage.reports.models import Compilation, State
from engage.responses import policy as responses
from engage.responses.queries import count_sent


class Sealed(Refusal):
    """Nobody may look yet."""


class NothingToCompile(Refusal):
    """No supplier sent anything."""


def ask(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> Compilation:
    """Queue a compiling; while one is under way, asking again is the same one.

    The lock waits for suppliers who are submitting in the last moment.
    """
    locked(session, challenge)
    _require_unsealed(challenge, at)
    under_way = queries.unfinished(session, challenge)
    if under_way is not None:
        return under_way
    total = count_sent(session, challenge, at=at)
    if not total:
        raise NothingToCompile("No supplier sent a response, so there is nothing to compile.")
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    compilation = Compilation(**place, asked_by=by, asked_at=at, due_at=at, rows_total=total)
    session.add(compilation)
    session.flush()
    owes(session, "compiling")
    fact = CompilationAsked(subject_id=compilation.id, **place)
    record(session, fact, by=by, at=at)
    return compilation


def cancel(session: Session, compilation: Compilation, *, by: UUID, at: datetime) -> bool:
    """Stop a compiling that is under way; whether it was. The worker notices at its next step.

    What it had put into the store goes when the worker notices, or with the next claim.
    """
    lock(session, compilation)
    if compilation.state not in queries.UNFINISHED:
        return False
    compilation.state, compilation.finished_at = State.CANCELLED, at
    session.flush()
    fact = CompilationCancelled(subject_id=compilation.id, **belonging(compilation.challenge))
    record(session, fact, by=by, at=at)
    return True


def _require_unsealed(challenge: Challenge, at: datetime) -> None:
    if not responses.is_unsealed(challenge, at):
        ends = challenge.engagement_ends
        when = f" at {spoken(ends)}" if ends else ""
        raise Sealed(f"Responses are sealed until the engagement ends{when}.")


def note_download(
    session: Session,
    challenge: Challenge,
    *,
    subject_id: UUID,
    format: str,
    by: UUID,
    at: datetime,
) -> None:
    """Somebody takes responses away: that is a fact of the trail."""
    fact = ExportDownloaded(
        subject_id=subject_id,
        **belonging(challenge),
        format=format,
    )
    record(session, fact, by=by, at=at)
