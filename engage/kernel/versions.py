"""Optimistic locks: the mark of what a page showed, compared with what is saved now."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from engage.kernel.errors import ChangedMeanwhile


def fingerprint_of(values: Mapping[str, Any]) -> str:
    """A short mark of the values of one page. Give sets in an order: sorted, as a list."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def require_seen(seen: str | None, saved: Mapping[str, Any], *, version: int | None = None) -> None:
    """Raise ChangedMeanwhile unless the page that was open showed what is saved.

    Call it once the row is locked and read again. ``seen`` is what the page carried; None where no
    page was open. ``version`` is the number of the row; without one, values have a fingerprint.
    """
    mark = fingerprint_of(saved) if version is None else str(version)
    if seen is not None and seen != mark:
        raise ChangedMeanwhile(mark, saved)
