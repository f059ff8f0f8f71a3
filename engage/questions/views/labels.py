"""What the states of a question are called, and where its pages are."""

from engage.challenges.models import Challenge
from engage.questions.models import State

LABELS = {
    State.ASKED: ("Waiting", "yellow"),
    State.ANSWERED: ("Answered", "green"),
    State.DECLINED: ("Not answered", "grey"),
    State.TAKEN_BACK: ("Taken back", "grey"),
}


def inbox_of(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/questions"
