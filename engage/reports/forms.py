"""The shape of what people send about compiled responses."""

from engage.web.forms import Form


class CompileForm(Form):
    """Nothing but a button."""
