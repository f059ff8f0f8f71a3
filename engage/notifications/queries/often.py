"""How often somebody hears of new challenges: here, and nowhere else, it is decided."""

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import aliased

from engage.interest.models import Alert, Cadence, Subscription
from engage.kernel.db import words
from engage.notifications.models import Preference


def cadence() -> ColumnElement[Cadence]:
    """Of an ``Alert``: as its saved search says, else as the address chose for its profile."""
    search = aliased(Subscription)
    own = select(search.cadence).where(search.id == Alert.subscription_id)
    chosen = select(Preference.cadence).where(Preference.email == Alert.email)
    return func.coalesce(
        own.correlate(Alert).scalar_subquery(),
        chosen.correlate(Alert).scalar_subquery(),
        literal(Cadence.NOW, words(Cadence)),
    )
