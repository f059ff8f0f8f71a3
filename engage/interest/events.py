"""Facts about registrations of interest. ``subject_id`` is the interest."""

from dataclasses import dataclass
from typing import ClassVar

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class InterestRegistered(Event):
    """Somebody filled in the form, for the first time or again: a link is owed."""

    name: ClassVar[str] = "interest.registered"

    again: bool


@dataclass(frozen=True, kw_only=True)
class InterestLinkAsked(Event):
    """Somebody lost the link and asked for it: the same link is owed once more."""

    name: ClassVar[str] = "interest.link_asked"


@dataclass(frozen=True, kw_only=True)
class InterestConfirmed(Event):
    """The owner of the e-mail address used the link and takes part."""

    name: ClassVar[str] = "interest.confirmed"

    alerts: bool


@dataclass(frozen=True, kw_only=True)
class InterestWithdrawn(Event):
    """A supplier no longer takes part; places held are to be freed."""

    name: ClassVar[str] = "interest.withdrawn"


@dataclass(frozen=True, kw_only=True)
class RegistrationsForgotten(Event):
    """``subject_id``: the challenge; ``number`` that nobody confirmed were deleted."""

    name: ClassVar[str] = "registrations.forgotten"
    number: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionAsked(Event):
    """Somebody wants to hear of challenges like these; ``subject_id`` is the saved search."""

    name: ClassVar[str] = "subscription.asked"


@dataclass(frozen=True, kw_only=True)
class SubscriptionConfirmed(Event):
    """The owner of the address used the link: alerts are owed from now on."""

    name: ClassVar[str] = "subscription.confirmed"


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(Event):
    """The owner of the address stopped the alerts of one saved search."""

    name: ClassVar[str] = "subscription.ended"


@dataclass(frozen=True, kw_only=True)
class SuppliersInvited(Event):
    """``subject_id`` is the round: ``number`` people are owed the same words."""

    name: ClassVar[str] = "suppliers.invited"
    number: int
    fingerprint: str  # SHA-256 of the words


@dataclass(frozen=True, kw_only=True)
class SuppliersReminded(Event):
    """``subject_id`` is the round: ``number`` people who have not answered are reminded."""

    name: ClassVar[str] = "suppliers.reminded"
    number: int
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class InvitationsExported(Event):
    """``subject_id``: the challenge whose record of invitations was taken away."""

    name: ClassVar[str] = "invitations.exported"


@dataclass(frozen=True, kw_only=True)
class SynonymsChanged(Event):
    """A council added or left out a group of words; ``subject_id`` is the change."""

    name: ClassVar[str] = "synonyms.changed"
