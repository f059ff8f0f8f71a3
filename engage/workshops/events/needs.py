"""Facts about access needs. No council's timeline has the first: it would say who has some."""

from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class NeedsTold(Event, frozen=True, kw_only=True):
    """Somebody told what they need; ``subject_id`` is the session, and nothing says whose."""

    name: ClassVar[str] = "needs.told"


class SlotNeedsTold(Event, frozen=True, kw_only=True):
    """The same of a one-to-one; ``subject_id`` is the series."""

    name: ClassVar[str] = "one_to_ones.needs_told"


class NeedsRead(Event, frozen=True, kw_only=True):
    """The lead opened the page, whether anything stood on it or not."""

    name: ClassVar[str] = "needs.read"


class WorkshopLeadChanged(Event, frozen=True, kw_only=True):
    """Somebody else reads access needs from now on."""

    name: ClassVar[str] = "workshop.lead_changed"

    before_id: UUID | None
    after_id: UUID


class SeriesLeadChanged(Event, frozen=True, kw_only=True):
    """The same of one-to-ones."""

    name: ClassVar[str] = "one_to_ones.lead_changed"

    before_id: UUID | None
    after_id: UUID
