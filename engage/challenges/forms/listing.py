"""The filters of the public list."""

from collections.abc import Mapping
from typing import Any

from engage.challenges.reference import VALUE_BANDS, branches, divisions, region_choices
from engage.web.fields import ChoiceField, TextField, YesField
from engage.web.forms import Form

STAGES = [
    ("open", "Open now"),
    ("soon", "Ends within 7 days"),
    ("ended", "Ended (archive)"),
    ("closed", "Closed, no outcome yet"),
    ("outcome", "Outcome published"),
    ("withdrawn", "Withdrawn"),
]
ANY: dict[str, Any] = {"as_select": True, "optional": True, "marked": False, "nothing": "Any"}
SORTS = [("newest", "Newest first"), ("closing", "Open, those that end soon first")]
BANDS = [(key, band[0]) for key, band in VALUE_BANDS.items()]


class ListForm(Form):
    """The filters of the public list, from its address."""

    q = TextField("Search for words", noun="the search", optional=True, marked=False)
    stage = ChoiceField("Stage", choices=STAGES, **ANY)
    council = ChoiceField("Council", **ANY)
    cpv = ChoiceField("Subject", hint="Select one and search to see what is within it", **ANY)
    region = ChoiceField("Region", choices=region_choices(), **ANY)
    value = ChoiceField("Likely value", choices=BANDS, **ANY)
    sme = YesField("Suitable for small and medium-sized firms", marked=False)
    sort = ChoiceField("Order", choices=SORTS, **(ANY | {"nothing": None}))

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self.cpv.choices = branches(self.cpv.data) or divisions()

    def wanted(self) -> Mapping[str, str]:
        """The filters that say something and can be used."""
        fields = (field for field in self if field.data and not field.errors)
        return {field.name: "yes" if field.data is True else field.data for field in fields}
