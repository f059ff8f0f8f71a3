"""The verbs of a saved search: ask for it, confirm it, stop it, forget it. None commits."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, func, select, update
from sqlalchemy.orm import Session, aliased

from engage.interest.events import SubscriptionAsked, SubscriptionConfirmed, SubscriptionEnded
from engage.interest.models import Cadence, Subscription
from engage.kernel.events import record
from engage.kernel.ids import uuid7
from engage.kernel.locking import lock
from engage.kernel.retention import Kept, delete_batch
from engage.kernel.upsert import insert_if_absent

SUBSCRIPTION = "subscription"
"""The purpose its link is signed for, over the id of the saved search."""
NOT_AGAIN_WITHIN = timedelta(minutes=5)  # one link of one search
LINKS_AN_HOUR = 3  # to one address, whatever it searches for
SEARCHES = Kept(
    what="Saved searches that nobody confirmed, or that were stopped",
    days=30,
    after="the last link was asked for, or they were stopped",
    since=date(2026, 11, 22),
)
FILTERS = ("q", "cpv", "region", "council", "value")


def subscribe(
    session: Session,
    *,
    email: str,
    wanted: Mapping[str, str],
    cadence: Cadence = Cadence.NOW,
    at: datetime,
) -> None:
    """Save a search and owe a link to confirm it, whether or not it is known already.

    Who asks has not shown that the address is theirs, so nothing that runs is changed. A search
    that was stopped begins anew.
    """
    told: dict[str, Any] = {name: wanted.get(name, "") for name in FILTERS}
    told |= {"email": email.lower(), "sme": "sme" in wanted}
    row = {"id": uuid7(), "terms": told["q"], "cadence": cadence, "asked_at": at}
    insert_if_absent(session, Subscription, told | row)
    wanted_row = select(Subscription).filter_by(**told)
    search = session.scalars(wanted_row.with_for_update()).one()
    if search.ended_at is not None:
        search.asked_at, search.confirmed_at, search.ended_at = at, None, None
    if search.confirmed_at is None:
        search.cadence = cadence
    session.flush()
    if _may_owe_link(session, search, at):
        record(session, SubscriptionAsked(subject_id=search.id), by=search.id, at=at)


def confirm_subscription(session: Session, search: Subscription, *, at: datetime) -> None:
    """The address is theirs: alerts are owed from now on. A second time changes nothing."""
    lock(session, search)
    if search.confirmed_at is None and search.ended_at is None:
        search.confirmed_at = at
        record(session, SubscriptionConfirmed(subject_id=search.id), by=search.id, at=at)


def change_subscriptions(
    session: Session, wanted: Mapping[UUID, Cadence | None], *, email: str, at: datetime
) -> None:
    """How often these searches of an address are told from now on; None: not at all any more."""
    running = select(Subscription).where(
        Subscription.id.in_(wanted),
        Subscription.email == email.lower(),
        Subscription.confirmed_at.is_not(None),
        Subscription.ended_at.is_(None),
    )
    for search in session.scalars(running.order_by(Subscription.id).with_for_update()).all():
        cadence = wanted[search.id]
        if cadence is None:
            search.ended_at = at
            record(session, SubscriptionEnded(subject_id=search.id), by=search.id, at=at)
        else:
            search.cadence = cadence
    session.flush()


def end_subscriptions(session: Session, *, email: str, at: datetime) -> None:
    """All of one address, because it wants no more alerts or does not exist."""
    ours = (Subscription.email == email.lower()) & Subscription.confirmed_at.is_not(None)
    _set_end(session, ours & Subscription.ended_at.is_(None), at)


def resume_subscriptions(session: Session, *, email: str, ended_at: datetime) -> None:
    """Those again that ended at this moment, together."""
    ours = (Subscription.email == email.lower()) & Subscription.confirmed_at.is_not(None)
    _set_end(session, ours & (Subscription.ended_at == ended_at), None)


def forget_subscriptions(session: Session, *, at: datetime) -> int:
    """What nobody confirmed in time, and what was stopped long enough ago."""
    before = SEARCHES.until(at)
    asked = func.coalesce(Subscription.link_owed_at, Subscription.asked_at)
    forgotten = Subscription.confirmed_at.is_(None) & (asked < before)
    return len(delete_batch(session, Subscription, forgotten | (Subscription.ended_at < before)))


def _set_end(session: Session, which: ColumnElement[bool], ended_at: datetime | None) -> None:
    change = update(Subscription).where(which).values(ended_at=ended_at)
    session.execute(change.execution_options(synchronize_session="fetch"))


def _may_owe_link(session: Session, search: Subscription, at: datetime) -> bool:
    """Note that a link is owed, unless it was lately, or the address got several: one statement.

    So nobody fills a mailbox from here, with one search or with many.
    """
    other = aliased(Subscription)
    lately = select(func.count()).where(
        other.email == search.email, other.link_owed_at > at - timedelta(hours=1)
    )
    claim = update(Subscription).where(
        Subscription.id == search.id,
        Subscription.link_owed_at.is_(None) | (Subscription.link_owed_at <= at - NOT_AGAIN_WITHIN),
        lately.scalar_subquery() < LINKS_AN_HOUR,
    )
    claimed = session.execute(
        claim.values(link_owed_at=at), execution_options={"synchronize_session": False}
    )
    return cast(CursorResult[Any], claimed).rowcount == 1
