"""The verbs of notifications: owe a message, respect who wants no more.

``service.sending`` is the workers' part: the pages do without what writes and carries mails.
"""

from engage.notifications.service.owing import (
    announce,
    owe,
    owe_each,
    tell_outcomes,
    tell_participants,
)
from engage.notifications.service.preferences import opt_in, opt_out
from engage.notifications.service.upkeep import tidy, try_again

__all__ = [
    "announce",
    "opt_in",
    "opt_out",
    "owe",
    "owe_each",
    "tell_outcomes",
    "tell_participants",
    "tidy",
    "try_again",
]
