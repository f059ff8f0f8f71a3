"""Who wants no more alerts. Messages that the law asks for still reach them.

A supplier with this address is marked as well, so that whoever counts suppliers to tell, and
whoever tells them, mean the same ones.
"""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_if_absent
from engage.notifications.models import OptOut
from engage.suppliers.models import Supplier


def opt_out(session: Session, *, email: str, reason: str, at: datetime) -> None:
    """Send no more alerts to an address; saying it twice changes nothing."""
    row = {"id": uuid7(), "email": email.lower(), "reason": reason, "at": at}
    insert_if_absent(session, OptOut, row)
    _mark(session, email, alerts=False)


def opt_in(session: Session, *, email: str) -> None:
    """Send alerts again."""
    session.execute(delete(OptOut).where(OptOut.email == email.lower()))
    _mark(session, email, alerts=True)


def _mark(session: Session, email: str, *, alerts: bool) -> None:
    session.execute(update(Supplier).where(Supplier.email == email.lower()).values(alerts=alerts))
