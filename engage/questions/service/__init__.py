"""The verbs of questions: ask, answer to everybody, decline. None commits."""

from engage.questions.service.answering import ChallengeWithdrawn, NoLongerWaits, answer, decline
from engage.questions.service.asking import (
    MOST_WAITING,
    HasLeft,
    TooLateToAsk,
    TooManyWaiting,
    ask,
)
from engage.questions.service.asking_back import NotYourTurn, ask_back, reply
from engage.questions.service.clockwork import answers_due

__all__ = [
    "MOST_WAITING",
    "ChallengeWithdrawn",
    "HasLeft",
    "NoLongerWaits",
    "NotYourTurn",
    "TooLateToAsk",
    "TooManyWaiting",
    "answer",
    "answers_due",
    "ask",
    "ask_back",
    "decline",
    "reply",
]
