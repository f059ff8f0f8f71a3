"""By when the materials of a session are promised: working days of the council's nation."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from engage.authorities.models import Authority
from engage.challenges.timetable import WorkingDays, nation_of
from engage.kernel.clock import from_wall, to_wall

REMIND_BEFORE = 2  # working days
MORNING, MIDNIGHT = time(7), time(0)
DAY = timedelta(days=1)


class Deadline(NamedTuple):
    """``due_at`` is the midnight at the end of the last day."""

    remind_at: datetime
    due_at: datetime


def deadline(council: Authority, region: str, ended: datetime) -> Deadline:
    """What is promised after a session; ``region``: the challenge's."""
    return after(council, region, ended, council.materials_days)


def after(council: Authority, region: str, ended: datetime, days: int) -> Deadline:
    """So many working days after the day on which something ended."""
    calendar = WorkingDays(nation_of(council.region or region))
    last = calendar.after(to_wall(ended)[0], days)
    remind = calendar.before(last, REMIND_BEFORE)
    return Deadline(from_wall(remind, MORNING), from_wall(last + DAY, MIDNIGHT))


def last_day(due_at: datetime) -> date:
    """The day that people read: "Publish by Friday 6 March 2026"."""
    return to_wall(due_at)[0] - DAY
