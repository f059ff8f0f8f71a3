"""One lot of a statement, and taking one away."""

from collections.abc import Mapping
from typing import Any

from engage.challenges.forms.codes import CodesField, WithCodes
from engage.challenges.lots import BLANK
from engage.web.fields import HiddenField, LongTextField, TextField, WholeNumberField
from engage.web.forms import Form, Versioned


class LotForm(WithCodes, Versioned):
    """``number``: which lot of the list it is about."""

    number = 0
    title = TextField(
        "Title of the lot",
        noun="the title of the lot",
        hint="Name the part of the need.",
        max_length=200,
    )
    description = LongTextField(
        "What is in it?",
        noun="what is in the lot",
        hint="What a supplier of this lot alone would do.",
        max_length=20_000,  # a notice that is imported may say much
        rows=4,
        optional=True,
    )
    value = WholeNumberField(
        "Likely value of the lot",
        hint="With VAT, in pounds. Leave it empty if you do not know.",
        prefix="£",
        optional=True,
    )
    cpv_codes = CodesField(
        "CPV codes of the lot",
        hint="One on each line. Leave it empty if the codes of the whole contract apply.",
        max_length=4000,
        rows=3,
        optional=True,
    )

    @staticmethod
    def shown(lot: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields show before anybody types."""
        return {**lot, "cpv_codes": "\n".join(lot["cpv_codes"])}

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        lots = saved["lot_list"]
        return self.shown(lots[self.number - 1] if self.number <= len(lots) else BLANK)

    def given(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "description": self.description.data,
            "value": self.value.data,
            "cpv_codes": sorted(self.codes()),
        }


class LotsForm(Form):
    """``seen`` is the mark of the list that the page showed."""

    remove = HiddenField(max_length=3)
    seen = HiddenField(max_length=40)

    def number(self) -> int:
        """Which lot to take away; 0, which none has, when it does not say."""
        text = str(self.remove.data)
        return int(text) if text.isascii() and text.isdecimal() else 0
