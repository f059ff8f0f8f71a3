"""Rows change places one step at a time, and are numbered without gaps."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from engage.kernel.ids import uuid7
from engage.kernel.ordering import moved


@dataclass
class Row:
    name: str
    position: int
    id: UUID = field(default_factory=uuid7)


@pytest.mark.parametrize(
    ("name", "up", "order"),
    [("b", True, "bac"), ("b", False, "acb"), ("a", True, None), ("c", False, None)],
)
def test_a_row_moves_one_step(name: str, up: bool, order: str | None) -> None:
    rows = [Row("a", 1), Row("b", 3), Row("c", 7)]  # two went
    row = next(each for each in rows if each.name == name)
    assert moved(rows, row, up=up) is (order is not None)
    if order:
        placed = sorted(rows, key=lambda each: each.position)
        assert "".join(each.name for each in placed) == order
        assert [each.position for each in placed] == [1, 2, 3]
    else:
        assert [each.position for each in rows] == [1, 3, 7]
