"""Pages of challenges. Parse, permit, call one verb, answer."""

from engage.challenges.views import (
    amending,
    approval,
    barriers,
    checking,
    codes,
    documents,
    partners,
    public,
    second_reading,
    similar,
    stages,
    starting,
    statement,
    templating,
    timetable,
    updates,
    words,
)
from engage.challenges.views.blueprint import bp

__all__ = [
    "amending",
    "approval",
    "barriers",
    "bp",
    "checking",
    "codes",
    "documents",
    "partners",
    "public",
    "second_reading",
    "similar",
    "stages",
    "starting",
    "statement",
    "templating",
    "timetable",
    "updates",
    "words",
]
