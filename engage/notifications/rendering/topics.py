"""What people may choose to hear of. It imports nothing: reads and the catalogue both need it."""

from enum import StrEnum


class Topic(StrEnum):
    """What people may turn off. Everything else is owed to whoever it concerns: a changed end,
    a withdrawal, an outcome, a place, a document and an answer, which all must get alike.
    """

    ALERTS = "alerts"  # new challenges; turned off, they are an ``OptOut``
    INVITATIONS = "invitations"
    REMINDERS = "reminders"
    NEWS = "news"


ONE_CLICK = (Topic.ALERTS, Topic.INVITATIONS)
"""What people got without taking part: a mail program's own button stops it (RFC 8058)."""
