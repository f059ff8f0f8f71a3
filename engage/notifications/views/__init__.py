"""Pages. Parse, permit, call one verb, answer."""

from engage.notifications.views import (
    choosing,
    desk,
    invitations,
    invited,
    inviting,
    mailbox,
    preferring,
    reach,
    returning,
    sendings,
    unsubscribing,
    wording,
)
from engage.notifications.views.blueprint import bp

__all__ = [
    "bp",
    "choosing",
    "desk",
    "invitations",
    "invited",
    "inviting",
    "mailbox",
    "preferring",
    "reach",
    "returning",
    "sendings",
    "unsubscribing",
    "wording",
]
