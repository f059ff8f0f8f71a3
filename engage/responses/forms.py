"""The shape of what people type about questionnaires and responses."""

from collections.abc import Mapping
from typing import Any

from engage.challenges.reference import PURPOSES
from engage.responses.models import Prompt
from engage.responses.service.drafting import MOST_CHARACTERS
from engage.responses.service.questionnaire import MOST_WORDS
from engage.web.fields import (
    ChoiceField,
    HiddenField,
    LongTextField,
    WholeNumberField,
    YesField,
)
from engage.web.forms import Versioned

NO_PURPOSE = "none"


class PromptForm(Versioned):
    text = LongTextField(
        "Question",
        hint="Ask one thing. Suppliers answer in their own words.",
        max_length=500,
        rows=3,
    )
    help = LongTextField(
        "Help for the supplier",
        hint="What a good answer covers, in one or two sentences.",
        max_length=1000,
        rows=3,
        optional=True,
    )
    word_limit = WholeNumberField(
        "Word limit",
        hint="Short answers are quicker to write and to read.",
        minimum=1,
        maximum=MOST_WORDS,
        suffix="words",
        default=300,
    )
    required = YesField("Suppliers must answer this question", default=True)
    purpose = ChoiceField(
        "Why do you ask?",
        noun="a purpose",
        hint="Talks with the market before buying have these purposes.",
        choices=[*PURPOSES.items(), (NO_PURPOSE, "None of these", "The question will be marked.")],
        default="",
    )

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**saved, "purpose": saved["purpose"] or NO_PURPOSE}


class AnswerForm(Versioned):
    """One answer. ``page`` names the page that was opened, however often it saves."""

    text = LongTextField(
        "Your answer", noun="your answer", optional=True, max_length=MOST_CHARACTERS, rows=12
    )
    page = HiddenField(max_length=32)

    def ask(self, prompt: Prompt) -> None:
        """Word the field for a question. The limit is shown; a draft may still be over it."""
        self.text.label.text = prompt.text
        self.text.optional = not prompt.required
        self.text.description = prompt.help
        self.text.max_words = prompt.word_limit
