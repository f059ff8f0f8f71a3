"""Pages of challenges. Parse, permit, call one verb, answer."""

from engage.challenges.views import (
    codes,
    documents,
    public,
    similar,
    stages,
    statement,
    timetable,
)
from engage.challenges.views.blueprint import bp

__all__ = [
    "bp",
    "codes",
    "documents",
    "public",
    "similar",
    "stages",
    "statement",
    "timetable",
]
