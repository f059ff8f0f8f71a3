"""What the pages of workshops may send."""

from engage.workshops.forms.needs import LeadForm, NeedsForm
from engage.workshops.forms.people import AttendeeForm, BookForm, WalkInForm
from engage.workshops.forms.planning import (
    CancelForm,
    SessionForm,
    WorkshopForm,
    stored,
    typed,
    when,
)

__all__ = [
    "AttendeeForm",
    "BookForm",
    "CancelForm",
    "LeadForm",
    "NeedsForm",
    "SessionForm",
    "WalkInForm",
    "WorkshopForm",
    "stored",
    "typed",
    "when",
]
