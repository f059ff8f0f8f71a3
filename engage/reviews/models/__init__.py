"""Rows of digital boards. They hold data and decide nothing."""

from engage.reviews.models.boards import Board, Criterion, Seat, SeatRole, ShortlistRelease
from engage.reviews.models.declarations import Conflict, Declaration, DeclarationRuling, Ruling
from engage.reviews.models.reviews import Referral, Review, Score, Verdict

__all__ = [
    "Board",
    "Conflict",
    "Criterion",
    "Declaration",
    "DeclarationRuling",
    "Referral",
    "Review",
    "Ruling",
    "Score",
    "Seat",
    "SeatRole",
    "ShortlistRelease",
    "Verdict",
]
