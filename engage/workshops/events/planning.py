"""Facts about sessions of workshops."""

from datetime import datetime
from typing import ClassVar

from engage.kernel.events import Event


class WorkshopAnnounced(Event, frozen=True, kw_only=True):
    """A workshop, or one more session of it; ``capacity`` counts places of every kind.

    ``again``: it is held again for those who wait, who hear of it in other words.
    """

    name: ClassVar[str] = "workshop.announced"

    starts_at: datetime
    capacity: int
    again: bool = False


class WorkshopChanged(Event, frozen=True, kw_only=True):
    """``fields``: names of what changed. ``told``: people with a place or waiting must know."""

    name: ClassVar[str] = "workshop.changed"

    fields: tuple[str, ...]
    told: bool
    sequence: int


class WorkshopCancelled(Event, frozen=True, kw_only=True):
    """One session was called off."""

    name: ClassVar[str] = "workshop.cancelled"

    sequence: int


class SessionTomorrow(Event, frozen=True, kw_only=True):
    """A day before the start, or a little later: once for each time it may start at."""

    name: ClassVar[str] = "session.tomorrow"

    starts_at: datetime
