"""One-to-ones of the demonstration: a lottery that is drawn, and can be checked."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.clock import from_wall, to_wall
from engage.workshops.models import Rule, Way
from engage.workshops.service import one_to_ones
from engage.workshops.service.one_to_ones import Pattern, SeriesDetails

DAY, NOON = timedelta(days=1), time(12)
ASKERS = 9
SCRIPT = """1. What did we leave out when we described the need?
2. Where have you, or others, solved this? What did it take?
3. What would stop a small firm from taking part?"""
TEMPLATE = """Who was there:

What they said to each question:

1.
2.
3.

What we told them that is not published yet:
"""


def meet_alone(
    session: Session,
    challenge: Challenge,
    people: Sequence[Interest],
    *,
    opened: datetime,
    today: datetime,
    by: UUID,
) -> None:
    """Six slots, nine who ask, and a draw yesterday; the first day is three days ahead."""
    closes = from_wall(to_wall(today - DAY)[0], NOON)
    days = [to_wall(today + ahead * DAY)[0].isoformat() for ahead in (3, 4)]
    pattern = Pattern(days=days, first_start="10:00", last_end="11:50", minutes=30, pause=10)
    details = details_of(pattern, closes)
    series = one_to_ones.plan(session, challenge, by=by, at=opened, **details)
    one_to_ones.open_asking(session, series, by=by, at=opened)
    for place, interest in enumerate(people[:ASKERS]):
        suits = [1, 2, 3] if place % 3 == 0 else []
        at = opened + (place + 1) * timedelta(hours=2)
        one_to_ones.ask(session, series, interest, suits=suits, at=at)
    one_to_ones.draw(session, series, by=None, at=closes + timedelta(seconds=7))


def details_of(pattern: Pattern, closes: datetime) -> SeriesDetails:
    return SeriesDetails(
        title="30 minutes with the people who run the service",
        about="Tell us what we cannot see from here. No selling.",
        way=Way.ONLINE,
        venue="",
        joining_link="https://meet.example/one-to-one",
        pattern=pattern.stored(),
        rule=Rule.LOTTERY,
        per_supplier=1,
        closes_at=closes,
        script=SCRIPT,
        template=TEMPLATE,
    )
