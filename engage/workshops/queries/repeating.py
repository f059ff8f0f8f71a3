"""Whether a session should be held again, because so many wait for it."""

from datetime import datetime

from engage.workshops.models import Sitting
from engage.workshops.queries.desk import Standing

SHARE = 3  # more than a third of the places


def capacity_of(sitting: Sitting) -> int:
    return sitting.in_person + sitting.online


def is_crowded(sitting: Sitting, waiting: int) -> bool:
    """More people wait than a third of the places."""
    return sitting.cancelled_at is None and waiting * SHARE > capacity_of(sitting)


def suggests_again(sitting: Sitting, standing: Standing, *, at: datetime) -> bool:
    """Whether to suggest it: nobody has decided, and people could still book."""
    undecided = standing.again_id is None and standing.not_again is None
    crowded = is_crowded(sitting, standing.waiting)
    return undecided and crowded and sitting.challenge.takes_part(at)
