"""Searching the bank, and putting questions in and out."""

from engage.web.fields import HiddenField, TextField
from engage.web.forms import Form


class BankSearch(Form):
    q = TextField("Search the questions", noun="what to search for", max_length=200, optional=True)


class BankForm(Form):
    """One of the two: a question of this questionnaire, or one of the bank."""

    keep = HiddenField(max_length=36)
    forget = HiddenField(max_length=36)
