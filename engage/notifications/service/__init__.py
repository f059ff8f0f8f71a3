"""The verbs of notifications: owe a message, respect who wants no more.

``service.sending`` is the workers' part: the pages do without what writes and carries mails.
"""

from engage.notifications.service.announcing import announce
from engage.notifications.service.bulk import fan_out, hold, note_expected, release
from engage.notifications.service.forgetting import RETENTION, forget_due
from engage.notifications.service.owing import (
    owe,
    owe_each,
    tell_invited,
    tell_outcomes,
    tell_participants,
    tell_partners,
)
from engage.notifications.service.preferences import (
    allow,
    choose,
    lift_bounce,
    note_bounce,
    opt_in,
    opt_out,
    stop_everything,
    turn_off,
    turn_on,
)
from engage.notifications.service.upkeep import try_again

__all__ = [
    "RETENTION",
    "allow",
    "announce",
    "choose",
    "fan_out",
    "forget_due",
    "hold",
    "lift_bounce",
    "note_bounce",
    "note_expected",
    "opt_in",
    "opt_out",
    "owe",
    "owe_each",
    "release",
    "stop_everything",
    "tell_invited",
    "tell_outcomes",
    "tell_participants",
    "tell_partners",
    "try_again",
    "turn_off",
    "turn_on",
]
