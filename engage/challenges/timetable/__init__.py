"""The dates of an engagement, worked out backwards from the tender. Pure: dates in, dates out.

Working days are those of GOV.UK's list of bank holidays, thresholds are dated rows, and every
warning says what to do and on what it rests.
"""

from engage.challenges.timetable.asking import asking_dates, end_of, last_day_of
from engage.challenges.timetable.breaks import Break, breaks_between
from engage.challenges.timetable.planning import (
    LEAST,
    TYPICAL,
    Asked,
    Caution,
    Plan,
    Step,
    plan,
    qualifying_window,
)
from engage.challenges.timetable.thresholds import (
    Standing,
    Threshold,
    standing,
    threshold_for,
    threshold_of,
)
from engage.challenges.timetable.working_days import Nation, WorkingDays, nation_of

__all__ = [
    "LEAST",
    "TYPICAL",
    "Asked",
    "Break",
    "Caution",
    "Nation",
    "Plan",
    "Standing",
    "Step",
    "Threshold",
    "WorkingDays",
    "asking_dates",
    "breaks_between",
    "end_of",
    "last_day_of",
    "nation_of",
    "plan",
    "qualifying_window",
    "standing",
    "threshold_for",
    "threshold_of",
]
