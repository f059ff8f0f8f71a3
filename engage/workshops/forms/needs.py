"""What somebody needs to take part, and who of the council reads it."""

from typing import Any

from engage.web.fields import ChoiceField, LongTextField, YesField
from engage.web.forms import Form
from engage.workshops.service import Needs

AGREE = "Tick the box to say that we may keep this, or leave everything else empty"


class NeedsForm(Form):
    """All of it may stay empty. After ``submitted()``, ``needs`` is what was told."""

    sign_language = YesField("A British Sign Language (BSL) interpreter")
    captions = YesField("Live captions")
    step_free = YesField("A way in without steps")
    words = LongTextField(
        "Anything else that helps you take part",
        noun="what helps you",
        hint="For example large print, a hearing loop, a quiet room or a break.",
        optional=True,
        max_length=1000,
        rows=4,
    )
    diet = LongTextField(
        "What you cannot eat or drink",
        noun="what you cannot eat or drink",
        hint="If food is served.",
        optional=True,
        max_length=300,
        rows=2,
    )
    agreed = YesField("The lead of this workshop may keep this until 30 days after it")

    @property
    def needs(self) -> Needs:
        return Needs(
            sign_language=self.sign_language.data,
            captions=self.captions.data,
            step_free=self.step_free.data if "step_free" in self else False,
            words=self.words.data,
            diet=self.diet.data if "diet" in self else "",
        )

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if valid and self.needs != Needs() and not self.agreed.data:
            self.agreed.errors = [AGREE]
            return False
        return valid


class LeadForm(Form):
    """Who leads a workshop."""

    lead = ChoiceField("Who leads this workshop?", noun="who leads this workshop")
