"""The verbs of suppliers: find or add one, describe it, ask for alerts. None commits."""

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

__all__ = [
    "MOST_SUBJECTS",
    "Profile",
    "TooManySubjects",
    "add_subjects",
    "ask_for_alerts",
    "describe",
    "find_or_add",
    "profile_of",
]
