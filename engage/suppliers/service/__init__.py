"""The verbs of suppliers: find or add one, describe it, say who acts for it. None commits."""

from engage.suppliers.service.describing import (
    MOST_SUBJECTS,
    Profile,
    TooManySubjects,
    add_subjects,
    ask_for_alerts,
    describe,
    find_or_add,
    profile_of,
)
from engage.suppliers.service.people import (
    ACTING,
    RETENTION,
    NotPossible,
    ask_for_links,
    forget_due,
    join,
    leave,
    owe_link,
    pass_on,
)

__all__ = [
    "ACTING",
    "MOST_SUBJECTS",
    "RETENTION",
    "NotPossible",
    "Profile",
    "TooManySubjects",
    "add_subjects",
    "ask_for_alerts",
    "ask_for_links",
    "describe",
    "find_or_add",
    "forget_due",
    "join",
    "leave",
    "owe_link",
    "pass_on",
    "profile_of",
]
