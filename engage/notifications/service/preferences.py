"""Who wants no more alerts. Messages that the law asks for still reach them."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_if_absent
from engage.notifications.models import OptOut


def opt_out(session: Session, *, email: str, reason: str, at: datetime) -> None:
    """Send no more alerts to an address; saying it twice changes nothing."""
    row = {"id": uuid7(), "email": email.lower(), "reason": reason, "at": at}
    insert_if_absent(session, OptOut, row)


def opt_in(session: Session, *, email: str) -> None:
    """Send alerts again."""
    session.execute(delete(OptOut).where(OptOut.email == email.lower()))
