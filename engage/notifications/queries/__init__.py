"""Reads of notifications: the words messages are made of, and the desk's list of messages."""

from engage.notifications.queries.lists import count_by_state, message_for_desk, messages_about

__all__ = ["count_by_state", "message_for_desk", "messages_about"]
