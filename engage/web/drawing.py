"""What makes drawing cheap: pieces of public pages are kept, and imports are not compared."""

from collections.abc import Hashable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import current_app
from jinja2 import Environment
from jinja2.runtime import Context
from markupsafe import Markup

MOST = 512
"""Pieces that one process keeps; what nobody asked for in a long time goes first."""


@lru_cache(maxsize=MOST)
def drawn(template: str, **facts: Hashable) -> Markup:
    """The template, drawn from these facts and nothing else: it does not know who asks.

    Facts are compared by what they hold (text, frozen dataclasses), so a piece is drawn anew
    as soon as one of them changes. Drawing costs more than asking the database for the facts.
    """
    piece = current_app.jinja_env.get_template(template)
    return Markup(piece.render(facts))  # noqa: S704  (the template escapes)


class SharedGlobals(Context):
    """The context of templates that all have the same globals: those of the environment.

    Whenever a template imports a macro, Jinja compares the globals of both. A page full of
    fields imports some seventy times, and a tenth of its time went into finding no difference.
    """

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Any],
        globals: MutableMapping[str, Any] | None = None,
    ) -> None:
        super().__init__(environment, parent, name, blocks)  # the parent holds them already
