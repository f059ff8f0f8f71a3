"""What publishing an amendment asks for."""

from typing import Any

from engage.challenges.forms.approval import LATER, MomentForm
from engage.web.fields import ChoiceField, HiddenField, LongTextField, ValidationError
from engage.web.forms import Form

YES, NO = "yes", "no"
ENOUGH = "enough"


class AskToAmendForm(Form):
    """``seen`` is the mark of the changes that the page showed, here and below."""

    seen = HiddenField(max_length=40)
    because = LongTextField(
        "What changes, and why?",
        noun="what changes, and why",
        hint="For the approver, who can use your words when they publish. Say too whether suppliers"
        " need more time.",
        max_length=2000,
    )


class ReturnChangesForm(Form):
    seen = HiddenField(max_length=40)
    reasons = LongTextField(
        "What should change, and why?",
        noun="the reasons",
        hint="Only people of your council read this.",
        max_length=5000,
    )


class AmendForm(MomentForm):
    """``seen`` is the mark of the changes that the page showed."""

    seen = HiddenField(max_length=40)
    because = LongTextField(
        "What changed, and why?",
        noun="what changed, and why",
        hint="Everybody reads this on the page of the challenge and in the e-mail.",
        max_length=2000,
    )
    material = ChoiceField(
        "Does it matter for a response?",
        noun="whether it matters for a response",
        choices=[
            (YES, "Yes", "For example the need, the outcomes, a date, or the value changed."),
            (NO, "No", "For example a spelling mistake was put right."),
        ],
    )
    time = ChoiceField(
        "Do suppliers need more time?",
        noun="whether suppliers need more time",
        hint="Only if it matters for a response. A later end is for everybody.",
        choices=[(LATER, "Yes, give everybody a later end"), (ENOUGH, "No, the time is enough")],
        optional=True,
        marked=False,
    )
    enough = LongTextField(
        "Why is the time still enough?",
        noun="why the time is still enough",
        hint="Only if you give no later end. Everybody reads this.",
        max_length=1000,
        rows=3,
        optional=True,
        marked=False,
    )
    has_end = False
    """Whether the changes have a later end already, so that nobody is asked for one."""

    def validate_material(self, field: ChoiceField) -> None:
        if field.data == YES and not self.has_end and not self.time.data:
            raise ValidationError("Say below whether suppliers need more time")

    def validate_time(self, field: ChoiceField) -> None:
        if field.data == LATER:
            self.require_moment("Enter the date and the time of the later end")
        elif self.material.data == YES and not self.enough.data.strip():
            raise ValidationError("Enter why the time is still enough")

    def given(self) -> dict[str, Any]:
        """The reasons, as the verb takes them."""
        asked = not self.has_end
        return {
            "because": self.because.data,
            "material": self.material.data == YES,
            "ends": self.moment() if asked and self.time.data == LATER else None,
            "enough": self.enough.data if asked and self.time.data != LATER else "",
        }
