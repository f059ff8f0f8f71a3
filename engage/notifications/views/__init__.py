"""Pages. Parse, permit, call one verb, answer."""

from engage.notifications.views import desk, mailbox, preferring, returning, sendings, unsubscribing
from engage.notifications.views.blueprint import bp

__all__ = ["bp", "desk", "mailbox", "preferring", "returning", "sendings", "unsubscribing"]
