"""A small table that people fill in: rows of texts, in inputs named `name-row-column`."""

from typing import Any

from wtforms.utils import unset_value

from engage.kernel.text import UNPRINTABLE
from engage.web.fields.base import EngageField, cleaned

SPARE = 2  # empty rows after the last one that says something
LONGEST = 2_000  # characters of one input that are looked at


class TableField(EngageField):
    """Rows of texts under named columns; rows without a word are left out."""

    widget_kind = "table"
    data: list[list[str]]

    def __init__(
        self, label: str = "", *, columns: tuple[str, ...] = (), most: int = 30, **settings: Any
    ) -> None:
        super().__init__(label, **settings)
        self.columns, self.most = columns, most

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        self.data = self.data or []
        if formdata is not None:
            self.raw_data = []
            self.data = [row for row in self._typed(formdata) if any(row)]

    def _typed(self, formdata: Any) -> list[list[str]]:
        """What was posted, cell by cell: as many columns as the first row has inputs."""
        names = {name for name in formdata if name.startswith(f"{self.name}-")}
        columns = range(len(self.columns) or sum(f"{self.name}-0-{n}" in names for n in range(20)))
        return [
            [cleaned(formdata.get(f"{self.name}-{row}-{column}"))[:LONGEST] for column in columns]
            for row in range(self.most)
        ]

    @property
    def rows(self) -> list[list[str]]:
        """What to show: what there is, and some empty rows after it."""
        spare = min(SPARE, self.most - len(self.data))
        there = [[UNPRINTABLE.sub("", each) for each in row] for row in self.data]
        return [*there, *([""] * len(self.columns) for _ in range(spare))]

    @property
    def target_id(self) -> str:
        return f"{self.id}-0-0"

    def is_empty(self) -> bool:
        return not self.data

    def in_words(self, value: Any) -> str:
        return "\n".join("; ".join(row) for row in value or [])
