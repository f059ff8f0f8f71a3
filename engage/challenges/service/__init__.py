"""The verbs of challenges: the only writers; none commits, all record what happened.

Each locks the challenge first, so two people who act at once act one after the other.
"""

from engage.challenges.service.amending import (
    EditedMeanwhile,
    NotAmendable,
    Reasons,
    amend,
    as_amended,
    looks_material,
    propose,
    waiting,
    why_not_amend,
)
from engage.challenges.service.approving import (
    NotYourApproval,
    SentAgain,
    approve,
    ask,
    return_to_author,
    take_back,
    why_not,
)
from engage.challenges.service.asking import (
    BadDates,
    question_dates,
    set_question_dates,
    usual_dates,
)
from engage.challenges.service.checking import (
    add_word,
    as_written,
    dismiss,
    leave_out_word,
    put_aside,
    restore,
    undo_word,
)
from engage.challenges.service.claiming import TakenNotice, claim_notice
from engage.challenges.service.coding import add_codes, propose_codes
from engage.challenges.service.documents import (
    BadDocument,
    add_document,
    condemn_document,
    move_document,
    remove_document,
    rename_document,
    why_no_more_documents,
)
from engage.challenges.service.drafting import (
    NotADraft,
    UnknownField,
    discard,
    draft,
    revise,
)
from engage.challenges.service.dropping import drop_amendment
from engage.challenges.service.ending import close, close_ended, conclude, refer, withdraw
from engage.challenges.service.four_eyes import NeedsApproval, needs_approval, require_approval
from engage.challenges.service.listing import (
    BadNotice,
    checked_number,
    checked_plan,
    keep_plan,
    list_publicly,
    plan_notice,
    require_below,
)
from engage.challenges.service.naming import add_party, remove_party
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
from engage.challenges.service.scheduling import BadTime, publish_due, schedule
from engage.challenges.service.second_reading import ask_to_amend, readers, return_amendment
from engage.challenges.service.templating import (
    BadTemplate,
    delete_template,
    keep_questions,
    rename_template,
    save_template,
)
from engage.challenges.service.timing import set_timetable
from engage.challenges.service.versions import content_of, restored, snapshot
from engage.challenges.service.weighing import consider_barriers

__all__ = [
    "BadDates",
    "BadDocument",
    "BadEnd",
    "BadNotice",
    "BadTemplate",
    "BadTime",
    "CannotShare",
    "EditedMeanwhile",
    "EngagementOver",
    "Gap",
    "Incomplete",
    "NeedsApproval",
    "NotADraft",
    "NotAmendable",
    "NotYourApproval",
    "Reasons",
    "SentAgain",
    "TakenNotice",
    "UnknownField",
    "accept",
    "add_codes",
    "add_document",
    "add_party",
    "add_word",
    "amend",
    "approve",
    "as_amended",
    "as_written",
    "ask",
    "ask_to_amend",
    "ask_to_join",
    "checked_number",
    "checked_plan",
    "claim_notice",
    "close",
    "close_ended",
    "conclude",
    "condemn_document",
    "consider_barriers",
    "content_of",
    "delete_template",
    "discard",
    "dismiss",
    "draft",
    "drop_amendment",
    "extend",
    "gaps",
    "keep_plan",
    "keep_questions",
    "leave_out_word",
    "list_publicly",
    "looks_material",
    "move_document",
    "needs_approval",
    "offer",
    "part",
    "plan_notice",
    "propose",
    "propose_codes",
    "publish",
    "publish_due",
    "put_aside",
    "question_dates",
    "readers",
    "refer",
    "remove_document",
    "remove_party",
    "rename_document",
    "rename_template",
    "require_approval",
    "require_below",
    "require_open",
    "restore",
    "restored",
    "return_amendment",
    "return_to_author",
    "revise",
    "save_template",
    "schedule",
    "set_question_dates",
    "set_timetable",
    "snapshot",
    "take_back",
    "undo_word",
    "usual_dates",
    "waiting",
    "warnings",
    "why_no_more_documents",
    "why_not",
    "why_not_amend",
    "withdraw",
]
