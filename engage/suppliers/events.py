"""Facts about suppliers."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SupplierAdded(Event):
    """The first time this e-mail address took part anywhere."""

    name: ClassVar[str] = "supplier.added"


@dataclass(frozen=True, kw_only=True)
class SupplierDescribed(Event):
    """Its people changed what the supplier says of itself."""

    name: ClassVar[str] = "supplier.described"

    alerts: bool


@dataclass(frozen=True, kw_only=True)
class SuppliersMerged(Event):
    """An officer said that two rows are one supplier; ``subject_id`` is the merge."""

    name: ClassVar[str] = "suppliers.merged"

    kept_id: UUID
    gone_id: UUID
    interests: int
    people: int


@dataclass(frozen=True, kw_only=True)
class SuppliersParted(Event):
    """They are two again; ``own``: one of the two said so."""

    name: ClassVar[str] = "suppliers.parted"

    kept_id: UUID
    gone_id: UUID
    own: bool


@dataclass(frozen=True, kw_only=True)
class SupplierJoined(Event):
    """Somebody may act for the supplier from now on, with an account or by links."""

    name: ClassVar[str] = "supplier.joined"

    person_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class SupplierLeft(Event):
    """Somebody no longer acts for the supplier; ``own``: of their own will."""

    name: ClassVar[str] = "supplier.left"

    person_id: UUID
    own: bool


@dataclass(frozen=True, kw_only=True)
class SupplierPassedOn(Event):
    """Another of its people is its owner now; ``contact``: and the one we write to."""

    name: ClassVar[str] = "supplier.passed_on"

    person_id: UUID
    contact: bool
