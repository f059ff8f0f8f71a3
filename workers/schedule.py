"""What happens by the clock, on one page: task name and how often, in seconds.

Beat sends these tasks, and so does the ticker inside every worker, so that a lost broker only
slows things down. A lease in the database lets each happen once a period, however many beats
and workers there are.
"""

from typing import Any

BY_THE_CLOCK = {
    "outbox": 5,
    "challenges": 10,
    "sessions": 20,  # offers that have ended, draws of one-to-ones, reminders
    "reminders": 60,  # of ends that are near, of materials that are due or late
    "compiling": 10,
    "packing": 10,
    "shelves": 10,  # answers that may be read from now on
    "opening": 10,  # of sealed responses that two officers opened
    "themes": 10,
    "releases": 10,
    "announcing": 10,
    "digests": 300,  # at seven in London; late ones are made up for
    "files": 10,
    "bounces": 60,
    "rescan": 600,  # clean files with newer signatures, once a night each, in batches
    "opendata": 900,
    "find_a_tender": 13,  # one call each time: the service wants 12 seconds between two
    "seal": 30,
    "roots": 600,  # the root of the day, once a day
    "tidy": 3600,
}


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The same for Celery beat; a late message is worth nothing, so it expires."""
    return {
        name: {
            "task": "ring",
            "args": (name,),
            "schedule": float(seconds),
            "options": {"expires": seconds},
        }
        for name, seconds in BY_THE_CLOCK.items()
    }
