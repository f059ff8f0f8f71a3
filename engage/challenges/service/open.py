"""The door for suppliers: open in [published, engagement_ends), by the database's clock."""

from datetime import datetime

from engage.challenges.models import Challenge
from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal


class EngagementOver(Refusal):
    """Suppliers can no longer act."""


def require_open(challenge: Challenge, at: datetime, sentence: str) -> None:
    """Refuse with ``sentence``, what they can no longer do, and with when it ended."""
    if challenge.takes_part(at):
        return
    ends = challenge.engagement_ends
    when = f" The engagement ended at {spoken(ends)}." if ends and challenge.ended(at) else ""
    raise EngagementOver(f"{sentence}{when}")
