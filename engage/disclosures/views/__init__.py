"""Pages of the ledger."""

from engage.disclosures.views import desk, room, statement
from engage.disclosures.views.blueprint import bp

__all__ = ["bp", "desk", "room", "statement"]
