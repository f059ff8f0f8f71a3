"""The shape of a question, as an officer words it."""

from collections.abc import Mapping, Sequence
from typing import Any

from engage.challenges.reference import PURPOSES
from engage.kernel.text import excerpt
from engage.responses.kinds import Kind
from engage.responses.models import Prompt
from engage.responses.service import conditions
from engage.responses.service.wording import MOST_WORDS, Words
from engage.web.fields import ChoiceField, LongTextField, TextField, WholeNumberField, YesField
from engage.web.forms import Versioned

NO_PURPOSE = "none"
ALWAYS = ""
KINDS = (
    (Kind.LONG, "In paragraphs", "Suppliers answer in their own words."),
    (Kind.SHORT, "On one line", ""),
    (Kind.CHOICE, "By choosing one", "Enter the choices below."),
    (Kind.CHOICES, "By choosing one or more", "Enter the choices below."),
    (Kind.NUMBER, "With a number", ""),
    (Kind.MONEY, "With an amount in pounds", ""),
    (Kind.DATE, "With a date", ""),
    (Kind.TABLE, "In a table", "Enter the names of the columns below."),
    (Kind.FILE, "With a file", "It is checked for viruses before anybody opens it."),
    (Kind.DECLARATION, "By declaring that it is so", "One box to tick."),
)
HOW = {kind: words for kind, words, _hint in KINDS}


class PromptForm(Versioned):
    text = LongTextField(
        "Question",
        hint="Ask one thing.",
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
    kind = ChoiceField(
        "How do suppliers answer?", noun="how suppliers answer", choices=KINDS, default=Kind.LONG
    )
    options = LongTextField(
        "Choices or columns",
        hint="One on each line. Only for choosing, and for tables.",
        max_length=4_000,
        rows=4,
        optional=True,
    )
    word_limit = WholeNumberField(
        "Word limit",
        hint="For answers in words. Short answers are quicker to write and to read.",
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

    section = TextField(
        "Heading above the question",
        hint="Give the first question of a part a heading.",
        max_length=120,
        optional=True,
    )
    shown_if = ChoiceField(
        "Who is asked this?", as_select=True, nothing=None, optional=True, default=ALWAYS
    )

    def may_hang_on(self, earlier: Sequence[Prompt]) -> None:
        """Offer the answers to questions that come before this one."""
        words = {str(prompt.id): excerpt(prompt.text, 60) for prompt in earlier}
        self.shown_if.choices = [
            (condition_key(each), _spoken(each, words)) for each in conditions(earlier)
        ]

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            **saved,
            "purpose": saved["purpose"] or NO_PURPOSE,
            "options": "\n".join(saved["options"]),
            "shown_if": condition_key(saved["shown_if"]),
        }

    def told(self) -> Words:
        """What was typed, as the service wants it."""
        chosen, hangs = self.purpose.data, str(self.shown_if.data or ALWAYS)
        prompt, _, option = hangs.partition(" ")
        return {
            "text": self.text.data,
            "help": self.help.data,
            "kind": Kind(self.kind.data),
            "options": self.options.data.split("\n"),
            "section": self.section.data,
            "shown_if": {"prompt": prompt, "is": option} if hangs else {},
            "word_limit": self.word_limit.data,
            "required": self.required.data,
            "purpose": "" if chosen == NO_PURPOSE else chosen,
        }


def condition_key(condition: Mapping[str, Any]) -> str:
    """A condition as one value of a form."""
    return f"{condition['prompt']} {condition['is']}" if condition else ALWAYS


def _spoken(condition: Mapping[str, Any], words: Mapping[str, str]) -> str:
    if not condition:
        return "Everybody"
    return f"Who answered “{condition['is'].capitalize()}” to: {words[condition['prompt']]}"
