"""What the states of a question are called, and where its pages are."""

from engage.challenges.models import Challenge
from engage.questions.models import State

LABELS = {
    State.ASKED: ("Waiting", "yellow"),
    State.ANSWERED: ("Answered", "green"),
    State.DECLINED: ("Not answered", "grey"),
    State.TAKEN_BACK: ("Taken back", "grey"),
}

DONE = {
    "question.asked": "Asked by the supplier",
    "question.asked_back": "Asked back",
    "question.replied": "Replied to by the supplier",
    "question.confidence_ruled": "Decided what stays confidential",
    "question.confidence_waived": "Agreed by the supplier: all of it may be published",
    "question.taken_back": "Taken back by the supplier",
    "question.answered": "Answered and published",
    "question.bundled": "Answered together with another one",
    "question.declined": "Declined",
}


def inbox_of(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/questions"
