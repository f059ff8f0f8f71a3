"""What keeps small firms away: twelve short questions (PA 2023 s.12(4)). Data.

"Yes" always means that the barrier is out of the way.
"""

from collections.abc import Mapping
from typing import Any

BARRIERS = {
    "hours": "Are meetings at hours when people who run a small firm can come?",
    "travel": "Can people take part without travelling?",
    "length": "Can your questions be answered in less than an hour?",
    "registration": "Can everybody read everything without an account?",
    "insurance": "Do you ask for insurance only when a contract begins?",
    "secrecy": "Can people take part without signing a confidentiality agreement?",
    "jargon": "Is everything written without jargon and without abbreviations?",
    "weeks": "Do suppliers have three weeks or more?",
    "turnover": "Do you leave out demands on turnover and years in business?",
    "parts": "Could a small firm take a part of it, or join with others?",
    "payment": "Do you say when you pay, and that firms down the chain are paid in 30 days?",
    "access": "Did you ask what people need to take part: captions, step-free rooms, Welsh?",
}
YES, NO, NOT_RELEVANT = "yes", "no", "not-relevant"
ANSWERS = {YES: "Yes", NO: "No", NOT_RELEVANT: "Not relevant"}


def answered(barriers: Mapping[str, Any]) -> int:
    """How many of the questions have an answer."""
    return sum(bool(barriers.get(key, {}).get("answer")) for key in BARRIERS)


def standing(barriers: Mapping[str, Any]) -> int:
    """How many barriers still stand, as far as somebody said."""
    return sum(barriers.get(key, {}).get("answer") == NO for key in BARRIERS)
