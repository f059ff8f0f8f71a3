"""The shape of a response that an officer enters for a supplier."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from engage.kernel.clock import from_wall
from engage.kernel.errors import Refusal
from engage.responses.forms.answering import ANSWERS, PROTECTIONS, AnswerForm
from engage.responses.kinds import Kind, read
from engage.responses.models import Channel, Prompt, Protection
from engage.responses.service import Entered, Problem
from engage.web.fields import (
    ChoiceField,
    DateField,
    EmailField,
    LongTextField,
    TextField,
    TimeField,
    YesField,
)
from engage.web.forms import Form

CHANNELS = (
    (Channel.PAPER, "On paper"),
    (Channel.PHONE, "By phone"),
    (Channel.OTHER, "Another way", "For example in person, or in sign language."),
)


class EntryForm(Form):
    """Who sent it, how and when it came; ``answers`` are the forms of the questions."""

    organisation = TextField("Organisation", noun="the organisation", max_length=200)
    name = TextField("Person to contact", noun="the person", max_length=120, optional=True)
    email = EmailField(
        "E-mail address",
        noun="the e-mail address",
        hint="It gets the receipt and a link to the response, so check every letter. Leave it "
        "empty if there is none.",
        optional=True,
    )
    channel = ChoiceField("How did it come?", noun="how it came", choices=CHANNELS)
    day = DateField("Day on which you received it", noun="the day")
    at = TimeField("Time", noun="the time", hint="London time, for example 2:30pm")
    because = LongTextField(
        "Why do you enter it for the supplier?",
        noun="why you enter it",
        hint="For example: they cannot use a computer. It is kept with your name.",
        max_length=1_000,
        rows=3,
    )
    protection = ChoiceField(
        "Who may read the answers?",
        hint="What the supplier wishes; the first if it did not say",
        choices=PROTECTIONS,
        default=Protection.COUNCIL,
        optional=True,
    )
    compared = YesField(
        "I have compared these answers with what the supplier said",
        required_message="Compare the answers with what the supplier said, then tick this box",
    )
    answers: Sequence[tuple[Prompt, AnswerForm | None]] = ()

    def ask(self, prompts: Sequence[Prompt], sent: Any) -> None:
        """A form for each question but those for files: these stay with the council on paper."""
        self.answers = [
            (prompt, _form(number, prompt, sent)) for number, prompt in enumerate(prompts, 1)
        ]

    def answered(self) -> dict[UUID, str] | None:
        """The answers that say something; None when one will not do, and its field says why."""
        told, wrong = {}, False
        for prompt, form in self.answers:
            if form is None:
                continue
            wrong |= not form.validate()
            try:
                text = "" if form.text.errors else read(prompt, form.said)
            except Refusal as refusal:
                form.text.errors, wrong, text = [str(refusal)], True, ""
            if text:
                told[prompt.id] = text
        return None if wrong else told

    def refuse_each(self, problems: Sequence[Problem]) -> None:
        """Why some answers cannot be sent, each beside its question."""
        sentences = {problem.prompt.id: problem.sentence for problem in problems}
        for prompt, form in self.answers:
            if form is not None and prompt.id in sentences:
                form.text.errors = [sentences[prompt.id]]

    def entered(self) -> Entered:
        """Raises NoSuchTime."""
        return Entered(
            organisation=self.organisation.data,
            name=self.name.data or "",
            email=self.email.data or "",
            channel=Channel(self.channel.data),
            received_at=from_wall(self.day.data, self.at.data, later=False),
            because=self.because.data,
            protection=Protection(self.protection.data or Protection.COUNCIL),
        )

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        found = super().all_errors
        for _prompt, form in self.answers:
            found += form.all_errors if form is not None else []
        return found


def _form(number: int, prompt: Prompt, sent: Any) -> AnswerForm | None:
    if prompt.kind is Kind.FILE:
        return None
    form = ANSWERS[prompt.kind](sent, prefix=f"q{number}-")
    form.ask(prompt)
    form.text.optional, form.text.marked = True, False  # what is missing is said for all of it
    return form
