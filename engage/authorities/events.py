"""Facts about councils."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CouncilFounded(Event):
    name: ClassVar[str] = "council.founded"


@dataclass(frozen=True, kw_only=True)
class CouncilChanged(Event):
    """``changed``: names of the fields, not what stands in them."""

    name: ClassVar[str] = "council.changed"
    changed: tuple[str, ...]
