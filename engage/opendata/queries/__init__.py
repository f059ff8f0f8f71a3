"""Reads of what is public, for machines. Nothing here knows a person, a supplier or a draft."""

from engage.opendata.queries.feed import Entry, newest

__all__ = ["Entry", "newest"]
