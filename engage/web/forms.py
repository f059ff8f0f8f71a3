"""Forms: what a page may send, checked in one place, with every error as a sentence."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import wtforms
from flask import has_request_context, request
from wtforms.fields.core import UnboundField

from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.web.fields import EngageField, VersionField


class Both(NamedTuple):
    """A field of which two people have two versions, in words."""

    label: str
    saved: str
    typed: str


class Form(wtforms.Form):
    """The base of every form.

    ``Form(request.form, obj=thing)`` shows the stored values on GET and the typed ones on POST.
    ``Form(request.args)`` with ``validate()`` reads filters from the address.
    """

    form_errors: list[str]
    versions: list[Both] | None = None  # see Versioned

    def __init__(self, formdata: Any = None, obj: Any = None, **settings: Any) -> None:
        posted = has_request_context() and request.method not in ("GET", "HEAD")
        if not posted and not formdata:
            formdata = None  # nothing was sent: show the stored values
        super().__init__(formdata, obj=obj, **settings)

    def submitted(self) -> bool:
        """Whether this request posted the form and every field will do."""
        return request.method == "POST" and bool(self.validate())

    def refuse(self, why: str | Refusal) -> None:
        """Add a sentence about the form as a whole."""
        self.form_errors.append(str(why))

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


class Versioned(Form):
    """A page that two people may edit: it remembers which version its reader sees.

    When somebody else saved another one meanwhile, ``versions`` has both, field by field, and the
    form goes on from theirs: saving what was typed is a choice then.
    """

    version = VersionField()

    def seen(self) -> str:
        """The version the page showed; nothing, which no version is, when it does not say."""
        return str(self.version.data)

    def now_knows(self, version: str) -> None:
        """From here on the page is about this version, whatever was posted."""
        self.version.raw_data, self.version.data = None, version

    def refuse(self, why: str | Refusal) -> None:
        super().refuse(why)
        if isinstance(why, ChangedMeanwhile):
            self.now_knows(why.version)
            self.versions = self._both(self.as_fields(why.saved))

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is saved, by the names of the fields."""
        return saved

    def label_of(self, field: Any) -> str:
        """What to call a field above its two versions."""
        return str(field.label.text)

    def _both(self, saved: Mapping[str, Any]) -> list[Both]:
        rows = [
            Both(self.label_of(each), each.in_words(saved[each.name]), each.in_words(each.data))
            for each in self.visible
            if each.name in saved
        ]
        return [row for row in rows if row.saved != row.typed]


class ButtonForm(Form):
    """Nothing to fill in: the button is the answer."""


def labels_of(names: Collection[str]) -> dict[str, str]:
    """What the form that has these fields, and the fewest others, calls them.

    Empty when there is none, or when several of one size would do.
    """
    takers = [fields for fields in map(_fields, _kinds(Form)) if fields.keys() >= set(names)]
    fewest = min(map(len, takers), default=0)
    likely = [fields for fields in takers if len(fields) == fewest]
    return {name: likely[0][name] for name in names} if len(likely) == 1 else {}


def _kinds(base: type[Form]) -> Iterator[type[Form]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


@cache
def _fields(kind: type[Form]) -> dict[str, str]:
    """The label of every field, as it was declared."""
    declared = {name: getattr(kind, name) for name in dir(kind)}
    return {
        name: str(field.kwargs.get("label") or (field.args[0] if field.args else ""))
        for name, field in declared.items()
        if isinstance(field, UnboundField)
    }


def target_of(field: Any) -> str | None:
    """The id of the first input of a field; hidden ones, and empty choices, have none to go to."""
    if isinstance(field, EngageField):
        return None if field.widget_kind == "hidden" else field.target_id or None
    return str(field.id)
