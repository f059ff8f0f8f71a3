"""Reads of the ledger, each shaped for the page or task that asks."""

from engage.disclosures.queries.ledger import (
    IS_OPEN,
    MOST_BEHIND,
    Behind,
    behind,
    count,
    count_open,
    entries,
    for_desk,
    open_items,
    recipients,
    taking_part,
)
from engage.disclosures.queries.room import (
    count_given,
    given,
    public_challenge,
    published_file,
    visited,
)

__all__ = [
    "IS_OPEN",
    "MOST_BEHIND",
    "Behind",
    "behind",
    "count",
    "count_given",
    "count_open",
    "entries",
    "for_desk",
    "given",
    "open_items",
    "public_challenge",
    "published_file",
    "recipients",
    "taking_part",
    "visited",
]
