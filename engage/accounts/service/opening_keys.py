"""Opening keys: each person's own, under a phrase that nobody can reset."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from engage.accounts.events import OpeningKeyMade
from engage.accounts.models import OpeningKey, Person
from engage.kernel import boxes
from engage.kernel.events import record


def new_key(phrase: str, cost: boxes.Cost | None = None) -> OpeningKey:
    """A pair of keys, the private one under the phrase. Slow on purpose: not in a transaction."""
    pair = boxes.new_pair()
    return OpeningKey(public=pair.public, kept=boxes.kept(pair.private, phrase, cost))


def keep_opening_key(session: Session, key: OpeningKey, *, by: UUID, at: datetime) -> None:
    """It is this person's from now on. What was sealed for the one before still needs that one."""
    session.get_one(Person, by, with_for_update=True)
    mine = update(OpeningKey).where(OpeningKey.person_id == by, OpeningKey.replaced_at.is_(None))
    session.execute(mine.values(replaced_at=at))
    key.person_id, key.made_at = by, at
    session.add(key)
    session.flush()
    record(session, OpeningKeyMade(subject_id=key.id), by=by, at=at)
