"""What an officer says about a session of a workshop, and what could not take place."""

from datetime import datetime
from typing import NotRequired, TypedDict

from engage.kernel.clock import spoken
from engage.kernel.errors import Refusal
from engage.workshops.calendar import is_link
from engage.workshops.models import Mode, Sitting


class NotOpen(Refusal):
    """Nobody could book."""


class BadTimes(Refusal):
    """No workshop could take place then."""


class Nowhere(Refusal):
    """People would not know where to go."""


class NoPlaces(Refusal):
    """Nobody could come."""


class TooFewPlaces(Refusal):
    """Places were promised already."""

    def __init__(self, taken: int, mode: Mode) -> None:
        who = "1 person has" if taken == 1 else f"{taken:,} people have"
        kind = "in person" if mode is Mode.IN_PERSON else "online"
        super().__init__(
            f"{who} a place {kind} already, so the number of places {kind} must be {taken} or more"
        )


class TooMany(Refusal):
    """No page could show them all."""


class When(TypedDict):
    """What belongs to one session."""

    starts_at: datetime
    ends_at: datetime
    venue: str
    step_free: NotRequired[str]
    travel: NotRequired[str]
    joining_link: str
    in_person: int
    online: int
    per_supplier: int | None


class Details(When):
    """The same with what all sessions of the workshop have in common."""

    title: str
    about: str


def require_sound(sitting: Sitting, at: datetime) -> None:
    if sitting.starts_at <= at:
        raise BadTimes("The workshop must start in the future")
    if sitting.ends_at <= sitting.starts_at:
        raise BadTimes("The workshop must end after it starts")
    for mode in Mode:
        if sitting.capacity(mode) < max(0, sitting.taken(mode)):
            raise TooFewPlaces(sitting.taken(mode), mode)
    if not sitting.modes:
        raise NoPlaces("Enter the number of places in person, online, or both")
    _require_somewhere(sitting)


def _require_somewhere(sitting: Sitting) -> None:
    if sitting.in_person and not sitting.venue:
        raise Nowhere("Say where the workshop is: enter the place")
    if sitting.online and not sitting.joining_link:
        raise Nowhere("Say how people join online: enter the joining link")
    if sitting.joining_link and not is_link(sitting.joining_link):
        raise Nowhere("The joining link must be a web address that starts with https://")


def require_before_the_end(sitting: Sitting) -> None:
    ends = sitting.challenge.engagement_ends
    if ends is not None and sitting.starts_at >= ends:
        raise BadTimes(
            f"The engagement ends at {spoken(ends)}, before this workshop would start."
            " Choose an earlier day, or give suppliers more time first."
        )
