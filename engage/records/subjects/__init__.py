"""What is held about one person: a copy of it, and forgetting them (UK GDPR arts. 15 and 17)."""

from engage.records.subjects.asked import Asked, asked_about
from engage.records.subjects.erasing import StillNeeded, erase
from engage.records.subjects.finding import NOT_SEARCHED, parts_of, searched
from engage.records.subjects.writing import copy_of

__all__ = [
    "NOT_SEARCHED",
    "Asked",
    "StillNeeded",
    "asked_about",
    "copy_of",
    "erase",
    "parts_of",
    "searched",
]
