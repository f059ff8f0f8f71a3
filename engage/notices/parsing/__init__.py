"""Reads a published notice (an OCDS release) into a draft, and says what the draft still needs.

Find a Tender and Contracts Finder publish OCDS 1.1 with differences of their own, and files
pass through other hands before they reach us. Reading is liberal: what cannot be used is left
out and said in a warning. Only a file with no release in it is refused.
"""

from engage.notices.parsing.checking import Checked, check_file
from engage.notices.parsing.drafting import draft_fields
from engage.notices.parsing.gaps import Missing, missing, warnings
from engage.notices.parsing.notice import Document, Lot, Notice
from engage.notices.parsing.opening import LARGEST, UnreadableNotice
from engage.notices.parsing.reading import read

__all__ = [
    "LARGEST",
    "Checked",
    "Document",
    "Lot",
    "Missing",
    "Notice",
    "UnreadableNotice",
    "check_file",
    "draft_fields",
    "missing",
    "read",
    "warnings",
]
