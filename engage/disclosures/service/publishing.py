"""Give everybody what some have, or say with a second officer why that cannot be (s.94)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.disclosures.events import (
    DisclosureExcuseAsked,
    DisclosureExcused,
    DisclosurePublished,
)
from engage.disclosures.models import Disclosure, Ground
from engage.files.models import State
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock


class NotOpen(Refusal):
    """There is nothing left to decide, or nothing that could be given."""


class SamePerson(Refusal):
    """It takes two."""


def publish(
    session: Session, entry: Disclosure, *, title: str, text: str, by: UUID, at: datetime
) -> None:
    """Everybody reads these words, and may take away the file, from now on."""
    _hold(session, entry)
    if entry.file is not None and entry.file.state is not State.CLEAN:
        raise NotOpen("The file is not checked for viruses yet. Publish it when it is.")
    entry.public_title, entry.public_text, entry.published_at = title, text, at
    entry.ground, entry.excuse, entry.excused_by, entry.excused_at = None, "", None, None
    session.flush()
    # Feeds say that it changed. Its version stays: no edit of a colleague is in vain.
    which = update(Challenge).where(Challenge.id == entry.challenge_id)
    session.execute(which.values(updated_at=at))
    record(session, DisclosurePublished(what=entry.what.value, **about(entry)), by=by, at=at)


def ask_to_keep(
    session: Session, entry: Disclosure, *, ground: Ground, reason: str, by: UUID, at: datetime
) -> None:
    """It cannot be published, and why; a second officer has to agree."""
    _hold(session, entry)
    entry.ground, entry.excuse, entry.excused_by, entry.excused_at = ground, reason, by, at
    session.flush()
    record(session, DisclosureExcuseAsked(ground=ground.value, **about(entry)), by=by, at=at)


def agree(session: Session, entry: Disclosure, *, by: UUID, at: datetime) -> None:
    """The second officer: it stays unpublished, and the statement says why."""
    _require_asked(session, entry)
    if entry.excused_by == by:
        raise SamePerson("You asked for this, so a colleague has to agree.")
    entry.agreed_by, entry.agreed_at = by, at
    session.flush()
    record(session, DisclosureExcused(agreed=True, **about(entry)), by=by, at=at)


def decide_against(session: Session, entry: Disclosure, *, by: UUID, at: datetime) -> None:
    """It is to be published after all."""
    _require_asked(session, entry)
    entry.ground, entry.excuse, entry.excused_by, entry.excused_at = None, "", None, None
    session.flush()
    record(session, DisclosureExcused(agreed=False, **about(entry)), by=by, at=at)


def _require_asked(session: Session, entry: Disclosure) -> None:
    _hold(session, entry)
    if entry.excused_at is None:
        raise NotOpen("Nobody asks that this stays unpublished any more.")


def _hold(session: Session, entry: Disclosure) -> None:
    """The challenge and then the entry, as they are now.

    When the challenge is over as well: what came to the ledger late keeps it from the hand-over.
    """
    locked(session, entry.challenge)
    lock(session, entry)
    if entry.published_at is not None:
        raise NotOpen("Everybody has this already.")
    if entry.agreed_at is not None:
        raise NotOpen("Two officers agreed already that this stays unpublished.")
