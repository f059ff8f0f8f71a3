"""The verbs of words that mean the same, for one council. None commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.interest import queries
from engage.interest.events import SynonymsChanged
from engage.interest.models import SynonymGroup
from engage.kernel.errors import Refusal
from engage.kernel.events import record

MOST_CHANGES = 200


class NotAGroup(Refusal):
    """Such a group cannot be added, or left out."""


def add_group(
    session: Session, authority: Authority, *, typed: str, by: UUID, at: datetime
) -> SynonymGroup:
    """From now on a challenge that says one of these words finds profiles with any of them."""
    group = queries.read_group(typed)
    if not 2 <= len(group) <= queries.MOST_WORDS:
        raise NotAGroup(f"Enter 2 to {queries.MOST_WORDS} different words, with commas between.")
    if queries.key_of(group) in map(queries.key_of, queries.SHIPPED):
        raise NotAGroup("engage has this group already. If you took it out, undo that below.")
    return _change(session, authority, group, left_out=False, by=by, at=at)


def leave_out_group(
    session: Session, authority: Authority, *, typed: str, by: UUID, at: datetime
) -> SynonymGroup:
    """The words of a group that we ship are no longer taken for the same at this council."""
    named = set(queries.read_group(typed))
    found = next((group for group in queries.SHIPPED if named and named <= set(group)), None)
    if found is None:
        raise NotAGroup("No group of engage has these words. What you added, undo below.")
    return _change(session, authority, found, left_out=True, by=by, at=at)


def undo_group(session: Session, group: SynonymGroup, *, by: UUID, at: datetime) -> None:
    """Take a change back. A second time changes nothing."""
    session.refresh(group.authority, with_for_update=True)
    if session.scalar(select(SynonymGroup.id).where(SynonymGroup.id == group.id)) is None:
        return
    session.delete(group)
    session.flush()
    _record(session, group, by=by, at=at)


def _change(
    session: Session,
    authority: Authority,
    group: queries.Group,
    *,
    left_out: bool,
    by: UUID,
    at: datetime,
) -> SynonymGroup:
    """One change to the groups of a council at a time."""
    row = SynonymGroup(
        authority_id=authority.id,
        words=", ".join(group),
        key=queries.key_of(group),
        left_out=left_out,
        changed_at=at,
    )
    session.refresh(authority, with_for_update=True)
    here = select(SynonymGroup.id).where(SynonymGroup.authority_id == authority.id)
    if session.scalar(here.where(SynonymGroup.key == row.key)):
        raise NotAGroup(f"You changed “{row.words}” already. Undo that first.")
    if (session.scalar(select(func.count()).select_from(here.subquery())) or 0) >= MOST_CHANGES:
        raise NotAGroup(f"You made {MOST_CHANGES} changes. Undo one to make another.")
    session.add(row)
    session.flush()
    _record(session, row, by=by, at=at)
    return row


def _record(session: Session, group: SynonymGroup, *, by: UUID, at: datetime) -> None:
    fact = SynonymsChanged(subject_id=group.id, authority_id=group.authority_id)
    record(session, fact, by=by, at=at)
