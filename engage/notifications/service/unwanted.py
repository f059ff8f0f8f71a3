"""What nobody wants, or nobody can get: looked up once a batch, before it goes out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from engage.notifications.models import OptOut, Preference
from engage.notifications.rendering.catalogue import ALERTS, ASKED_FOR, CATALOGUE, MUTABLE
from engage.notifications.service import results

NO_ALERTS = "They asked for no more alerts"
MUTED = "They chose not to get this kind of e-mail"
NO_MAILBOX = "E-mails to this address came back. It gets none until somebody confirms it again"


def suppress(
    sessions: Sessions, claimed: Sequence[Row[*tuple[Any, ...]]]
) -> list[Row[*tuple[Any, ...]]]:
    """What is wanted. The rest is noted with the reason, one statement for each reason."""
    if not claimed:
        return []
    with sessions.read() as session:
        stopped = _stopped(session, claimed)
        muted = _muted(session, claimed)
    reasons = {message.id: _why_not(message, stopped, muted) for message in claimed}
    for reason in sorted({reason for reason in reasons.values() if reason}):
        unwanted = [message for message in claimed if reasons[message.id] == reason]
        results.suppressed(sessions, unwanted, reason)
    return [message for message in claimed if not reasons[message.id]]


def _why_not(
    message: Row[*tuple[Any, ...]], stopped: dict[str, bool], muted: dict[str, list[str]]
) -> str:
    returned = stopped.get(message.recipient)
    if returned and message.template not in ASKED_FOR:
        return NO_MAILBOX
    if returned is not None and message.template in ALERTS:
        return NO_ALERTS
    kind = CATALOGUE.get(message.template)
    turned_off = kind and kind.topic and kind.topic in muted.get(message.recipient, ())
    return MUTED if turned_off else ""


def _stopped(session: Session, claimed: Sequence[Row[*tuple[Any, ...]]]) -> dict[str, bool]:
    """The addresses that want no alerts, and whether mails to them come back."""
    to = {message.recipient for message in claimed}
    found = select(OptOut.email, OptOut.bounced_at).where(OptOut.email.in_(to))
    return {row.email: row.bounced_at is not None for row in session.execute(found)}


def _muted(session: Session, claimed: Sequence[Row[*tuple[Any, ...]]]) -> dict[str, list[str]]:
    to = {message.recipient for message in claimed if message.template in MUTABLE}
    if not to:
        return {}
    found = select(Preference.email, Preference.muted).where(Preference.email.in_(to))
    return {row.email: row.muted for row in session.execute(found)}
