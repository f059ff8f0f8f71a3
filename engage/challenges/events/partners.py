"""What happened between councils that share a challenge."""

from typing import ClassVar

from engage.kernel.events import Event


class PartnerAsked(Event, frozen=True, kw_only=True):
    """One council asked another to share a challenge. ``partner``: the name of the other one."""

    name: ClassVar[str] = "partner.asked"
    partner: str
    sharing: str


class PartnerJoined(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "partner.joined"
    partner: str
    sharing: str


class PartnerLeft(Event, frozen=True, kw_only=True):
    """Either side ended it, or did not take it up."""

    name: ClassVar[str] = "partner.left"
    partner: str
    sharing: str


class PartyAdded(Event, frozen=True, kw_only=True):
    """An organisation that is not on engage is named. ``relation``: what it is to the lead."""

    name: ClassVar[str] = "party.added"
    party: str
    relation: str


class PartyRemoved(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "party.removed"
    party: str
    relation: str
