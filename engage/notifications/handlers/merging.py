"""Who was merged with somebody else is told, and may object."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.notifications import service
from engage.suppliers.models import Supplier, SupplierMerge


def suppliers_merged(session: Session, event: RecordedEvent) -> None:
    """To the main contact of each of the two."""
    made = session.get(SupplierMerge, event.subject_id)
    if made is None:
        return
    both = select(Supplier.email, Supplier.contact_name).where(
        Supplier.id.in_([made.kept_id, made.gone_id])
    )
    for email, name in session.execute(both.order_by(Supplier.id)):
        service.owe(
            session,
            cause_id=event.id,
            template="suppliers-merged",
            recipient=email,
            name=name,
            subject_id=made.id,
            authority_id=made.authority_id,
            challenge_id=None,
            at=now(session),
        )
