"""Failures a person can act on. Views turn these into pages, never into 500s."""

from collections.abc import Mapping
from typing import Any

COMPARE = (
    "This changed after you opened it. Nothing is lost: "
    "compare the two versions, then save the one to keep."
)


class Refusal(Exception):
    """A rule said no; ``str(refusal)`` says which, and what to do instead."""


class ChangedMeanwhile(Refusal):
    """Somebody saved other values since this page was opened. Nothing was changed.

    Raised under the lock, so ``saved`` is what is there now, by name, and ``version`` is its mark:
    whoever has seen it may put their own values in its place.
    """

    def __init__(self, version: str, saved: Mapping[str, Any], why: str = COMPARE) -> None:
        super().__init__(why)
        self.version = version
        self.saved = saved


class NotPermitted(Exception):
    """This actor may not do this to that."""
