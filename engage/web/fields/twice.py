"""The hour that happens twice on a London wall, when the clocks go back: which of the two."""

from datetime import date, datetime, time
from typing import Any

from engage.kernel.clock import LONDON, NoSuchTime, TimeIsAmbiguous, from_wall
from engage.web.fields.choices import ChoiceField

FIRST, SECOND = "first", "second"
CHOICES = [
    (FIRST, "The first time", "Summer time (BST), before the clocks go back"),
    (SECOND, "The second time", "Winter time (GMT), after the clocks have gone back"),
]


class WhichField(ChoiceField):
    """Asked only where ``is_twice``; the time itself says when this must be said."""

    def __init__(self, label: str = "Which of the two?", **settings: Any) -> None:
        super().__init__(label, choices=CHOICES, optional=True, marked=False, **settings)

    @property
    def later(self) -> bool | None:
        """For ``from_wall``; None when nobody said."""
        return {FIRST: False, SECOND: True}.get(self.data)


def which(instant: datetime) -> str:
    """What the field shows for an instant; nothing when its hour happens once."""
    local = instant.astimezone(LONDON)
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return ""
    return SECOND if local.fold else FIRST


def is_twice(day: date | None, at: time | None) -> bool:
    """Whether a page has to ask."""
    if day is None or at is None:
        return False
    try:
        from_wall(day, at)
    except NoSuchTime:
        return False
    except TimeIsAmbiguous:
        return True
    return False
