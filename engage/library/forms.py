"""The shape of what officers write for the library, and of its search."""

from engage.web.fields import LongTextField, TextField, YesField
from engage.web.forms import Form, Versioned


class EntryForm(Versioned):
    title = TextField("Title", required_message="Write a title", max_length=200)
    asked = LongTextField(
        "What you asked",
        hint="The need, so that a council elsewhere recognises its own.",
        required_message="Write what you asked",
    )
    heard = LongTextField(
        "What you heard",
        hint="What suppliers told you, taken together. Name no supplier, no price and nobody's "
        "idea: they told you in confidence.",
        required_message="Write what you heard",
        rows=8,
    )
    advice = LongTextField(
        "What another council could use",
        hint="The themes, what you changed, and what you would do differently.",
        optional=True,
    )
    shared = YesField(
        "Our council agrees that everybody may read this and use it",
        hint="Who agreed, and when, is noted. Leave it empty to keep a draft, or to take it back.",
    )


class LibraryForm(Form):
    q = TextField("Search for words", noun="the search", optional=True, marked=False)
