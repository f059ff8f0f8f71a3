"""The verbs of themes. ``running`` is the workers': it is not for the web process to carry."""

from engage.findings.service.theming.asking import NothingToGroup, ask
from engage.findings.service.theming.by_hand import (
    NotPossible,
    merge,
    move,
    rename,
)

__all__ = ["NotPossible", "NothingToGroup", "ask", "merge", "move", "rename"]
