"""JSON: a list of objects, one a row, written as the rows come."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from engage.kernel.comma_separated import Cell

AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


class JsonWriter:
    """Numbers keep every digit: they are written as they are, never through a float."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._keys = [AS_JSON(name) for name in header]
        self._before = "[\n"

    def row(self, cells: Sequence[Cell]) -> None:
        pairs = zip(self._keys, map(_value, cells), strict=True)
        self._file.write(self._before)
        self._file.write("{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}")
        self._before = ",\n"

    def close(self) -> None:
        self._file.write("[]\n" if self._before == "[\n" else "\n]\n")
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


def _value(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    plain = cell if cell is None or isinstance(cell, str | int) else cell.isoformat()
    return AS_JSON(plain)
