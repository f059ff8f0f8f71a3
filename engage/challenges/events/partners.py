"""What happened between councils that share a challenge."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PartnerAsked(Event):
    """One council asked another to share a challenge. ``partner``: the name of the other one."""

    name: ClassVar[str] = "partner.asked"
    partner: str
    sharing: str


@dataclass(frozen=True, kw_only=True)
class PartnerJoined(Event):
    name: ClassVar[str] = "partner.joined"
    partner: str
    sharing: str


@dataclass(frozen=True, kw_only=True)
class PartnerLeft(Event):
    """Either side ended it, or did not take it up."""

    name: ClassVar[str] = "partner.left"
    partner: str
    sharing: str
