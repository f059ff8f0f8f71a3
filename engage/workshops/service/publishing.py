"""What was shown at a workshop goes to everybody at the same moment (s.16(3)), or why not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.versions import fingerprint_of, require_seen
from engage.workshops.events import MaterialRefused, MaterialsPublished, NoMaterials
from engage.workshops.models import Material, Sitting
from engage.workshops.queries.materials import of_sitting
from engage.workshops.service.deadlines import reopen, settle, settle_without
from engage.workshops.service.materials import BadMaterial, content_of, let_go, require_open

WHY_CONDEMNED = (
    "A later virus scan found something harmful in it. If you have a copy, do not open it."
)


class NotHeld(Refusal):
    """Nobody has seen anything yet."""


class NothingReady(Refusal):
    """Nothing could be published."""


def publish(
    session: Session,
    sitting: Sitting,
    *,
    seen: str | None = None,
    by: UUID | None,
    at: datetime,
) -> Sequence[Material]:
    """Everything of a session that is ready, for everybody at once; one message for all of it.

    ``seen``: what the page listed. A file that waits for its virus scan stays a draft.
    """
    challenge = locked(session, sitting.challenge)
    require_open(session, sitting)
    require_begun(sitting, at)
    ready = ready_of(session, sitting)
    if not ready:
        raise NothingReady("Nothing is ready to publish. Add a file, a link or notes first.")
    require_seen(seen, listed(ready))
    batch = uuid7()
    for each in ready:
        each.published_at, each.batch_id = at, batch
    replaced = _replace(session, ready, at=at)
    _touch(session, challenge, at)
    settle(session, sitting, whole=any(each.sitting_id is None for each in ready), at=at)
    told = about(sitting) | {"subject_id": batch}
    fact = MaterialsPublished(sitting_id=sitting.id, number=len(ready), replaced=replaced, **told)
    record(session, fact, by=by, at=at)
    return ready


def _touch(session: Session, challenge: Challenge, at: datetime) -> None:
    """Feeds say that it changed. Its version stays: no edit of a colleague is in vain."""
    session.flush()
    session.execute(update(Challenge).where(Challenge.id == challenge.id).values(updated_at=at))


def ready_of(session: Session, sitting: Sitting) -> Sequence[Material]:
    """The drafts that one press of the button publishes."""
    return [each for each in of_sitting(session, sitting) if each.is_draft and each.is_ready]


def listed(ready: Sequence[Material]) -> dict[str, Any]:
    """What a page has shown, for ``require_seen``."""
    return {"ready": [[str(each.id), *map(str, content_of(each).values())] for each in ready]}


def mark_of(ready: Sequence[Material]) -> str:
    return fingerprint_of(listed(ready))


def say_none(
    session: Session, sitting: Sitting, *, because: str, by: UUID | None, at: datetime
) -> None:
    """Nothing was shown, and why: also an answer, which everybody reads."""
    require_open(session, sitting)
    require_begun(sitting, at)
    if any(each.withdrawn_at is None for each in of_sitting(session, sitting)):
        raise BadMaterial("There are materials here. Publish them, or remove them first.")
    if settle_without(session, sitting, because=because, at=at):
        record(session, NoMaterials(**about(sitting)), by=by, at=at)


def condemn(session: Session, material: Material, *, at: datetime) -> None:
    """The scanner found something, at first or later: nobody gets it, and the page says so."""
    workshop = material.workshop
    lock(session, workshop)
    session.refresh(material)
    was_public = not material.is_draft and material.withdrawn_at is None
    if was_public:
        material.withdrawn_at, material.withdrawn_because = at, WHY_CONDEMNED
        session.flush()
        for sitting in _sittings_of(session, material):
            reopen(session, sitting, at=at)
    fact = MaterialRefused(kind=material.kind, was_public=was_public, **about(material))
    record(session, fact, by=None, at=at)


def require_begun(sitting: Sitting, at: datetime) -> None:
    if at < sitting.starts_at:
        raise NotHeld(
            f"This session begins at {spoken(sitting.starts_at)}. Keep drafts until then:"
            " what everybody should read before it belongs to the documents of the challenge."
        )


def _replace(session: Session, ready: Sequence[Material], *, at: datetime) -> int:
    """What these were to replace goes in the same moment, and says so; how many."""
    new = {each.instead_of_id: each for each in ready if each.instead_of_id}
    there = Material.id.in_(new), Material.withdrawn_at.is_(None)
    old = session.scalars(select(Material).where(*there)).all() if new else []
    for each in old:
        each.replaced = True
        let_go(session, each, new[each.id].because, at=at)
    return len(old)


def _sittings_of(session: Session, material: Material) -> Sequence[Sitting]:
    wanted = select(Sitting).where(Sitting.workshop_id == material.workshop_id)
    if material.sitting_id is not None:
        wanted = wanted.where(Sitting.id == material.sitting_id)
    return session.scalars(wanted.order_by(Sitting.id)).all()
