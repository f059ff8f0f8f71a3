"""Two versions of a statement, field by field, in the words that people read."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from engage.challenges.differences import Piece, differences, shortened
from engage.challenges.service import restored
from engage.challenges.views.blueprint import LABELS, in_words


class Change(NamedTuple):
    label: str
    pieces: Sequence[Piece]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What is different in ``after``; the order is that of the statement."""
    old, new = restored(before), restored(after)
    return [
        Change(label, _compared(name, old.get(name), new.get(name)))
        for name, label in LABELS.items()
        if _filled(old.get(name)) != _filled(new.get(name))
    ]


def _filled(value: Any) -> Any:
    """A field that an earlier version did not have yet was empty there."""
    return value or None


def _compared(name: str, before: Any, after: Any) -> list[Piece]:
    return shortened(differences(in_words(name, before), in_words(name, after)))
