"""What everybody may know of the sessions of a challenge's workshops."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from engage.workshops.models import MaterialsClock, Sitting, Workshop

FREE_IN_PERSON = (Sitting.in_person - Sitting.taken_in_person).label("free_in_person")
FREE_ONLINE = (Sitting.online - Sitting.taken_online).label("free_online")
PUBLIC_COLUMNS = (
    Sitting.id,
    Sitting.workshop_id,
    Workshop.title,
    Workshop.about,
    Sitting.starts_at,
    Sitting.ends_at,
    Sitting.venue,
    Sitting.step_free,
    Sitting.travel,
    Sitting.in_person,
    Sitting.online,
    FREE_IN_PERSON,
    FREE_ONLINE,
    Sitting.per_supplier,
    Sitting.cancelled_at,
    Sitting.cancelled_because,
)
ANNOUNCED = (
    select(
        *PUBLIC_COLUMNS,
        *(MaterialsClock.due_at, MaterialsClock.settled_at, MaterialsClock.none_because),
    )
    .join(Sitting.workshop)
    .outerjoin(MaterialsClock, MaterialsClock.sitting_id == Sitting.id)
    .where(Sitting.challenge_id == bindparam("challenge_id"), Sitting.cancelled_at.is_(None))
    .order_by(Sitting.starts_at, Sitting.id)
)


def announced(session: Session, challenge_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """What everybody may know of the workshops, held ones too: no joining link, no names."""
    return session.execute(ANNOUNCED, {"challenge_id": challenge_id}).all()
