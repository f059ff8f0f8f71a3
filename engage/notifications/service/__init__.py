"""The verbs of notifications: owe a message, send what is due, respect who wants no more."""

from engage.notifications.service.owing import (
    announce,
    owe,
    owe_each,
    tell_outcomes,
    tell_participants,
)
from engage.notifications.service.preferences import opt_in, opt_out
from engage.notifications.service.sending import Post, send_due
from engage.notifications.service.upkeep import tidy, try_again

__all__ = [
    "Post",
    "announce",
    "opt_in",
    "opt_out",
    "owe",
    "owe_each",
    "send_due",
    "tell_outcomes",
    "tell_participants",
    "tidy",
    "try_again",
]
