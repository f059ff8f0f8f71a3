"""The verbs of outcomes. Each locks the challenge first: after release nothing can change."""

from engage.outcomes.service.preparing import BoardAtWork, prepare
from engage.outcomes.service.releasing import Gap, Unready, gaps, release
from engage.outcomes.service.stages import NotNow, require_open
from engage.outcomes.service.writing import (
    TooShort,
    approve,
    approve_all,
    save_summary,
    write,
)

__all__ = [
    "BoardAtWork",
    "Gap",
    "NotNow",
    "TooShort",
    "Unready",
    "approve",
    "approve_all",
    "gaps",
    "prepare",
    "release",
    "require_open",
    "save_summary",
    "write",
]
