"""What happened to the text and the end of a challenge that was published."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ChallengeExtended(Event):
    """``told``: whether whoever takes part hears of it alone, not with an amendment."""

    name: ClassVar[str] = "challenge.extended"
    engagement_ends: datetime
    ended_before: datetime
    told: bool = True


@dataclass(frozen=True, kw_only=True)
class AmendmentBegun(Event):
    """Somebody changes a published statement; nothing is public yet."""

    name: ClassVar[str] = "amendment.begun"


@dataclass(frozen=True, kw_only=True)
class AmendmentDropped(Event):
    """``too_late``: nobody threw the changes away, but they can no longer be published.

    ``fields``: the names of those that would have changed.
    """

    name: ClassVar[str] = "amendment.dropped"
    too_late: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AmendmentSentToApprover(Event):
    """An approver is asked to read the changes, and to publish them."""

    name: ClassVar[str] = "amendment.sent_to_approver"


@dataclass(frozen=True, kw_only=True)
class AmendmentReturned(Event):
    """The approver wants them changed. ``asked_by``: the person who hears of it."""

    name: ClassVar[str] = "amendment.returned"
    asked_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class ChallengeAmended(Event):
    """The subject is the new version. ``fields``: the names of those that changed.

    ``asked_by``: who asked an approver to publish it, if anybody did.
    """

    name: ClassVar[str] = "challenge.amended"
    version: int
    fields: tuple[str, ...]
    material: bool
    asked_by: UUID | None = None
