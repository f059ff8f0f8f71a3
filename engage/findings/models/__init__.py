"""Rows of findings. They hold data and decide nothing."""

from engage.findings.models.reading import (
    Colour,
    Ground,
    PublicCopy,
    Redaction,
    Remark,
    SeenAnswer,
    SentAnswer,
    Shelf,
)
from engage.findings.models.requirements import Echo, Requirement, RequirementKind, Source
from engage.findings.models.themes import State, Theme, ThemeAnswer, ThemeKind, ThemeRun

__all__ = [
    "Colour",
    "Echo",
    "Ground",
    "PublicCopy",
    "Redaction",
    "Remark",
    "Requirement",
    "RequirementKind",
    "SeenAnswer",
    "SentAnswer",
    "Shelf",
    "Source",
    "State",
    "Theme",
    "ThemeAnswer",
    "ThemeKind",
    "ThemeRun",
]
