"""The shape of what is put to a board."""

from collections.abc import Sequence
from uuid import UUID

from flask import request

from engage.kernel.paging import PER_PAGE
from engage.reviews.queries import Referrable
from engage.web.fields import (
    ChoicesField,
)
from engage.web.forms import Form


class ReferForm(Form):
    responses = ChoicesField(
        "Which responses should the board see?",
        hint="The board sees the answers and a number, not who sent them.",
        required_message="Select at least one response",
    )

    def ticked(self) -> list[UUID]:
        """Those of the ticked values that are identifiers at all, as many as a page holds."""
        if request.method != "POST":
            return []
        return [found for found in map(identifier, self.responses.data[:PER_PAGE]) if found]

    def offer(self, found: Sequence[Referrable]) -> None:
        self.responses.choices = [(str(one.id), one.organisation) for one in found]


def identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
