"""Pages. Parse, permit, call one verb, answer."""

from engage.workshops.views import desk, room
from engage.workshops.views.blueprint import bp

__all__ = ["bp", "desk", "room"]
