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


@dataclass(frozen=True, kw_only=True)
class PartyAdded(Event):
    """An organisation that is not on engage is named. ``relation``: what it is to the lead."""

    name: ClassVar[str] = "party.added"
    party: str
    relation: str


@dataclass(frozen=True, kw_only=True)
class PartyRemoved(Event):
    name: ClassVar[str] = "party.removed"
    party: str
    relation: str
