"""The verbs of outcomes. Each locks the challenge first: after release nothing can change."""

from engage.outcomes.service.afterwards import (
    AnsweredAlready,
    AskedAlready,
    TooEarly,
    answer,
    ask,
    rate,
    require_may_ask,
    require_outcome,
    require_unanswered,
)
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
    "AnsweredAlready",
    "AskedAlready",
    "BoardAtWork",
    "Gap",
    "NotNow",
    "TooEarly",
    "TooShort",
    "Unready",
    "answer",
    "approve",
    "approve_all",
    "ask",
    "gaps",
    "prepare",
    "rate",
    "release",
    "require_may_ask",
    "require_open",
    "require_outcome",
    "require_unanswered",
    "save_summary",
    "write",
]
