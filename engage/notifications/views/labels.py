"""What pages call messages and what becomes of them."""

from engage.notifications.models import State

LABELS = {
    State.QUEUED: ("Waiting", "yellow"),
    State.SENDING: ("Being sent", "blue"),
    State.SENT: ("Sent", "green"),
    State.BOUNCED: ("Came back", "red"),
    State.FAILED: ("Not delivered", "red"),
    State.SUPPRESSED: ("Not needed", "grey"),
    State.HELD: ("Paused", "purple"),
}
MEANS = {
    State.QUEUED: "It goes out as soon as a worker takes it. If the mail server asked us to wait, "
    "we try again for up to 3 days.",
    State.SENDING: "A worker has it in hand. If that worker stops, another one takes it up after "
    "a minute.",
    State.SENT: "The mail server of the person took it.",
    State.BOUNCED: "The mail server took it first, and sent it back later.",
    State.FAILED: "The mail server refused it for good, or for 3 days. We do not try again by "
    "ourselves.",
    State.SUPPRESSED: "It was not sent: the person does not want it, their address does not work, "
    "or what it was about is over.",
    State.HELD: "Somebody paused this sending. It goes out when the sending goes on.",
}
"""Each state in a sentence, for whoever has to explain it."""
_ABOUT = {
    "closing-soon": "Ends soon",
    "document-condemned": "Document found infected",
    "document-unsafe": "Document that is unsafe",
    "draft-condemned": "Document found infected",
    "interest-confirm": "Asked to confirm",
    "interest-confirmed": "Takes part",
    "interest-link": "Link sent again",
    "notice-refused": "Notice not published",
    "notice-seen": "A notice that may be yours",
    "notice-turned": "Notice that has to look back",
    "place-lapsed": "Offer of a place ended",
    "place-left": "Place given up",
    "place-moved-up": "Place from the waiting list",
    "place-named": "Who comes to a workshop",
    "place-passed-on": "Place passed on",
    "place-offered": "Offer of a place",
    "place-waiting": "On the waiting list",
    "response-received": "Receipt of a response",
    "session-tomorrow": "Reminder of a workshop",
    "response-not-sent": "Response begun and not sent",
    "subscription-match": "Found by a saved search",
    "supplier-invited": "Invitation",
    "supplier-reminded": "Invitation, a reminder",
}
OPTED_OUT = {"unsubscribed": "Stopped alerts on", "bounced": "The address did not exist on"}


def about(template: str) -> str:
    """What a message is about, where the name of its template does not say it."""
    return _ABOUT.get(template) or template.replace("-", " ").capitalize()
