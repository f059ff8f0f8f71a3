"""Pages. Parse, permit, call one verb, answer."""

from engage.workshops.views import (
    attending,
    desk,
    feeds,
    materials,
    needs,
    one_to_ones,
    publishing,
    repeating,
    room,
)
from engage.workshops.views.blueprint import bp

__all__ = [
    "attending",
    "bp",
    "desk",
    "feeds",
    "materials",
    "needs",
    "one_to_ones",
    "publishing",
    "repeating",
    "room",
]
