"""The verbs of questionnaires and responses: the only writers; none commits."""

from engage.responses.service.advice import dismiss_advice
from engage.responses.service.drafting import (
    Held,
    UnknownPrompt,
    hold,
    save_answers,
    start,
    version_of,
)
from engage.responses.service.forgetting import forget_answers
from engage.responses.service.questionnaire import (
    Frozen,
    add_prompt,
    change_prompt,
    may_add,
    move_prompt,
    remove_prompt,
    why_frozen,
    worded,
)
from engage.responses.service.reading import note_read
from engage.responses.service.submitting import (
    NothingSent,
    NotReady,
    Problem,
    content,
    problems,
    submit,
    withdraw,
)

__all__ = [
    "Frozen",
    "Held",
    "NotReady",
    "NothingSent",
    "Problem",
    "UnknownPrompt",
    "add_prompt",
    "change_prompt",
    "content",
    "dismiss_advice",
    "forget_answers",
    "hold",
    "may_add",
    "move_prompt",
    "note_read",
    "problems",
    "remove_prompt",
    "save_answers",
    "start",
    "submit",
    "version_of",
    "why_frozen",
    "withdraw",
    "worded",
]
