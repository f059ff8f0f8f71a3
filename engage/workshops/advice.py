"""What may keep people away from a session: said beside the form, never a refusal."""

from datetime import datetime, time

from engage.kernel.clock import LONDON
from engage.workshops.models import Sitting

SCHOOL_RUN = ((time(8, 15), time(9, 30)), (time(14, 45), time(16)))
"""When people take children to school and fetch them, on weekdays, by a clock in London."""
SATURDAY = 5


def advice_for(sitting: Sitting) -> list[str]:
    """Every suggestion about a session."""
    said = (
        about_steps(sitting.in_person, sitting.step_free),
        about_time(sitting.starts_at, sitting.ends_at),
    )
    return [each for each in said if each]


def about_steps(in_person: int | None, step_free: str | None) -> str:
    """A suggestion for a session that people walk or wheel to; empty when there is none."""
    if not in_person or step_free:
        return ""
    return (
        "Say how to get in without steps. People who cannot use steps stay away when they do not"
        " know."
    )


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
