"""Whose personal data is asked for."""

from engage.web.fields import EmailField
from engage.web.forms import Form


class CopyForm(Form):
    email = EmailField(
        "Their e-mail address",
        noun="their e-mail address",
        hint="Of the person who asked for the copy.",
    )
