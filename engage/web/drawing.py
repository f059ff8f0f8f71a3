"""Pieces of public pages that look the same whoever reads them: drawn once, then kept."""

from collections.abc import Hashable
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

MOST = 512
"""Pieces that one process keeps; what nobody asked for in a long time goes first."""


@lru_cache(maxsize=MOST)
def drawn(template: str, **facts: Hashable) -> Markup:
    """The template, drawn from these facts and nothing else: it does not know who asks.

    Facts are compared by what they hold (text, frozen dataclasses), so a piece is drawn anew
    as soon as one of them changes. Drawing costs more than asking the database for the facts.
    """
    return Markup(current_app.jinja_env.get_template(template).render(facts))  # noqa: S704
