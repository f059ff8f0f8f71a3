"""Reads of notifications: the words messages are made of, and the desk's lists of messages."""

from engage.notifications.queries.lists import (
    Chosen,
    chosen,
    counts,
    message,
    messages_about,
    opted_out,
    recipient,
)
from engage.notifications.queries.sendings import (
    count_sendings,
    line,
    parked_about,
    sendings_about,
)

__all__ = [
    "Chosen",
    "chosen",
    "count_sendings",
    "counts",
    "line",
    "message",
    "messages_about",
    "opted_out",
    "parked_about",
    "recipient",
    "sendings_about",
]
