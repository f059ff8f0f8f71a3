"""The shape of what officers send about outcomes."""

from engage.web.fields import ChoicesField, LongTextField, YesField
from engage.web.forms import Versioned


class SummaryForm(Versioned):
    heard = LongTextField(
        "What we heard",
        hint="What suppliers told you, taken together. Name no supplier and nobody's idea.",
        required_message="Write what you heard",
        rows=8,
    )
    changed = LongTextField(
        "What we changed", hint="In the need, the plan or the budget.", optional=True
    )
    unchanged = LongTextField("What we did not change, and why", optional=True)
    next_steps = LongTextField(
        "What happens next", hint="And when, as far as you know.", optional=True
    )
    themes_shown = YesField(
        "Show everybody the names of the themes that you kept, and how many suppliers are in each",
        hint="A theme of fewer than three suppliers is never shown.",
    )


class FeedbackForm(Versioned):
    text = LongTextField(
        "What you tell them",
        noun="the feedback",
        hint="They read it as it is. Say what was useful and what was missing.",
        required_message="Write the feedback",
        max_length=5_000,
        rows=10,
    )
    reasons = ChoicesField("Sentences to add", optional=True)
