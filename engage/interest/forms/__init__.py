"""The shape of what suppliers send about taking part and about themselves."""

from engage.interest.forms.profile import ColleagueForm, ProfileForm
from engage.interest.forms.taking_part import LostLinkForm, RegisterForm, SubscribeForm

__all__ = ["ColleagueForm", "LostLinkForm", "ProfileForm", "RegisterForm", "SubscribeForm"]
