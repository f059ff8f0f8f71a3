"""Facts about suppliers."""

from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class SupplierAdded(Event, frozen=True, kw_only=True):
    """The first time this e-mail address took part anywhere."""

    name: ClassVar[str] = "supplier.added"


class SupplierDescribed(Event, frozen=True, kw_only=True):
    """Its people changed what the supplier says of itself."""

    name: ClassVar[str] = "supplier.described"

    alerts: bool


class SuppliersMerged(Event, frozen=True, kw_only=True):
    """An officer said that two rows are one supplier; ``subject_id`` is the merge."""

    name: ClassVar[str] = "suppliers.merged"

    kept_id: UUID
    gone_id: UUID
    interests: int
    people: int


class SuppliersParted(Event, frozen=True, kw_only=True):
    """They are two again; ``own``: one of the two said so."""

    name: ClassVar[str] = "suppliers.parted"

    kept_id: UUID
    gone_id: UUID
    own: bool


class SupplierJoined(Event, frozen=True, kw_only=True):
    """Somebody may act for the supplier from now on, with an account or by links."""

    name: ClassVar[str] = "supplier.joined"

    person_id: UUID
    role: str


class SupplierLinkAsked(Event, frozen=True, kw_only=True):
    """Somebody who acts for the supplier without an account is owed their link."""

    name: ClassVar[str] = "supplier.link_asked"

    person_id: UUID


class SupplierLeft(Event, frozen=True, kw_only=True):
    """Somebody no longer acts for the supplier; ``own``: of their own will."""

    name: ClassVar[str] = "supplier.left"

    person_id: UUID
    own: bool


class SupplierPassedOn(Event, frozen=True, kw_only=True):
    """Another of its people is its owner now; ``contact``: and the one we write to."""

    name: ClassVar[str] = "supplier.passed_on"

    person_id: UUID
    contact: bool
