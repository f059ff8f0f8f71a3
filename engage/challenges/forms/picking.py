"""Picking CPV codes, without script: found by words, or by walking down the tree."""

from collections.abc import Mapping
from typing import Any

from engage.challenges.reference import branches, divisions, search_cpv
from engage.challenges.service.drafting import MOST_CODES
from engage.kernel.text import clean_line
from engage.web.fields import ChoicesField
from engage.web.forms import Form

MOST_FOUND = 30
Codes = list[tuple[str, str]]


class CodesForm(Form):
    """What was found by ``asked``: ``?q=`` words or the beginning of a code, ``?in=`` a code.

    ``path``: where in the tree ``in`` stands, itself last; ``further``: where one may go on.
    """

    codes = ChoicesField("Codes found", noun="the codes to add", at_most=MOST_CODES)

    def __init__(self, typed: Any, *, asked: Mapping[str, str]) -> None:
        super().__init__(typed)
        self.query = clean_line(asked.get("q", "")[:200])
        self.path, self.further, self.found = self._look(asked.get("in", ""))
        self.codes.choices = [(code, f"{code}: {label}") for code, label in self.found]

    def _look(self, within: str) -> tuple[Codes, Codes, Codes]:
        if self.query:
            return [], [], search_cpv(self.query, limit=MOST_FOUND)
        there = branches(within)
        if not there:
            return [], divisions(), []
        end = 1 + [code for code, _label in there].index(within)
        below = list(there[end:])
        further = [(code, label) for code, label in below if code.endswith("0")]
        return list(there[:end]), further, [there[end - 1], *below]

    @property
    def is_cut(self) -> bool:
        """Whether more was found than is shown."""
        return bool(self.query) and len(self.found) == MOST_FOUND
