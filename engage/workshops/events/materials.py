"""Facts about what was shown at workshops, and about holding a session again.

What somebody wrote as a reason stands on the page, not in the trail.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class MaterialFact(Event, frozen=True, kw_only=True):
    """The subject is the material. ``kind``: a file, a link or notes."""

    kind: str


class MaterialAdded(MaterialFact, frozen=True, kw_only=True):
    name: ClassVar[str] = "material.added"


class MaterialChanged(MaterialFact, frozen=True, kw_only=True):
    """While it is a draft."""

    name: ClassVar[str] = "material.changed"


class MaterialWithdrawn(MaterialFact, frozen=True, kw_only=True):
    """``was_public``: a line on the page says that it is gone and why."""

    name: ClassVar[str] = "material.withdrawn"
    was_public: bool


class MaterialRefused(MaterialFact, frozen=True, kw_only=True):
    """The virus scanner found something. ``was_public``: people could have taken it away."""

    name: ClassVar[str] = "material.refused"
    was_public: bool


class MaterialsPublished(Event, frozen=True, kw_only=True):
    """The subject is what was published together: ``number`` of them, ``replaced`` so many."""

    name: ClassVar[str] = "materials.published"
    sitting_id: UUID
    number: int
    replaced: int


class NoMaterials(Event, frozen=True, kw_only=True):
    """The subject is the session, in which nothing was shown."""

    name: ClassVar[str] = "materials.none"


class MaterialsDueSoon(Event, frozen=True, kw_only=True):
    """The subject is the session."""

    name: ClassVar[str] = "materials.due_soon"
    due_on: date


class MaterialsOverdue(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "materials.overdue"
    due_on: date


class SessionRepeated(Event, frozen=True, kw_only=True):
    """The subject is the full session; ``carried``: who waited for it and comes first now."""

    name: ClassVar[str] = "session.repeated"
    again_id: UUID
    carried: int


class RepetitionDeclined(Event, frozen=True, kw_only=True):
    """``waiting`` and ``capacity`` are the numbers that were known then."""

    name: ClassVar[str] = "session.not_repeated"
    waiting: int
    capacity: int
