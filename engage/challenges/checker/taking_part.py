"""Finds days, hours, addresses and ways to take part in a text about an engagement.

Every pattern takes time in proportion to the text, whatever stands in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from engage.kernel.clock import month_names

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]{1,100}@\S+", re.I)
MONTHS = {name[:3].lower(): number for number, name in enumerate(month_names, start=1)}
DAY = re.compile(
    r"\b([0-3]?[0-9])\s{0,3}(?:st|nd|rd|th)?\s{0,3}(?:of\s)?"
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?,?\s{0,3}([0-9]{4})?",
    re.I,
)
NUMERIC_DAY = re.compile(r"\b([0-3]?[0-9])[/.]([01]?[0-9])[/.]((?:20)?[0-9]{2})\b")
HOUR = re.compile(
    r"\b(?:12\s{0,3}(?::00|\.00)?\s{0,3}\(?(?P<noon>noon|midday)\)?|(?P<bare>noon|midday)"
    r"|(?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5][0-9]))?\s{0,3}(?P<half>[ap])\.?m\b\.?"
    r"|(?P<h24>[01]?[0-9]|2[0-3])[:.](?P<m24>[0-5][0-9])(?![0-9/.])(?:\s{0,3}(?:hrs|hours))?)",
    re.I,
)
DEADLINE = re.compile(
    r"\b(?:by|before|until|deadline|clos(?:e|es|ed|ing)|no later than|return(?:ed)?|submi\w+|"
    r"respon\w+|reply|replies|latest|end(?:s|ed)?)\b",
    re.I,
)
ANSWERING = re.compile(
    r"\b(?:answers?|questionnaires?|views|respon\w+|reply|replies|return(?:ed)?|submi\w+|"
    r"clos(?:e|es|ed|ing)|deadline|engagement (?:period )?ends)\b",
    re.I,
)
TAKING_PART = re.compile(
    r"@|\b(?:register|e-?mail|workshops?|briefings?|questionnaire|teams|zoom|deadlines?|"
    r"(?:market|engagement|supplier|provider|information) (?:events?|days?|sessions?)|"
    r"(?:notifications?|expressions?) of interest (?:by|to|must|should|via)|e-?tendering)\b",
    re.I,
)
OTHER_WAYS = re.compile(
    r"\b(?:https?://|www\.)|\b0[0-9]{2,4}[ -]?[0-9]{3}|"
    r"\b(?:registration|survey|webinars?|portal|drop-?in|open days?|one-to-ones?|attend|"
    r"(?:call|phone|ring|write to|contact|tell|send) us|join us|"
    r"(?:submit|return|send|complete|fill in|answer) (?:it|your|the|this|our|a|an|these|[a-z]{3,6})"
    r" ?(?:questions?|form|response|reply|answers?|views?|questionnaire)?)\b",
    re.I,
)
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9(])|\n+")
NEARBY = 60  # characters between an hour and its day
SHORTEST = 40  # characters: less cannot say where, when and how


@dataclass(frozen=True, slots=True)
class ClosingHour:
    """An hour on a London clock, and where in the text it stands."""

    hour: time
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClosingDay:
    """A day by which answers are wanted, and where in the text it stands."""

    day: date
    start: int
    end: int


def is_only_an_address(text: str) -> bool:
    """Whether nothing but web addresses is in the text."""
    rest = ADDRESS.sub("", text)
    return bool(ADDRESS.search(text)) and not re.search(r"[A-Za-z]{3}", rest)


def is_too_short(text: str) -> bool:
    """Whether a text is too short to say how to take part."""
    return len(text.strip()) < SHORTEST


def closing_hour(text: str, ends: date) -> time | None:
    """The latest London hour at which the text says the engagement closes on this day, if any."""
    return max((found.hour for found in closing_hours(text, ends)), default=None)


def closing_hours(text: str, ends: date) -> Iterator[ClosingHour]:
    """Each hour at which the text says the engagement closes on this day.

    Only an hour that stands beside the day itself, in a sentence about a deadline, counts.
    """
    for start, end in _sentences(text):
        deadline = DEADLINE.search(text, start, end)
        if not deadline:
            continue
        for hour in HOUR.finditer(text, deadline.end(), end):
            near = text[max(start, hour.start() - NEARBY) : min(end, hour.end() + NEARBY)]
            if ends in set(_days(near, ends.year)):
                yield ClosingHour(_time(hour), hour.start(), hour.end())


def other_closing_days(text: str, ends: date) -> Iterator[ClosingDay]:
    """Each day by which the text wants answers; none as soon as it names the true day anywhere.

    A day before the end counts only in a sentence about answers: to register for an event by
    such a day is no other end.
    """
    if ends in {found.day for found in _dated(text, 0, len(text), ends.year)}:
        return
    for start, end in _sentences(text):
        deadline = DEADLINE.search(text, start, end)
        answering = ANSWERING.search(text, start, end)
        for found in _dated(text, deadline.end(), end, ends.year) if deadline else ():
            if found.day > ends or answering:
                yield found


def has_day_or_hour(text: str) -> bool:
    return bool(DAY.search(text) or NUMERIC_DAY.search(text) or HOUR.search(text))


def says_a_way(text: str) -> bool:
    """Whether the text names any way to take part: an event, an address, a form to send."""
    return bool(TAKING_PART.search(text) or OTHER_WAYS.search(text))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in SENTENCE_END.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _time(hour: re.Match[str]) -> time:
    if hour["noon"] or hour["bare"]:
        return time(12)
    if hour["half"]:
        late = 12 if hour["half"].lower() == "p" else 0
        return time(int(hour["h12"]) % 12 + late, int(hour["m12"] or 0))
    return time(int(hour["h24"]), int(hour["m24"]))


def _days(text: str, year: int) -> Iterator[date]:
    for found in _dated(text, 0, len(text), year):
        yield found.day


def _dated(text: str, start: int, end: int, year: int) -> Iterator[ClosingDay]:
    for found in DAY.finditer(text, start, end):
        month = MONTHS[found[2][:3].lower()]
        for day in _day(int(found[3] or year), month, int(found[1])):
            yield ClosingDay(day, found.start(), found.end())
    for found in NUMERIC_DAY.finditer(text, start, end):
        for day in _day(2000 + int(found[3]) % 100, int(found[2]), int(found[1])):
            yield ClosingDay(day, found.start(), found.end())


def _day(year: int, month: int, number: int) -> Iterator[date]:
    try:
        yield date(year, month, number)
    except ValueError:
        return
