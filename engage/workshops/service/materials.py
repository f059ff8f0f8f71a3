"""What was shown at a workshop: added as a draft, changed, and withdrawn."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.files import service as files
from engage.files.models import File, State
from engage.kernel.errors import Refusal
from engage.kernel.events import about, belonging, record
from engage.kernel.locking import lock
from engage.kernel.versions import require_seen
from engage.workshops.calendar import is_link
from engage.workshops.events import (
    MaterialAdded,
    MaterialChanged,
    MaterialWithdrawn,
)
from engage.workshops.models import Captions, Material, MaterialKind, Sitting
from engage.workshops.queries.materials import about_sitting
from engage.workshops.service.deadlines import reopen
from engage.workshops.service.seats import Cancelled

MOST = 30  # of one workshop
HTTPS = "https://"


class BadMaterial(Refusal):
    """What was added cannot be kept like this, or not now."""


class Content(TypedDict, total=False):
    """What a material is, beside its file. ``whole``: of all sessions of the workshop."""

    title: str
    address: str
    captions: Captions | None
    text: str
    whole: bool


def add(
    session: Session,
    sitting: Sitting,
    *,
    kind: MaterialKind,
    file: File | None = None,
    instead_of: Material | None = None,
    because: str = "",
    by: UUID | None,
    at: datetime,
    **content: Unpack[Content],
) -> Material:
    """A draft. ``instead_of``: when this one is published the other one goes, ``because``.

    The same link or notes again is the same draft: a button pressed twice adds one.
    """
    require_open(session, sitting)
    if same := _same(session, sitting, kind, file, content):
        return same
    _require_few(session, sitting)
    mine = belonging(sitting.challenge) | {"workshop_id": sitting.workshop_id}
    material = Material(kind=kind, file_id=file.id if file else None, added_at=at, **mine)
    _set(material, sitting, content)
    if instead_of is not None:
        _replace_later(material, instead_of, because)
    session.add(material)
    session.flush()
    record(session, MaterialAdded(kind=kind, **about(material)), by=by, at=at)
    return material


def change(
    session: Session,
    sitting: Sitting,
    material: Material,
    *,
    seen: str | None = None,
    by: UUID | None,
    at: datetime,
    **content: Unpack[Content],
) -> None:
    """Change a draft; nothing is recorded when it stays as it is."""
    require_open(session, sitting)
    _require_there(session, material)
    if not material.is_draft:
        raise BadMaterial("This is published. Replace it, so that people read what changed.")
    saved = content_of(material)
    if saved == content:
        return
    require_seen(seen, saved)
    _set(material, sitting, content)
    session.flush()
    record(session, MaterialChanged(kind=material.kind, **about(material)), by=by, at=at)


def content_of(material: Material) -> Content:
    return {
        "title": material.title,
        "address": material.address,
        "captions": material.captions,
        "text": material.text,
        "whole": material.sitting_id is None,
    }


def withdraw(
    session: Session,
    sitting: Sitting,
    material: Material,
    *,
    because: str = "",
    by: UUID | None,
    at: datetime,
) -> None:
    """Take a material away. Where people could read it, they read why it is gone."""
    require_open(session, sitting)
    _require_there(session, material)
    was_public = not material.is_draft
    if was_public and not because.strip():
        raise BadMaterial("Say why you withdraw this. Everybody can read it.")
    fact = MaterialWithdrawn(kind=material.kind, was_public=was_public, **about(material))
    if was_public:
        let_go(session, material, because.strip(), at=at)
        reopen(session, sitting, at=at)
    else:
        _drop(session, material, at=at)
    record(session, fact, by=by, at=at)


def why_closed(sitting: Sitting) -> str:
    """Why materials cannot change, as a sentence; empty while they can."""
    if sitting.challenge.stage is Stage.WITHDRAWN:
        return "This challenge was withdrawn, so its materials stay as they are."
    if sitting.cancelled_at is not None:
        return "This session was cancelled, so there is nothing to publish."
    return ""


def require_open(session: Session, sitting: Sitting) -> None:
    """Whoever holds the workshop's lock decides over its materials."""
    lock(session, sitting.workshop)
    if why := why_closed(sitting):
        raise (Cancelled if sitting.cancelled_at else BadMaterial)(why)


def _require_there(session: Session, material: Material) -> None:
    row = session.scalars(
        select(Material)
        .where(Material.id == material.id, Material.withdrawn_at.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise BadMaterial("Somebody has removed this.")


def _require_few(session: Session, sitting: Sitting) -> None:
    mine = Material.workshop_id == sitting.workshop_id
    if (session.scalar(select(func.count()).where(mine)) or 0) >= MOST:
        raise BadMaterial(f"A workshop has {MOST} materials at the most.")


def _replace_later(material: Material, old: Material, because: str) -> None:
    if old.is_draft or old.withdrawn_at is not None:
        raise BadMaterial("Only what is published is replaced.")
    if not because.strip():
        raise BadMaterial("Say why you replace it. Everybody can read it.")
    material.instead_of_id, material.because = old.id, because.strip()
    material.sitting_id = old.sitting_id


def _set(material: Material, sitting: Sitting, content: Content) -> None:
    title, address = content.get("title", ""), content.get("address", "")
    if not title.strip():
        raise BadMaterial("Enter a title, so that people know what they will find.")
    if material.kind is MaterialKind.LINK and not is_secure(address):
        raise BadMaterial("The link must be a web address that starts with https://")
    if material.kind is MaterialKind.NOTES and not content.get("text", "").strip():
        raise BadMaterial("Enter the notes")
    material.title, material.address = title, address
    material.captions, material.text = content.get("captions"), content.get("text", "")
    material.sitting_id = None if content.get("whole") else material.sitting_id or sitting.id


def is_secure(address: str) -> bool:
    """A link that people can follow without anybody reading along."""
    return address.startswith(HTTPS) and is_link(address)


def _same(
    session: Session,
    sitting: Sitting,
    kind: MaterialKind,
    file: File | None,
    content: Content,
) -> Material | None:
    if file is not None:
        return None
    wanted = select(Material).where(
        about_sitting(sitting),
        Material.published_at.is_(None),
        Material.kind == kind,
        Material.title == content.get("title", ""),
        Material.address == content.get("address", ""),
        Material.text == content.get("text", ""),
    )
    return session.scalars(wanted.limit(1)).one_or_none()


def let_go(session: Session, material: Material, because: str, *, at: datetime) -> None:
    """Where it was, people read that it is gone and why."""
    material.withdrawn_at, material.withdrawn_because = at, because
    session.flush()
    if material.file is not None and material.file.state is not State.CONDEMNED:
        files.remove(session, material.file, at=at)


def _drop(session: Session, material: Material, *, at: datetime) -> None:
    file = material.file
    session.delete(material)
    session.flush()
    if file is not None:
        files.forget(session, file, at=at)
