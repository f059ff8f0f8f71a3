"""The verbs of questions: ask, answer to everybody, decline. None commits."""

from engage.questions.service.answering import (
    ChallengeWithdrawn,
    NoLongerWaits,
    NotSettled,
    answer,
    decline,
)
from engage.questions.service.asking import (
    MOST_WAITING,
    HasLeft,
    TooLateToAsk,
    TooManyWaiting,
    ask,
)
from engage.questions.service.asking_back import NotYourTurn, ask_back, reply
from engage.questions.service.clockwork import answers_due
from engage.questions.service.confidence import NothingToRule, choose, rule

__all__ = [
    "MOST_WAITING",
    "ChallengeWithdrawn",
    "HasLeft",
    "NoLongerWaits",
    "NotSettled",
    "NotYourTurn",
    "NothingToRule",
    "TooLateToAsk",
    "TooManyWaiting",
    "answer",
    "answers_due",
    "ask",
    "ask_back",
    "choose",
    "decline",
    "reply",
    "rule",
]
