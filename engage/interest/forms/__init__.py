"""The shape of what suppliers send about taking part and themselves; and of inviting them."""

from engage.interest.forms.directory import DirectoryForm
from engage.interest.forms.inviting import ChosenForm, CountForm, LineForm, PeopleForm
from engage.interest.forms.profile import ColleagueForm, ProfileForm, subject_label
from engage.interest.forms.taking_part import (
    CADENCES,
    AcceptForm,
    LostLinkForm,
    RegisterForm,
    SubscribeForm,
)

__all__ = [
    "CADENCES",
    "AcceptForm",
    "ChosenForm",
    "ColleagueForm",
    "CountForm",
    "DirectoryForm",
    "LineForm",
    "LostLinkForm",
    "PeopleForm",
    "ProfileForm",
    "RegisterForm",
    "SubscribeForm",
    "subject_label",
]
