"""The verbs of questions: ask, answer to everybody, decline. None commits."""

from engage.questions.service.answering import ChallengeWithdrawn, NoLongerWaits, answer, decline
from engage.questions.service.asking import (
    MOST_WAITING,
    HasLeft,
    TooLateToAsk,
    TooManyWaiting,
    ask,
)
from engage.questions.service.clockwork import answers_due

__all__ = [
    "MOST_WAITING",
    "ChallengeWithdrawn",
    "HasLeft",
    "NoLongerWaits",
    "TooLateToAsk",
    "TooManyWaiting",
    "answer",
    "answers_due",
    "ask",
    "decline",
]
