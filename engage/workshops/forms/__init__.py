"""What the pages of workshops may send."""

from engage.workshops.forms.materials import (
    FORMS,
    DeclineForm,
    MaterialFileForm,
    MaterialForm,
    NoneForm,
    PublishForm,
    shown,
)
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
    "FORMS",
    "AttendeeForm",
    "BookForm",
    "CancelForm",
    "DeclineForm",
    "LeadForm",
    "MaterialFileForm",
    "MaterialForm",
    "NeedsForm",
    "NoneForm",
    "PublishForm",
    "SessionForm",
    "WalkInForm",
    "WorkshopForm",
    "shown",
    "stored",
    "typed",
    "when",
]
