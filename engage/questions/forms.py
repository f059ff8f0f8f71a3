"""The shape of questions and answers."""

from collections.abc import Iterable
from uuid import UUID

from engage.kernel.text import excerpt
from engage.web.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    HiddenField,
    LongTextField,
    YesField,
)
from engage.web.forms import Form, Versioned


class AskForm(Form):
    """One question to the council."""

    text = LongTextField(
        "Your question",
        hint="Everybody will read it, so leave out names and prices",
        required_message="Enter your question",
        max_length=2000,
    )
    confidential = LongTextField(
        "A part to keep confidential, and why",
        hint="The council decides, and tells you. It never depends on this part when it answers",
        max_length=2000,
        rows=3,
        optional=True,
    )


class ChoosingForm(Form):
    """The council does not keep a part confidential: what becomes of the question."""

    over = HiddenField()
    publish = ChoiceField(
        "What do you want to do?",
        noun="what you want to do",
        choices=(
            ("no", "Take the question back", "Nothing of it is published."),
            ("yes", "Let the council publish all of it", "Still without your name."),
        ),
    )


class ReplyForm(Form):
    """What the council asked of whoever asked."""

    about = HiddenField()
    reply = LongTextField(
        "Your reply",
        hint="Only the council reads this",
        required_message="Enter your reply",
        max_length=2000,
        rows=4,
    )


class AnswerForm(Versioned):
    """What everybody will read."""

    public_text = LongTextField(
        "Question as published",
        hint="Take out words that show who asked",
        required_message="Enter the question as everybody may read it",
        noun="the question",
        max_length=2000,
    )
    answer = LongTextField(
        "Answer", required_message="Enter your answer", noun="the answer", rows=8
    )
    also = ChoicesField(
        "Other questions that this answers",
        hint="Each of these suppliers finds the same answer on their page",
        optional=True,
    )
    all_the_same = YesField("Publish these words all the same")

    def offer(self, waiting: Iterable[tuple[UUID, str]]) -> None:
        """Other questions that wait."""
        self.also.choices = [(str(key), excerpt(text, 200)) for key, text in waiting]


class QuestionDatesForm(Versioned):
    """Until when suppliers may ask, and by when the council answers."""

    last_day = DateField(
        "Last day to ask", noun="the last day to ask", hint="Suppliers can ask until midnight"
    )
    answers_by = DateField(
        "Day by which you answer",
        noun="the day by which you answer",
        hint="We remind you a working day before",
    )


TELLING = (("back", "Ask the supplier something first"), ("decline", "Not answer at all"))
RULING = (
    (
        "keep",
        "Keep that part confidential",
        "You never publish it, and your answer must not depend on it.",
    ),
    (
        "open",
        "Not keep it confidential",
        "The supplier chooses: all of it is published, or it takes the question back.",
    ),
)


class DeclineForm(Versioned):
    """Something to the asker alone: what to know first, or why there will be no answer."""

    what = ChoiceField("What do you want to do?", choices=TELLING, optional=True)
    reason = LongTextField(
        "What to say to the supplier",
        hint="Only the supplier who asked reads this",
        required_message="Enter what to say to the supplier",
        noun="your words",
        max_length=2000,
        rows=4,
    )

    def offer(self, *, ruling: bool) -> None:
        """``ruling``: the asker wants a part to be kept confidential, and waits to hear of it."""
        if ruling:
            self.what.choices, self.what.optional = (*RULING, *TELLING), False
        self.reason.optional = self.what.data == "keep"
