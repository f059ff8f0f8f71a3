"""What approving and publishing ask for."""

from datetime import datetime

from engage.challenges.forms.noticing import NoticeForm
from engage.kernel.clock import from_wall
from engage.kernel.errors import Refusal
from engage.web.fields import (
    ChoiceField,
    DateField,
    HiddenField,
    LongTextField,
    TimeField,
    ValidationError,
    WhichField,
    is_twice,
)
from engage.web.forms import Form

APPROVE, RETURN = "approve", "return"
NOW, LATER = "now", "later"


class ApprovalForm(Form):
    note = LongTextField(
        "Is there anything the approver should know?",
        noun="the note",
        hint="Only people of your council read this.",
        max_length=2000,
        optional=True,
    )


class DecisionForm(Form):
    """``seen`` is the number of the version that the page showed."""

    seen = HiddenField(max_length=10)
    decision = ChoiceField(
        "What do you decide?",
        noun="what you decide",
        choices=[
            (APPROVE, "Approve it", "The officer can publish it then."),
            (RETURN, "Return it", "The author reads your reasons and changes the statement."),
        ],
    )
    reasons = LongTextField(
        "What should change, and why?",
        noun="the reasons",
        hint="Only if you return it. Only people of your council read this.",
        max_length=5000,
        optional=True,
    )

    def validate_decision(self, field: ChoiceField) -> None:
        if field.data == RETURN and not self.reasons.data.strip():
            raise ValidationError("To return it, enter what should change, and why")


class MomentForm(Form):
    """A date and a time on a wall in London that may be asked for."""

    day = DateField("Date", optional=True, marked=False)
    hour = TimeField("Time", hint="UK time, for example 9am", optional=True, marked=False)
    which = WhichField()

    @property
    def is_twice(self) -> bool:
        """Whether the time typed happens twice, so that the page has to ask which."""
        return is_twice(self.day.data, self.hour.data)

    def moment(self) -> datetime | None:
        """The instant meant; None while a part is missing."""
        if self.day.data is None or self.hour.data is None:
            return None
        return from_wall(self.day.data, self.hour.data, later=self.which.later)

    def require_moment(self, sentence: str) -> None:
        """For a field that needs it: raises ValidationError."""
        try:
            missing = self.moment() is None
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from None
        if missing:
            raise ValidationError(sentence)


class PublishForm(NoticeForm, MomentForm):
    when = ChoiceField(
        "When is it to be published?",
        noun="when it is to be published",
        choices=[(NOW, "Now"), (LATER, "At a time you choose")],
        optional=True,
        marked=False,
        default=NOW,
    )

    def validate_when(self, field: ChoiceField) -> None:
        if field.data == LATER:
            self.require_moment("Enter the date and the time to publish")

    def instant(self) -> datetime | None:
        """When to publish; None for now."""
        return self.moment() if self.when.data == LATER else None
