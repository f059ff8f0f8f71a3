"""Rows that people put into an order of their own, one step at a time."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID


class Placed(Protocol):
    """A row with a place among others, from 1."""

    id: UUID
    position: int


def moved(rows: Sequence[Placed], row: Placed, *, up: bool) -> bool:
    """Let a row change places with the one before or after; False at the end of the list.

    ``rows`` come in their order. All are numbered anew: one that went has left a gap.
    """
    every = list(rows)
    here = next(place for place, each in enumerate(every) if each.id == row.id)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(every):
        return False
    every[here], every[there] = every[there], every[here]
    for position, each in enumerate(every, start=1):
        each.position = position
    return True
