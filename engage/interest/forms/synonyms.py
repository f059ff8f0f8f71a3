"""A change to the words that mean the same."""

from engage.web.fields import ChoiceField, TextField
from engage.web.forms import Form

ADD, LEAVE_OUT = "add", "leave-out"


class SynonymForm(Form):
    words = TextField(
        "Words that mean the same",
        noun="the words",
        hint="With commas between. For example, damp, mould, condensation",
        max_length=300,
    )
    change = ChoiceField(
        "What do you want?",
        noun="what you want",
        choices=[
            (ADD, "Take these words for the same"),
            (LEAVE_OUT, "Take them for the same no more", "For a group that engage has"),
        ],
    )
