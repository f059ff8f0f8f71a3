"""The shape of what officers send about outcomes."""

from engage.web.fields import ChoiceField, ChoicesField, LongTextField, YesField
from engage.web.forms import Form, Versioned


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


class FollowUpForm(Form):
    text = LongTextField(
        "Your question about the feedback",
        noun="your question",
        hint="You can ask once. The council answers you alone.",
        required_message="Write your question",
        max_length=2_000,
        rows=5,
    )


class AnswerForm(Form):
    text = LongTextField(
        "Your answer",
        noun="the answer",
        hint="They get it by e-mail. Tell them nothing that others could use and do not know.",
        required_message="Write the answer",
        max_length=5_000,
        rows=6,
    )


SCALE = [("5", "5, very much"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1, not at all")]


class RatingForm(Form):
    clear = ChoiceField("Was the need easy to understand?", choices=SCALE)
    fair = ChoiceField("Was everybody treated the same?", choices=SCALE)
    worth = ChoiceField("Was it worth your time?", choices=SCALE)
    words = LongTextField(
        "Anything else",
        noun="your words",
        hint="Leave out who you are: the council reads it without a name.",
        optional=True,
        max_length=1_000,
        rows=4,
    )
