"""Facts about councils."""

from typing import ClassVar

from engage.kernel.events import Event


class CouncilFounded(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "council.founded"


class CouncilChanged(Event, frozen=True, kw_only=True):
    """``changed``: names of the fields, not what stands in them."""

    name: ClassVar[str] = "council.changed"
    changed: tuple[str, ...]
