"""The verbs of questionnaires and responses: the only writers; none commits."""

from engage.responses.service.advice import dismiss_advice
from engage.responses.service.attaching import attach, protect
from engage.responses.service.banking import BankFull, forget, keep
from engage.responses.service.drafting import (
    Held,
    UnknownPrompt,
    hold,
    save_answers,
    start,
    version_of,
)
from engage.responses.service.entering import NotInTime, enter, may_enter
from engage.responses.service.forgetting import forget_answers
from engage.responses.service.opening import (
    TOGETHER,
    CannotOpen,
    open_due,
    require_openable,
    turn_key,
)
from engage.responses.service.questionnaire import (
    Frozen,
    Gone,
    add_prompt,
    change_prompt,
    may_add,
    move_prompt,
    remove_prompt,
    why_frozen,
)
from engage.responses.service.reading import note_read
from engage.responses.service.sealing import CannotSeal, choose_sealing, why_sealing_stays
from engage.responses.service.submitting import (
    Entered,
    NothingSent,
    NotReady,
    Problem,
    content,
    problems,
    submit,
    withdraw,
)
from engage.responses.service.wording import as_asks, conditions, from_ask, worded

__all__ = [
    "TOGETHER",
    "BankFull",
    "CannotOpen",
    "CannotSeal",
    "Entered",
    "Frozen",
    "Gone",
    "Held",
    "NotInTime",
    "NotReady",
    "NothingSent",
    "Problem",
    "UnknownPrompt",
    "add_prompt",
    "as_asks",
    "attach",
    "change_prompt",
    "choose_sealing",
    "conditions",
    "content",
    "dismiss_advice",
    "enter",
    "forget",
    "forget_answers",
    "from_ask",
    "hold",
    "keep",
    "may_add",
    "may_enter",
    "move_prompt",
    "note_read",
    "open_due",
    "problems",
    "protect",
    "remove_prompt",
    "require_openable",
    "save_answers",
    "start",
    "submit",
    "turn_key",
    "version_of",
    "why_frozen",
    "why_sealing_stays",
    "withdraw",
    "worded",
]
