"""What pages call messages and what becomes of them."""

from engage.notifications.models import State
from engage.notifications.rendering.catalogue import Audience

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
    "calendar-address": "Address of a calendar",
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
    "material-refused": "File of a workshop refused",
    "materials-due": "Materials to publish soon",
    "outcome-due": "Outcome to publish soon",
    "outcome-overdue": "Outcome that is late",
    "opening-due": "Responses to open with keys",
    "materials-overdue": "Materials that are late",
    "materials-published": "Materials of a workshop",
    "needs-told": "Needs for a workshop",
    "one-to-ones-opened": "One-to-ones to ask for",
    "one-to-ones-needs": "Needs for a one-to-one",
    "one-to-one-moved": "One-to-one somewhere else",
    "shared-materials": "Materials, for councils that share",
    "acting-link": "Link to act for a supplier",
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


WHO = {
    Audience.APPLICANT: "Whoever registered and has not confirmed",
    Audience.PARTICIPANT: "People who take part",
    Audience.SUBSCRIBER: "Suppliers who asked for alerts",
    Audience.SEARCHER: "People whose saved search finds it",
    Audience.INVITED: "People you invite to a challenge",
    Audience.ASKER: "Whoever saved a search and has not confirmed",
    Audience.COUNCIL: "Your own people",
    Audience.SHARER: "Councils that share or follow a challenge",
    Audience.BOARD: "Members of the board",
    Audience.COLLEAGUE: "Who acts for a supplier by links",
    Audience.PERSON: "One person, about their account",
}
WHEN = {
    "interest-confirm": "When somebody registers",
    "interest-confirmed": "When they confirmed their address",
    "interest-link": "When they ask for their link again",
    "challenge-published": "When a challenge is published",
    "subscription-match": "When a challenge is published",
    "supplier-invited": "When you send invitations",
    "supplier-reminded": "When you remind those who have not answered",
    "challenge-extended": "When the end moves",
    "challenge-amended": "When a published statement changes",
    "challenge-withdrawn": "When a challenge is withdrawn",
    "document-added": "When a document is added",
    "document-unsafe": "When a document turns out to be unsafe",
    "engagement-closed": "When a challenge ends",
    "workshop-announced": "When a workshop is announced",
    "workshop-changed": "When a workshop moves",
    "workshop-cancelled": "When a workshop is cancelled",
    "session-tomorrow": "The day before a workshop",
    "place-booked": "When a place is booked",
    "place-waiting": "When somebody joins the waiting list",
    "place-moved-up": "When somebody gets a place from the waiting list",
    "place-left": "When somebody gives up a place",
    "one-to-ones-opened": "When suppliers can ask for one-to-ones",
    "one-to-one-moved": "When open one-to-ones take place somewhere else",
    "shared-materials": "When slides, notes or recordings are published",
    "materials-published": "When slides, notes or recordings are published",
    "question-answered": "When a question is answered",
    "question-declined": "When a question is not answered",
    "response-received": "When a response arrives",
    "response-withdrawn": "When a response is withdrawn",
    "outcome": "When you release the outcome",
}
"""When each message that goes outside is sent."""
