"""One supplier that came to be twice: made one, and two again within 30 days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, or_, select, update
from sqlalchemy.orm import Session

from engage.interest.models import Alert, Interest, InvitationLine, Invited
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.kernel.locking import lock
from engage.kernel.retention import BATCH, Kept
from engage.suppliers.events import SuppliersMerged, SuppliersParted
from engage.suppliers.models import Supplier, SupplierMerge
from engage.suppliers.service.merging import give_back, take_over

MERGE = "suppliers-merged"
"""The purpose of the link by which a supplier objects, over the merge's id."""
MOVED = Kept(
    what="Which rows moved when two suppliers were merged, so that it could be undone",
    days=30,
    after="they were merged",
    since=date(2026, 11, 23),
)
REVERSIBLE = timedelta(days=MOVED.days)
Ours = type[Interest | Invited | Alert | InvitationLine]
OURS: dict[str, Ours] = {
    "interests": Interest,
    "invited": Invited,
    "told": Alert,
    "lines": InvitationLine,
}
"""What of ours names a supplier, by what a merge calls it in ``moved``."""


class NotMergeable(Refusal):
    """Somebody was faster, or it is too late."""


def merge(
    session: Session,
    kept: Supplier,
    gone: Supplier,
    *,
    authority_id: UUID,
    by: UUID | None,
    at: datetime,
) -> SupplierMerge:
    """From now on ``gone`` is ``kept``: its interests, invitations and people too."""
    _lock(session, kept.id, gone.id)
    if kept.id == gone.id or kept.merged_into_id or gone.merged_into_id:
        raise NotMergeable("Somebody has merged one of them already. Look at the list again.")
    moved = take_over(session, kept, gone)
    for name, table in OURS.items():
        moved[name] = [str(each) for each in _move(session, table, gone.id, kept.id)]
    gone.merged_into_id = kept.id
    about: dict[str, Any] = {"kept_id": kept.id, "gone_id": gone.id}
    about["authority_id"] = authority_id
    made = SupplierMerge(**about, by=by, at=at, moved=moved)
    session.add(made)
    session.flush()
    fact = SuppliersMerged(
        subject_id=made.id,
        **about,
        interests=len(moved["interests"]),
        people=len(moved["people"]),
    )
    record(session, fact, by=by, at=at)
    return made


def part(
    session: Session, made: SupplierMerge, *, by: UUID | None, own: bool = False, at: datetime
) -> None:
    """Put back what moved; also what the other's address registered for since. Once."""
    _lock(session, made.kept_id, made.gone_id)
    lock(session, made)
    if made.undone_at is not None:
        return
    if at >= made.at + REVERSIBLE:
        raise NotMergeable("This was more than 30 days ago. Write to the council.")
    kept, gone = (session.get_one(Supplier, each) for each in (made.kept_id, made.gone_id))
    if kept.merged_into_id is not None:
        raise NotMergeable("What was kept has been merged again since. Undo that first.")
    give_back(session, kept, gone, made.moved)
    for name, table in OURS.items():
        theirs = [UUID(each) for each in made.moved.get(name, ())]
        since = or_(table.id.in_(theirs), table.email == gone.email)
        _move(session, table, kept.id, gone.id, since)
    gone.merged_into_id, made.undone_at = None, at
    about = {"kept_id": kept.id, "gone_id": gone.id, "authority_id": made.authority_id}
    record(session, SuppliersParted(subject_id=made.id, **about, own=own), by=by, at=at)


def forget_moved(session: Session, *, at: datetime) -> int:
    """What can be undone no longer; that two were merged, by whom and when, stays."""
    told = cast(SupplierMerge.moved, String) != "{}"
    due = select(SupplierMerge.id).where(SupplierMerge.at <= MOVED.until(at), told)
    chosen = due.limit(BATCH).with_for_update(skip_locked=True).cte("due")
    forgotten = (
        update(SupplierMerge)
        .where(SupplierMerge.id.in_(select(chosen.c.id)))
        .values(moved={})
        .returning(SupplierMerge.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.execute(forgotten).all())


def _lock(session: Session, *ids: UUID) -> None:
    """Both as they are now, always in one order, so that two officers never wait in a circle."""
    session.flush()
    for each in sorted(ids):
        session.get_one(Supplier, each, with_for_update=True, populate_existing=True)


def _move(
    session: Session,
    table: Ours,
    start: UUID,
    end: UUID,
    *which: ColumnElement[bool],
) -> Sequence[UUID]:
    moving = (
        update(table)
        .where(table.supplier_id == start, *which)
        .values(supplier_id=end)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(moving).all()
