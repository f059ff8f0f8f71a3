"""The lots a contract may be bought in, each with a number, as one list of a statement. Pure.

They are not the answer about lots (``Challenge.lots``): that one says why there are lots, or why
there are none (section 18 of the Procurement Act 2023), and is there without any lot.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from engage.kernel.errors import Refusal

MOST_LOTS = 30
BLANK: Mapping[str, Any] = {"title": "", "description": "", "value": None, "cpv_codes": []}
Lots = list[dict[str, Any]]


class TooManyLots(Refusal):
    """Nobody would read so many."""


def lot(**about: Any) -> dict[str, Any]:
    """A lot with these values; ``value`` is whole pounds with VAT."""
    return {name: about.get(name, nothing) for name, nothing in BLANK.items()}


def with_lot(lots: Sequence[Mapping[str, Any]], number: int, given: Mapping[str, Any]) -> Lots:
    """The list with this lot under its number; a number that is not there yet is the next.

    Raises TooManyLots.
    """
    found = [dict(each) for each in lots]
    if 1 <= number <= len(found):
        found[number - 1] = lot(**given)
    else:
        found.append(lot(**given))
    if len(found) > MOST_LOTS:
        raise TooManyLots(f"There can be at most {MOST_LOTS} lots.")
    return found


def without_lot(lots: Sequence[Mapping[str, Any]], number: int) -> Lots:
    """The list without this lot; those after it move up."""
    return [dict(each) for place, each in enumerate(lots, start=1) if place != number]
