"""The verbs of challenges: the only writers; none commits, all record what happened.

Each locks the challenge first, so two people who act at once act one after the other.
"""

from engage.challenges.service.checking import (
    add_word,
    dismiss,
    leave_out_word,
    restore,
    undo_word,
)
from engage.challenges.service.documents import (
    BadDocument,
    add_document,
    move_document,
    remove_document,
    rename_document,
    why_no_more_documents,
)
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
from engage.challenges.service.partnering import CannotShare, accept, ask_to_join, offer, part
from engage.challenges.service.publishing import (
    BadEnd,
    Gap,
    Incomplete,
    extend,
    gaps,
    publish,
    warnings,
)
from engage.challenges.service.templating import (
    BadTemplate,
    delete_template,
    keep_questions,
    rename_template,
    save_template,
)
from engage.challenges.service.timing import set_timetable
from engage.challenges.service.weighing import consider_barriers

__all__ = [
    "BadDocument",
    "BadEnd",
    "BadTemplate",
    "CannotShare",
    "EngagementOver",
    "Gap",
    "Incomplete",
    "NotADraft",
    "UnknownField",
    "accept",
    "add_codes",
    "add_document",
    "add_word",
    "ask_to_join",
    "close",
    "close_ended",
    "conclude",
    "consider_barriers",
    "delete_template",
    "discard",
    "dismiss",
    "draft",
    "extend",
    "gaps",
    "keep_questions",
    "leave_out_word",
    "move_document",
    "offer",
    "part",
    "publish",
    "refer",
    "remove_document",
    "rename_document",
    "rename_template",
    "require_open",
    "restore",
    "revise",
    "save_template",
    "set_timetable",
    "undo_word",
    "warnings",
    "why_no_more_documents",
    "withdraw",
]
