"""Reads of notifications: the words messages are made of, and the desk's list of messages."""

from engage.notifications.queries.lists import (
    counts,
    is_opted_out,
    message_for_desk,
    messages_about,
    recipient,
)

__all__ = ["counts", "is_opted_out", "message_for_desk", "messages_about", "recipient"]
