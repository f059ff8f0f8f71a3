"""Reads of notifications: the words messages are made of, and the desk's list of messages."""

from engage.notifications.queries.lists import (
    Chosen,
    chosen,
    counts,
    is_opted_out,
    message_for_desk,
    messages_about,
    recipient,
)

__all__ = [
    "Chosen",
    "chosen",
    "counts",
    "is_opted_out",
    "message_for_desk",
    "messages_about",
    "recipient",
]
