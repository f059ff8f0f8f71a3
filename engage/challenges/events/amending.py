"""What happened to the text and the end of a challenge that was published."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class ChallengeExtended(Event, frozen=True, kw_only=True):
    """``told``: whether whoever takes part hears of it alone, not with an amendment."""

    name: ClassVar[str] = "challenge.extended"
    engagement_ends: datetime
    ended_before: datetime
    told: bool = True


class AmendmentBegun(Event, frozen=True, kw_only=True):
    """Somebody changes a published statement; nothing is public yet."""

    name: ClassVar[str] = "amendment.begun"


class AmendmentDropped(Event, frozen=True, kw_only=True):
    """``too_late``: nobody threw the changes away, but they can no longer be published.

    ``fields``: the names of those that would have changed.
    """

    name: ClassVar[str] = "amendment.dropped"
    too_late: bool = False
    fields: tuple[str, ...] = ()


class AmendmentSentToApprover(Event, frozen=True, kw_only=True):
    """An approver is asked to read the changes, and to publish them."""

    name: ClassVar[str] = "amendment.sent_to_approver"


class AmendmentReturned(Event, frozen=True, kw_only=True):
    """The approver wants them changed. ``asked_by``: the person who hears of it."""

    name: ClassVar[str] = "amendment.returned"
    asked_by: UUID | None


class ChallengeAmended(Event, frozen=True, kw_only=True):
    """The subject is the new version. ``fields``: the names of those that changed.

    ``asked_by``: who asked an approver to publish it, if anybody did.
    """

    name: ClassVar[str] = "challenge.amended"
    version: int
    fields: tuple[str, ...]
    material: bool
    asked_by: UUID | None = None
