"""The shape of what suppliers send about taking part and about themselves."""

from engage.interest.forms.directory import DirectoryForm
from engage.interest.forms.profile import ColleagueForm, ProfileForm, subject_label
from engage.interest.forms.taking_part import LostLinkForm, RegisterForm, SubscribeForm

__all__ = [
    "ColleagueForm",
    "DirectoryForm",
    "LostLinkForm",
    "ProfileForm",
    "RegisterForm",
    "SubscribeForm",
    "subject_label",
]
