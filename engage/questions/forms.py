"""The shape of questions and answers."""

from engage.web.fields import LongTextField, YesField
from engage.web.forms import Form, Versioned


class AskForm(Form):
    """One question to the council."""

    text = LongTextField(
        "Your question",
        hint="Leave out names, prices and anything confidential",
        required_message="Enter your question",
        max_length=2000,
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
    all_the_same = YesField("Publish these words all the same")


class DeclineForm(Versioned):
    """Why there will be no answer."""

    reason = LongTextField(
        "Why you will not answer",
        hint="Only the supplier who asked reads this",
        required_message="Enter why you will not answer",
        noun="the reason",
        max_length=2000,
        rows=4,
    )
