"""Forms: what a page may send, checked in one place, with every error as a sentence."""

from typing import Any

import wtforms
from flask import has_request_context, request

from engage.web.fields import EngageField


class Form(wtforms.Form):
    """The base of every form.

    ``Form(request.form, obj=thing)`` shows the stored values on GET and the typed ones on POST.
    ``Form(request.args)`` with ``validate()`` reads filters from the address.
    """

    form_errors: list[str]

    def __init__(self, formdata: Any = None, obj: Any = None, **settings: Any) -> None:
        posted = has_request_context() and request.method not in ("GET", "HEAD")
        if not posted and not formdata:
            formdata = None  # nothing was sent: show the stored values
        super().__init__(formdata, obj=obj, **settings)

    def submitted(self) -> bool:
        """Whether this request posted the form and every field will do."""
        return request.method == "POST" and bool(self.validate())

    def refuse(self, sentence: str) -> None:
        """Add a sentence about the form as a whole."""
        self.form_errors.append(sentence)

    @property
    def hidden(self) -> list[Any]:
        """The fields that people do not see."""
        return [field for field in self if getattr(field, "widget_kind", "") == "hidden"]

    @property
    def visible(self) -> list[Any]:
        """The fields that people see, in their order."""
        return [field for field in self if getattr(field, "widget_kind", "") != "hidden"]

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """The first error of each field with the id of its input, after those of the form."""
        found: list[tuple[str | None, str]] = [(None, sentence) for sentence in self.form_errors]
        for field in self:
            if field.errors:
                found.append((target_of(field), str(field.errors[0])))
        return found


class ButtonForm(Form):
    """Nothing to fill in: the button is the answer."""


def target_of(field: Any) -> str | None:
    """The id of the first input of a field; hidden ones, and empty choices, have none to go to."""
    if isinstance(field, EngageField):
        return None if field.widget_kind == "hidden" else field.target_id or None
    return str(field.id)
