"""Whose personal data it is, and what they want."""

from typing import Any

from engage.web.fields import ChoiceField, EmailField, YesField
from engage.web.forms import Form

COPY, ERASE = "copy", "erase"


class PersonalDataForm(Form):
    email = EmailField(
        "Their e-mail address",
        noun="their e-mail address",
        hint="Of the person who asked.",
    )
    wish = ChoiceField(
        "What do they want?",
        noun="what they want",
        choices=[
            (COPY, "A copy of what we hold about them"),
            (ERASE, "That we take out their name and address"),
        ],
    )
    sure = YesField(
        "I know that taking out a name cannot be undone",
        hint="Needed only to take out a name.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.wish.data == ERASE and not self.sure.data:
            self.sure.errors = ["Tick the box: a name that is taken out cannot be brought back"]
            return False
        return good
