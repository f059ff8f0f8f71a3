"""Until when suppliers may ask, and by when they are answered, worked out from the end."""

from datetime import date, datetime, time, timedelta

from engage.challenges.timetable.working_days import Nation, WorkingDays
from engage.kernel.clock import from_wall, to_wall

DAY = timedelta(days=1)
TO_ASK, TO_READ = 5, 2  # working days before the end
LEAST_TO_ASK = 3 * DAY  # where less is left, suppliers may ask until the end


def asking_dates(nation: Nation, opens: datetime, ends: datetime) -> tuple[datetime, date]:
    """The first instant at which it is too late to ask, and the day by which all is answered.

    Five working days before the end, and two, so that answers can still be used.
    """
    work, last = WorkingDays(nation), last_day_of(ends)
    asking = end_of(work.before(last, TO_ASK), ends)
    if asking - opens < LEAST_TO_ASK:
        return ends, last
    return asking, work.before(last, TO_READ)


def end_of(day: date, ends: datetime) -> datetime:
    """The end of a day in London, or of the engagement where that is earlier."""
    return min(from_wall(day + DAY, time()), ends)


def last_day_of(ends: datetime) -> date:
    """The last day in London that has an instant before this one."""
    return to_wall(ends - datetime.resolution)[0]
