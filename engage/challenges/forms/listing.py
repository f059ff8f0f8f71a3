"""The filters of the public list."""

from collections.abc import Mapping
from typing import Any

from engage.challenges.reference import divisions, region_choices
from engage.web.fields import ChoiceField, TextField
from engage.web.forms import Form

STAGES = [
    ("open", "Open now"),
    ("closed", "Closed"),
    ("outcome", "Outcome published"),
    ("withdrawn", "Withdrawn"),
]
ANY: dict[str, Any] = {"as_select": True, "optional": True, "marked": False, "nothing": "Any"}
SORTS = [("newest", "Newest first"), ("closing", "Closing soon first")]


class ListForm(Form):
    """The filters of the public list, from its address."""

    q = TextField("Search for words", noun="the search", optional=True, marked=False)
    stage = ChoiceField("Stage", choices=STAGES, **ANY)
    council = ChoiceField("Council", **ANY)
    cpv = ChoiceField("Subject", choices=divisions(), **ANY)
    region = ChoiceField("Region", choices=region_choices(), **ANY)
    sort = ChoiceField("Order", choices=SORTS, **(ANY | {"nothing": None}))

    def wanted(self) -> Mapping[str, str]:
        """The filters that say something and can be used."""
        fields = (field for field in self if field.data and not field.errors)
        return {field.name: field.data for field in fields}
