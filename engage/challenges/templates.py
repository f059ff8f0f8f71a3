"""The templates that engage ships: what a statement of a known shape begins with. Data, read once.

``answers`` are filled in and can be changed, ``tips`` stand beside the questions, and
``questions`` are suggested for the questionnaire. Needs, evidence, costs and outcomes are never
filled in: nobody but the council knows them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Ask:
    """A question for suppliers; ``purpose`` is a letter of s.16(1).

    ``kind`` and ``options``: how it is answered. ``shown_if``: the question it hangs on, by its
    number from 1, and the answer: ``{"question": 2, "is": "Yes"}``.
    """

    text: str
    help: str
    word_limit: int
    required: bool
    purpose: str
    kind: str = "long"
    options: Sequence[str] = ()
    section: str = ""
    shown_if: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A shape of statement; ``like`` names the practice it follows."""

    key: str
    name: str
    like: str
    about: str
    answers: Mapping[str, Any]
    tips: Mapping[str, str]
    questions: tuple[Ask, ...]


@cache
def templates() -> Mapping[str, Template]:
    """Every shipped template by its key, in the order in which they are offered."""
    folder = resources.files("engage.challenges") / "data" / "templates"
    files = sorted(each.name for each in folder.iterdir() if each.name.endswith(".json"))
    read = [json.loads((folder / name).read_text(encoding="utf-8")) for name in files]
    found = [Template(**row | {"questions": asks(row["questions"])}) for row in read]
    return {each.key: each for each in found}


def asks(rows: list[dict[str, Any]]) -> tuple[Ask, ...]:
    """Questions from their plain form."""
    return tuple(Ask(**row) for row in rows)
