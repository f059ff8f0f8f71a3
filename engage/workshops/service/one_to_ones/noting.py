"""What officers note in a slot: versions beside the questions that everybody is asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.kernel.versions import require_seen
from engage.workshops.events.one_to_ones import SlotNoted
from engage.workshops.models import Entry, Noted, Slot
from engage.workshops.queries.one_to_ones import newest_note

MOST = 200  # versions of the notes of one slot


class NothingToNote(Refusal):
    """Nobody was met."""


def note(
    session: Session,
    slot: Slot,
    *,
    text: str,
    publish: bool,
    seen: str | None = None,
    by: UUID,
    at: datetime,
) -> Noted | None:
    """A new version of the notes; None when it says what the last one says.

    ``publish``: everybody may read this version, beside the time of the slot.
    """
    lock(session, slot)
    last = newest_note(session, slot.id)
    if last is not None and (last.text, last.published_at is not None) == (text, publish):
        return None
    saved = {"text": last.text, "publish": last.published_at is not None} if last else {}
    require_seen(seen, saved, version=last.number if last else 0)
    _require_met(slot, last)
    noted = _version(session, slot, (last.number if last else 0) + 1, text, by, at)
    noted.published_at = at if publish else None
    session.add(noted)
    session.flush()
    known: dict[str, Any] = {"series_id": slot.series_id, "number": slot.number, **about(slot)}
    fact = SlotNoted(version=noted.number, is_published=publish, **known)
    record(session, fact, by=by, at=at)
    return noted


def _require_met(slot: Slot, last: Noted | None) -> None:
    if slot.cancelled_at is not None or slot.series.cancelled_at is not None:
        raise NothingToNote("This one-to-one was cancelled, so there is nothing to note.")
    if last is not None and last.number >= MOST:
        raise NothingToNote(f"These notes were saved {MOST} times. They stay as they are now.")


def _version(session: Session, slot: Slot, number: int, text: str, by: UUID, at: datetime) -> Noted:
    """With whose slot it is at that moment: what was said was said to them."""
    return Noted(
        slot_id=slot.id,
        challenge_id=slot.challenge_id,
        authority_id=slot.authority_id,
        interest_id=session.scalar(select(Entry.interest_id).where(Entry.slot_id == slot.id)),
        number=number,
        text=text,
        written_by=by,
        written_at=at,
    )
