"""The filters of the directory of suppliers."""

from collections.abc import Mapping
from typing import Any

from engage.challenges.reference import branches, divisions, region_choices
from engage.interest.forms.profile import SIZES
from engage.suppliers.models import Size
from engage.web.fields import ChoiceField, TextField, YesField
from engage.web.forms import Form

ANY: dict[str, Any] = {"as_select": True, "optional": True, "marked": False, "nothing": "Any"}


class DirectoryForm(Form):
    """What to look for, from the address."""

    q = TextField("Search for words", noun="the search", optional=True, marked=False)
    cpv = ChoiceField("Subject", hint="Select one and search to see what is within it", **ANY)
    region = ChoiceField("Region served", choices=region_choices(), **ANY)
    size = ChoiceField(
        "Size", choices=[each[:2] for each in SIZES if each[0] is not Size.UNKNOWN], **ANY
    )
    vcse = YesField("Voluntary, community or social enterprise (VCSE)", marked=False)
    new = YesField("New to this council: never registered interest with it", marked=False)

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self.cpv.choices = branches(self.cpv.data) or divisions()

    def wanted(self) -> Mapping[str, str]:
        """The filters that say something and can be used."""
        fields = (field for field in self if field.data and not field.errors)
        return {field.name: "yes" if field.data is True else field.data for field in fields}
