"""The verbs of challenges: the only writers; none commits, all record what happened.

Each locks the challenge first, so two people who act at once act one after the other.
"""

from engage.challenges.service.drafting import (
    NotADraft,
    UnknownField,
    add_codes,
    discard,
    draft,
    revise,
)
from engage.challenges.service.ending import close, close_ended, conclude, refer, withdraw
from engage.challenges.service.open import EngagementOver, require_open
from engage.challenges.service.publishing import (
    BadEnd,
    Gap,
    Incomplete,
    extend,
    gaps,
    publish,
    warnings,
)
from engage.challenges.service.timing import set_timetable

__all__ = [
    "BadEnd",
    "EngagementOver",
    "Gap",
    "Incomplete",
    "NotADraft",
    "UnknownField",
    "add_codes",
    "close",
    "close_ended",
    "conclude",
    "discard",
    "draft",
    "extend",
    "gaps",
    "publish",
    "refer",
    "require_open",
    "revise",
    "set_timetable",
    "warnings",
    "withdraw",
]
