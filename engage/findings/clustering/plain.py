"""The directions in which answers differ most, found by power iteration without any library."""

import math
from collections.abc import Sequence

from engage.findings.clustering.weighing import Row

NAME = "engage's own arithmetic"
ROUNDS = 12

Axes = list[list[float]]  # for each term its part in each direction


def axes(rows: Sequence[Row], terms: int, number: int) -> Axes:
    """``number`` directions, the strongest first; each is of length 1."""
    found = _orthonormal([[_start(term, way) for way in range(number)] for term in range(terms)])
    for _round in range(ROUNDS):
        pulled = [[0.0] * number for _ in range(terms)]
        for row in rows:
            seen = along(row, found, number)
            for term, weight in row.items():
                line = pulled[term]
                for way in range(number):
                    line[way] += weight * seen[way]
        found = _orthonormal(pulled)
    return found


def along(row: Row, ways: Axes, number: int) -> list[float]:
    """How far an answer goes in each direction."""
    seen = [0.0] * number
    for term, weight in row.items():
        line = ways[term]
        for way in range(number):
            seen[way] += weight * line[way]
    return seen


def _start(term: int, way: int) -> float:
    """Where to begin: anything will do that is in no direction's way, and always the same."""
    return ((term + 1) * (way + 7) * 7919 % 1009) / 1009 - 0.5


def _orthonormal(lines: Axes) -> Axes:
    """The same directions at right angles to each other, each of length 1."""
    columns = [list(column) for column in zip(*lines, strict=True)]
    for here, column in enumerate(columns):
        for other in columns[:here]:
            shared = sum(a * b for a, b in zip(column, other, strict=True))
            column[:] = [a - shared * b for a, b in zip(column, other, strict=True)]
        length = math.sqrt(sum(a * a for a in column))
        column[:] = [a / length for a in column] if length > 1e-9 else [0.0] * len(column)
    return [list(line) for line in zip(*columns, strict=True)]
