"""How a statement begins, and what a template is called."""

from collections.abc import Sequence

from engage.challenges.models import CouncilTemplate
from engage.challenges.queries.starting import OWN, PAST, TEMPLATE
from engage.challenges.templates import templates
from engage.web.fields import ChoiceField, LongTextField, TextField, ValidationError
from engage.web.forms import Form

BLANK = "blank"


class NewForm(Form):
    title = TextField("Title", hint="Name the problem, not the solution. You can change it later.")
    need = LongTextField(
        "What is the need?",
        hint="In the words of the people who have it. You can leave it for later.",
        max_length=20_000,
        rows=5,
        optional=True,
    )
    start = ChoiceField("What do you start from?", noun="what you start from", optional=True)
    past = TextField(
        "Reference of the past challenge",
        hint="Only if you start from one, for example MBC-2026-014. Its words are copied, never "
        "what suppliers sent.",
        max_length=20,
        width=20,
        optional=True,
    )
    authority = ChoiceField("Council", optional=True, marked=False)

    def offer(self, own: Sequence[CouncilTemplate]) -> None:
        """The ways to begin, those of the council after those of engage."""
        shipped = [
            (f"{TEMPLATE}:{each.key}", each.name, f"{each.like}. {each.about}")
            for each in templates().values()
        ]
        kept = [(f"{OWN}:{each.id}", each.name, "A template of your council") for each in own]
        past = (PAST, "A past challenge", "Of your council, or any that is public")
        self.start.choices = [(BLANK, "A blank statement"), *shipped, *kept, past]

    def validate_start(self, field: ChoiceField) -> None:
        if field.data == PAST and not self.past.data:
            raise ValidationError("Enter the reference of the past challenge")

    @property
    def mark(self) -> str:
        """What was chosen; empty for a blank statement."""
        if self.start.data == PAST:
            return f"{PAST}:{self.past.data.upper()}"
        return "" if self.start.data in ("", BLANK) else self.start.data


class TemplateForm(Form):
    name = TextField(
        "Name of the template",
        hint="Your colleagues choose it by this name.",
        max_length=100,
    )
