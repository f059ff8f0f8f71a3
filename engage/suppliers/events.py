"""Facts about suppliers."""

from dataclasses import dataclass
from typing import ClassVar

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
