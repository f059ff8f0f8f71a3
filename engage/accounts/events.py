"""Facts about people and their access. Names and addresses stay in the rows they belong to."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engage.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class InvitationMade(Event):
    """``subject_id``: the invitation; recorded again when it is sent again."""

    name: ClassVar[str] = "invitation.made"
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    name: ClassVar[str] = "invitation.withdrawn"


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    name: ClassVar[str] = "invitation.accepted"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationsForgotten(Event):
    """``subject_id``: the council; ``number`` old ones were deleted."""

    name: ClassVar[str] = "invitations.forgotten"
    number: int


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    """``subject_id``: the person."""

    name: ClassVar[str] = "role.given"
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleRemoved(Event):
    name: ClassVar[str] = "role.removed"
    role: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    name: ClassVar[str] = "password.changed"


@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(Event):
    """``subject_id``: the reset."""

    name: ClassVar[str] = "password_reset.asked"


@dataclass(frozen=True, kw_only=True)
class AccountDisabled(Event):
    name: ClassVar[str] = "account.disabled"


@dataclass(frozen=True, kw_only=True)
class AccountEnabled(Event):
    name: ClassVar[str] = "account.enabled"


@dataclass(frozen=True, kw_only=True)
class OperatorMade(Event):
    name: ClassVar[str] = "operator.made"
