import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest

from engage.kernel.comma_separated import Cell, line
from engage.kernel.text import inert


def test_each_cell_is_read_back_as_it_was() -> None:
    cells: list[Cell] = ['say "no"', "a,b\r\nc", None, 7, Decimal("1.50"), date(2026, 3, 2)]
    [row] = csv.reader(StringIO(line(cells), newline=""))
    assert row == ['say "no"', "a,b\r\nc", "", "7", "1.50", "2026-03-02"]


@pytest.mark.parametrize(
    ("text", "written"),
    [("=1+1", "'=1+1"), (" @x", "' @x"), ("\tx", "'\tx"), ("a=b", "a=b"), ("", ""), ("'=1", "'=1")],
)
def test_what_could_be_a_formula_is_text(text: str, written: str) -> None:
    assert inert(text) == written
