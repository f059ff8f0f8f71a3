"""What may keep people away from a session: said beside the form, never a refusal."""

from datetime import datetime, time

from engage.kernel.clock import LONDON

SCHOOL_RUN = ((time(8, 15), time(9, 30)), (time(14, 45), time(16)))
"""When people take children to school and fetch them, on weekdays, by a clock in London."""
SATURDAY = 5


def about_time(starts_at: datetime, ends_at: datetime) -> str:
    """A suggestion about when this takes place; empty when there is none."""
    starts, ends = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    one_day = starts.date() == ends.date()
    if starts.weekday() >= SATURDAY or not one_day:
        return ""
    if not any(starts.time() < last and ends.time() > first for first, last in SCHOOL_RUN):
        return ""
    return (
        "Part of this time is the school run (8:15am to 9:30am and 2:45pm to 4pm). More people can"
        " come between 9:30am and 2:45pm."
    )
