"""Checks what a council is about to tell the market: advice that quotes the words.

Pure and deterministic: texts, a frozen ``Lists`` of words and the closing time in, findings out.
"""

from engage.challenges.checker.finding import Finding, Severity, in_law, plain
from engage.challenges.checker.statement import Asked, check, check_questions
from engage.challenges.checker.words import Entry, Kind, Lists, key_of, shipped

__all__ = [
    "Asked",
    "Entry",
    "Finding",
    "Kind",
    "Lists",
    "Severity",
    "check",
    "check_questions",
    "in_law",
    "key_of",
    "plain",
    "shipped",
]
