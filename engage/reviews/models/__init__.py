"""Rows of digital boards. They hold data and decide nothing."""

from engage.reviews.models.boards import Board, Criterion, Seat, SeatRole, ShortlistRelease
from engage.reviews.models.conflicts import ConflictFinding, FindingState
from engage.reviews.models.declarations import Conflict, Declaration, DeclarationRuling, Ruling
from engage.reviews.models.reviews import Referral, Review, Score, Verdict

__all__ = [
    "Board",
    "Conflict",
    "ConflictFinding",
    "Criterion",
    "Declaration",
    "DeclarationRuling",
    "FindingState",
    "Referral",
    "Review",
    "Ruling",
    "Score",
    "Seat",
    "SeatRole",
    "ShortlistRelease",
    "Verdict",
]
