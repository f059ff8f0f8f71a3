"""The shape of criteria and their weights."""

from collections.abc import Iterable, Mapping
from typing import Any

from engage.reviews.service import Weighting
from engage.web.fields import (
    TextField,
    WholeNumberField,
)
from engage.web.forms import Versioned

ROWS = range(1, 9)


class _CriteriaRows(Versioned):
    """Eight rows, of which the empty ones are left out; the rows are added below."""

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each row: name, weight, help."""
        return [(self[f"name_{n}"], self[f"weight_{n}"], self[f"help_{n}"]) for n in ROWS]

    def submitted(self) -> bool:
        self._allow_blanks(True)
        good = super().submitted()
        self._allow_blanks(False)
        for name, weight, _ in self.rows() if good else ():
            if name.data and weight.data is None:
                weight.errors.append(f"Enter how much “{name.data}” weighs")
                good = False
            if weight.data is not None and not name.data:
                name.errors.append("Enter what this weight is for, or clear the weight")
                good = False
        return good

    def _allow_blanks(self, allowed: bool) -> None:
        """Any row may be empty, so "(optional)" beside each name would only be noise."""
        for name, weight, _ in self.rows():
            name.optional = weight.optional = allowed

    def criteria(self) -> list[Weighting]:
        return [
            Weighting(name.data, weight.data, help_.data)
            for name, weight, help_ in self.rows()
            if name.data
        ]

    def as_fields(self, saved: Mapping[str, Any]) -> Mapping[str, Any]:
        blanks = dict.fromkeys(field.name for field in self.visible)
        return {**blanks, **self.values(saved["criteria"])}

    def label_of(self, field: Any) -> str:
        """All rows have the same labels; the sentences about them say which is meant."""
        return str(field.says)

    @staticmethod
    def values(criteria: Iterable[Weighting]) -> dict[str, Any]:
        """Stored criteria as the values of the rows."""
        shown: dict[str, Any] = {}
        for number, each in enumerate(criteria, 1):
            shown[f"name_{number}"] = each.name
            shown[f"weight_{number}"] = each.weight
            shown[f"help_{number}"] = each.help
        return shown


def _row(number: int) -> dict[str, Any]:
    say = f"criterion {number}"
    return {
        f"name_{number}": TextField("Name", max_length=120, noun=f"the name of {say}"),
        f"weight_{number}": WholeNumberField(
            "Weight", minimum=1, maximum=100, width=3, noun=f"the weight of {say}"
        ),
        f"help_{number}": TextField(
            "What to look for", max_length=1000, optional=True, noun=f"the help for {say}"
        ),
    }


CriteriaForm: type[_CriteriaRows] = type(
    "CriteriaForm",
    (_CriteriaRows,),
    {name: made for number in ROWS for name, made in _row(number).items()},
)
