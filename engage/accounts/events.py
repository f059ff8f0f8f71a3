"""Facts about people and their access. Names and addresses stay in the rows they belong to."""

from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


class InvitationMade(Event, frozen=True, kw_only=True):
    """``subject_id``: the invitation; recorded again when it is sent again."""

    name: ClassVar[str] = "invitation.made"
    role: str | None = None


class InvitationWithdrawn(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "invitation.withdrawn"


class InvitationAccepted(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "invitation.accepted"
    person_id: UUID


class InvitationsForgotten(Event, frozen=True, kw_only=True):
    """``subject_id``: the council; ``number`` old ones were deleted."""

    name: ClassVar[str] = "invitations.forgotten"
    number: int


class RoleGiven(Event, frozen=True, kw_only=True):
    """``subject_id``: the person."""

    name: ClassVar[str] = "role.given"
    role: str


class RoleRemoved(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "role.removed"
    role: str


class PasswordChanged(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "password.changed"


class OpeningKeyMade(Event, frozen=True, kw_only=True):
    """``subject_id``: the key."""

    name: ClassVar[str] = "opening_key.made"


class PasswordResetAsked(Event, frozen=True, kw_only=True):
    """``subject_id``: the reset."""

    name: ClassVar[str] = "password_reset.asked"


class AccountDisabled(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "account.disabled"


class AccountEnabled(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "account.enabled"


class OperatorMade(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "operator.made"
