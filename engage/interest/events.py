"""Facts about registrations of interest. ``subject_id`` is the interest."""

from typing import ClassVar

from engage.kernel.events import Event


class InterestRegistered(Event, frozen=True, kw_only=True):
    """Somebody filled in the form, for the first time or again: a link is owed."""

    name: ClassVar[str] = "interest.registered"

    again: bool


class InterestLinkAsked(Event, frozen=True, kw_only=True):
    """Somebody lost the link and asked for it: the same link is owed once more."""

    name: ClassVar[str] = "interest.link_asked"


class InterestConfirmed(Event, frozen=True, kw_only=True):
    """The owner of the e-mail address used the link and takes part."""

    name: ClassVar[str] = "interest.confirmed"

    alerts: bool


class InterestWithdrawn(Event, frozen=True, kw_only=True):
    """A supplier no longer takes part; places held are to be freed."""

    name: ClassVar[str] = "interest.withdrawn"


class RegistrationsForgotten(Event, frozen=True, kw_only=True):
    """``subject_id``: the challenge; ``number`` that nobody confirmed were deleted."""

    name: ClassVar[str] = "registrations.forgotten"
    number: int


class SubscriptionAsked(Event, frozen=True, kw_only=True):
    """Somebody wants to hear of challenges like these; ``subject_id`` is the saved search."""

    name: ClassVar[str] = "subscription.asked"


class SubscriptionConfirmed(Event, frozen=True, kw_only=True):
    """The owner of the address used the link: alerts are owed from now on."""

    name: ClassVar[str] = "subscription.confirmed"


class SubscriptionEnded(Event, frozen=True, kw_only=True):
    """The owner of the address stopped the alerts of one saved search."""

    name: ClassVar[str] = "subscription.ended"


class SuppliersInvited(Event, frozen=True, kw_only=True):
    """``subject_id`` is the round: ``number`` people are owed the same words."""

    name: ClassVar[str] = "suppliers.invited"
    number: int
    fingerprint: str  # SHA-256 of the words


class SuppliersReminded(Event, frozen=True, kw_only=True):
    """``subject_id`` is the round: ``number`` people who have not answered are reminded."""

    name: ClassVar[str] = "suppliers.reminded"
    number: int
    fingerprint: str


class InvitationsExported(Event, frozen=True, kw_only=True):
    """``subject_id``: the challenge whose record of invitations was taken away."""

    name: ClassVar[str] = "invitations.exported"


class SynonymsChanged(Event, frozen=True, kw_only=True):
    """A council added or left out a group of words; ``subject_id`` is the change."""

    name: ClassVar[str] = "synonyms.changed"
