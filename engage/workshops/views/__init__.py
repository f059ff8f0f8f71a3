"""Pages. Parse, permit, call one verb, answer."""

from engage.workshops.views import desk, feeds, room
from engage.workshops.views.blueprint import bp

__all__ = ["bp", "desk", "feeds", "room"]
