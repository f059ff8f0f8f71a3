"""What the link of somebody says who acts for a supplier without an account."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.notifications.queries.words import ENGAGE, Words
from engage.suppliers.queries import linked


def of_acting(session: Session, subject_id: UUID) -> Words | None:
    """None once they do not act for it, or have an account."""
    found = linked(session, subject_id)
    return {**ENGAGE, "supplier": found[1].name} if found else None
