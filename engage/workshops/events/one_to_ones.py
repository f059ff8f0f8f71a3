"""Facts about one-to-ones; ``rule`` says how slots are given. Nothing here names a person."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class SeriesPlanned(Event, frozen=True, kw_only=True):
    """A draft: nobody outside the council knows of it."""

    name: ClassVar[str] = "one_to_ones.planned"


class SeriesChanged(Event, frozen=True, kw_only=True):
    """The draft was changed; ``fields``: names of what changed."""

    name: ClassVar[str] = "one_to_ones.changed"

    fields: tuple[str, ...]


class SeriesOpened(Event, frozen=True, kw_only=True):
    """Suppliers may ask. ``commitment``: SHA-256 of the seed of a lottery, or empty."""

    name: ClassVar[str] = "one_to_ones.opened"

    slots: int
    rule: str
    closes_at: datetime
    commitment: str
    is_lottery: bool


class SeriesDrawn(Event, frozen=True, kw_only=True):
    """The lottery was drawn, and its seed is public from now on."""

    name: ClassVar[str] = "one_to_ones.drawn"

    seed: str
    commitment: str
    entries: int
    given: int


class SeriesCancelled(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "one_to_ones.cancelled"

    sequence: int


class SeriesMoved(Event, frozen=True, kw_only=True):
    """Where they meet is another place; whoever has a slot is told."""

    name: ClassVar[str] = "one_to_ones.moved"

    sequence: int


class SlotCancelled(Event, frozen=True, kw_only=True):
    """One slot is off. ``entry_id``: who had it, and is the first who waits now."""

    name: ClassVar[str] = "one_to_one.cancelled"

    series_id: UUID
    number: int
    entry_id: UUID | None


class SlotTomorrow(Event, frozen=True, kw_only=True):
    """A day before the start, or a little later, of a slot that somebody has."""

    name: ClassVar[str] = "one_to_one.tomorrow"

    series_id: UUID
    number: int


class SlotNoted(Event, frozen=True, kw_only=True):
    """Officers wrote down what was said: a new version of the notes."""

    name: ClassVar[str] = "one_to_one.noted"

    series_id: UUID
    number: int
    version: int
    is_published: bool


class EntryFact(Event, frozen=True, kw_only=True):
    """What every fact about an entry carries."""

    series_id: UUID
    rule: str


class EntryAsked(EntryFact, frozen=True, kw_only=True):
    """Somebody is in the draw to come."""

    name: ClassVar[str] = "one_to_one.asked"


class EntryWaiting(EntryFact, frozen=True, kw_only=True):
    """No slot that suits is free; ``position`` on the waiting list is counted from 1."""

    name: ClassVar[str] = "one_to_one.waiting"

    position: int


class EntrySuits(EntryFact, frozen=True, kw_only=True):
    """Whoever waits said anew which slots suit."""

    name: ClassVar[str] = "one_to_one.suits"


class EntryBooked(EntryFact, frozen=True, kw_only=True):
    name: ClassVar[str] = "one_to_one.booked"

    slot_id: UUID
    number: int


class EntryMovedUp(EntryFact, frozen=True, kw_only=True):
    """A slot became free and went to the first who waits and whom it suits."""

    name: ClassVar[str] = "one_to_one.moved_up"

    slot_id: UUID
    number: int


class EntryLeft(EntryFact, frozen=True, kw_only=True):
    """``slot_id``: the slot that became free; None: somebody left the line."""

    name: ClassVar[str] = "one_to_one.left"

    slot_id: UUID | None
    had_slot: bool
