"""Pages. Parse, permit, call one verb, answer."""

from engage.workshops.views import attending, desk, feeds, needs, one_to_ones, room
from engage.workshops.views.blueprint import bp

__all__ = ["attending", "bp", "desk", "feeds", "needs", "one_to_ones", "room"]
