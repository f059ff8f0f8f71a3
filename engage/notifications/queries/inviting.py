"""Who wants no invitations, or cannot be reached."""

from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, or_

from engage.notifications.models import OptOut, Preference
from engage.notifications.rendering.topics import Topic
from engage.notifications.service.preferences import BOUNCED


def unwanted(email: Any) -> ColumnElement[bool]:
    """Whether nobody at this address wants invitations, or mails to it come back."""
    muted = cast(Preference.muted, String).contains(f'"{Topic.INVITATIONS.value}"')
    return or_(
        exists().where(Preference.email == email, muted),
        exists().where(OptOut.email == email, OptOut.reason == BOUNCED),
    )
