"""The verbs of questionnaires and responses: the only writers; none commits."""

from engage.responses.service.drafting import (
    ChangedMeanwhile,
    Over,
    UnknownPrompt,
    fingerprint,
    save_answers,
    start,
)
from engage.responses.service.questionnaire import (
    Frozen,
    add_prompt,
    change_prompt,
    may_add,
    move_prompt,
    remove_prompt,
    why_frozen,
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
    "ChangedMeanwhile",
    "Frozen",
    "NotReady",
    "NothingSent",
    "Over",
    "Problem",
    "UnknownPrompt",
    "add_prompt",
    "change_prompt",
    "content",
    "fingerprint",
    "may_add",
    "move_prompt",
    "note_read",
    "problems",
    "remove_prompt",
    "save_answers",
    "start",
    "submit",
    "why_frozen",
    "withdraw",
]
