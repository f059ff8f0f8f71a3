"""Pages. Parse, permit, call one verb, answer."""

from engage.reviews.views import (
    conflicts,
    declaring,
    desk,
    home,
    releasing,
    reviewing,
    shortlist,
    taking_away,
)
from engage.reviews.views.blueprint import bp

__all__ = [
    "bp",
    "conflicts",
    "declaring",
    "desk",
    "home",
    "releasing",
    "reviewing",
    "shortlist",
    "taking_away",
]
