"""Who wants no more alerts. Messages that the law asks for still reach them.

A supplier with this address is marked as well, so that whoever counts suppliers to tell, and
whoever tells them, mean the same ones.
"""

from collections.abc import Collection, Mapping, Set
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engage.interest import service as interest
from engage.interest.models import Cadence
from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_if_absent
from engage.notifications.models import Language, OptOut, Preference
from engage.notifications.rendering.topics import Topic
from engage.suppliers.models import Supplier

UNSUBSCRIBED = "unsubscribed"
BOUNCED = "bounced"


def opt_out(session: Session, *, email: str, reason: str, at: datetime) -> None:
    """Send no more alerts to an address, nor what its searches find; twice changes nothing."""
    row = {"id": uuid7(), "email": email.lower(), "reason": reason, "at": at}
    insert_if_absent(session, OptOut, row)
    interest.end_subscriptions(session, email=email, at=at)
    _mark(session, email, alerts=False)


def opt_in(session: Session, *, email: str) -> None:
    """Send alerts again, and what the searches find that ended when they were stopped."""
    stopped_at = session.scalar(select(OptOut.at).where(OptOut.email == email.lower()))
    if stopped_at is not None:
        interest.resume_subscriptions(session, email=email, ended_at=stopped_at)
    allow(session, email=email)
    _mark(session, email, alerts=True)


def choose(
    session: Session,
    *,
    email: str,
    wanted: Collection[Topic],
    language: Language | None,
    cadence: Cadence | None = None,
    searches: Mapping[UUID, Cadence | None] | None = None,
    at: datetime,
) -> None:
    """Send an address what it wants. Alerts are stopped and resumed as their own link does.

    ``cadence`` of what fits its profile, None: as before; ``searches``: how often each of its
    saved searches is told, None: not at all any more.
    """
    email = email.lower()
    interest.change_subscriptions(session, searches or {}, email=email, at=at)
    muted = [topic.value for topic in Topic if topic not in (*wanted, Topic.ALERTS)]
    values: dict[str, Any] = {"language": language, "muted": muted, "updated_at": at}
    values |= {"cadence": cadence} if cadence else {}
    first = {"id": uuid7(), "email": email, "cadence": Cadence.NOW}
    insert_if_absent(session, Preference, first | values)
    session.execute(update(Preference).where(Preference.email == email).values(values))
    if Topic.ALERTS not in wanted:
        opt_out(session, email=email, reason=UNSUBSCRIBED, at=at)
    elif session.scalar(select(OptOut.id).where(OptOut.email == email)) is not None:
        opt_in(session, email=email)


def turn_off(session: Session, topic: Topic, *, email: str, at: datetime) -> None:
    """No more of one kind, whatever else was chosen; twice changes nothing."""
    if topic is Topic.ALERTS:
        opt_out(session, email=email, reason=UNSUBSCRIBED, at=at)
    else:
        _mute(session, email.lower(), {topic.value}, frozenset(), at)


def turn_on(session: Session, topic: Topic, *, email: str, at: datetime) -> None:
    """That kind again."""
    if topic is Topic.ALERTS:
        opt_in(session, email=email)
    else:
        _mute(session, email.lower(), frozenset(), {topic.value}, at)


def _mute(session: Session, email: str, more: Set[str], without: Set[str], at: datetime) -> None:
    insert_if_absent(
        session, Preference, {"id": uuid7(), "email": email, "muted": [], "updated_at": at}
    )
    wanted = select(Preference).where(Preference.email == email)
    kept = session.scalars(wanted.with_for_update()).one()
    kept.muted, kept.updated_at = sorted({*kept.muted, *more} - without), at
    session.flush()


def stop_everything(session: Session, *, email: str, at: datetime) -> None:
    """Nothing but what we have to send; how often and in which language stays as it was."""
    email = email.lower()
    kept = session.scalar(select(Preference.language).where(Preference.email == email))
    choose(session, email=email, wanted=(), language=kept, at=at)


def lift_bounce(session: Session, *, email: str) -> None:
    """The address works again: it was confirmed, or an officer knows. Alerts stay stopped."""
    its = OptOut.email == email.lower()
    session.execute(delete(OptOut).where(its, OptOut.reason == BOUNCED))
    session.execute(update(OptOut).where(its).values(bounced_at=None))


def note_bounce(session: Session, *, email: str, at: datetime) -> None:
    """Mails to this address come back: nothing goes there until it is confirmed again."""
    row = {"id": uuid7(), "email": email.lower(), "reason": BOUNCED, "at": at}
    insert_if_absent(session, OptOut, row)
    since = update(OptOut).where(OptOut.email == email.lower(), OptOut.bounced_at.is_(None))
    session.execute(since.values(bounced_at=at))


def allow(session: Session, *, email: str) -> None:
    """Send what the address asks for anew, and no more than that."""
    session.execute(delete(OptOut).where(OptOut.email == email.lower()))


def _mark(session: Session, email: str, *, alerts: bool) -> None:
    session.execute(update(Supplier).where(Supplier.email == email.lower()).values(alerts=alerts))
