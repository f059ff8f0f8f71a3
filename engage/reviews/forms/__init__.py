"""The shape of what boards and desks send."""

from engage.reviews.forms.declaring import (
    CheckForm,
    DeclareForm,
    FindingForm,
    IdeaInterestForm,
    RulingForm,
)
from engage.reviews.forms.members import MembersForm
from engage.reviews.forms.referring import ReferForm
from engage.reviews.forms.reviewing import DecisionForm, ReviewForm
from engage.reviews.forms.weighing import CriteriaForm

__all__ = [
    "CheckForm",
    "CriteriaForm",
    "DecisionForm",
    "DeclareForm",
    "FindingForm",
    "IdeaInterestForm",
    "MembersForm",
    "ReferForm",
    "ReviewForm",
    "RulingForm",
]
