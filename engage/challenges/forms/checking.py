"""Forms about the checker: why advice is dismissed, and the words a council changes."""

from engage.challenges.checker import Kind
from engage.web.fields import ChoiceField, LongTextField, TextField
from engage.web.forms import Form

KINDS = {
    Kind.SOLUTION: "Words that name a solution",
    Kind.BRAND: "Brands and products",
    Kind.JARGON: "Jargon",
    Kind.ABBREVIATION: "Abbreviations everybody knows",
    Kind.PERSON: "Words for people who have a need",
}
ADD, LEAVE_OUT = "add", "leave-out"


class DismissForm(Form):
    reason = LongTextField(
        "Why is it right as it is?",
        noun="the reason",
        hint="Your colleagues and auditors read this. Suppliers and the public do not.",
        max_length=1000,
        rows=3,
    )


class WordForm(Form):
    """A change to one list."""

    kind = ChoiceField(
        "Which list?",
        noun="the list",
        choices=[(kind.value, label) for kind, label in KINDS.items()],
    )
    word = TextField(
        "Word or phrase",
        hint="In small letters it is found however it is written, in the plural too. With capitals "
        "it is found only so: Teams, but not teams.",
        max_length=100,
    )
    change = ChoiceField(
        "What do you want?",
        noun="what you want",
        choices=[
            (ADD, "Look for this word"),
            (LEAVE_OUT, "Do not look for it any more", "For a word in the lists of engage"),
        ],
    )
    instead = TextField(
        "What to write instead",
        hint="Shown as advice, for example “use”.",
        optional=True,
        max_length=200,
    )
