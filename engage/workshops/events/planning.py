"""Facts about sessions of workshops."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkshopAnnounced(Event):
    """A workshop, or one more session of it; ``capacity`` counts places of every kind."""

    name: ClassVar[str] = "workshop.announced"

    starts_at: datetime
    capacity: int


@dataclass(frozen=True, kw_only=True)
class WorkshopChanged(Event):
    """``fields``: names of what changed. ``told``: people with a place or waiting must know."""

    name: ClassVar[str] = "workshop.changed"

    fields: tuple[str, ...]
    told: bool
    sequence: int


@dataclass(frozen=True, kw_only=True)
class WorkshopCancelled(Event):
    """One session was called off."""

    name: ClassVar[str] = "workshop.cancelled"

    sequence: int


@dataclass(frozen=True, kw_only=True)
class SessionTomorrow(Event):
    """A day before the start, or a little later: once for each time it may start at."""

    name: ClassVar[str] = "session.tomorrow"

    starts_at: datetime
