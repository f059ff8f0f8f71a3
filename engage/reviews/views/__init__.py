"""Pages. Parse, permit, call one verb, answer."""

from engage.reviews.views import declaring, desk, home, releasing, reviewing, shortlist, taking_away
from engage.reviews.views.blueprint import bp

__all__ = ["bp", "declaring", "desk", "home", "releasing", "reviewing", "shortlist", "taking_away"]
