"""The verbs of taking part, and of hearing about new challenges. None commits."""

from engage.interest.service.registering import (
    LINK,
    NOT_AGAIN_WITHIN,
    OVER,
    UNCONFIRMED,
    HasLeft,
    ask_for_links,
    confirm,
    forget_unconfirmed,
    register,
    withdraw,
)
from engage.interest.service.subscribing import (
    SEARCHES,
    SUBSCRIPTION,
    confirm_subscription,
    end_subscription,
    end_subscriptions,
    forget_subscriptions,
    resume_subscriptions,
    subscribe,
)

RETENTION = (UNCONFIRMED, SEARCHES)

__all__ = [
    "LINK",
    "NOT_AGAIN_WITHIN",
    "OVER",
    "RETENTION",
    "SEARCHES",
    "SUBSCRIPTION",
    "UNCONFIRMED",
    "HasLeft",
    "ask_for_links",
    "confirm",
    "confirm_subscription",
    "end_subscription",
    "end_subscriptions",
    "forget_subscriptions",
    "forget_unconfirmed",
    "register",
    "resume_subscriptions",
    "subscribe",
    "withdraw",
]
