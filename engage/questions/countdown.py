"""How long there still is, as people say it."""

from datetime import datetime

from engage.kernel.clock import to_wall


def left(until: datetime | None, at: datetime) -> str:
    """Days in London, because nobody counts hours over a weekend; empty when it is over."""
    if until is None or at >= until:
        return ""
    days = (to_wall(until - datetime.resolution)[0] - to_wall(at)[0]).days
    return {0: "Today is the last day.", 1: "Tomorrow is the last day."}.get(
        days, f"That is {days} days from now."
    )
