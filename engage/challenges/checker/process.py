"""How to take part, as the law wants it told: rules R5 to R7 about the text and the end.

Regulation 17(2)(e) and (f) of the Procurement Regulations 2024 (SI 2024/692); the nation's own
law is named by ``in_law``.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engage.challenges.checker import taking_part
from engage.challenges.checker.finding import Finding, Rule, Severity
from engage.kernel.clock import LONDON, spoken

SHORT = timedelta(days=10)

ONLY_ADDRESS = Rule(
    "only_an_address",
    Severity.REFUSE,
    "A web address alone does not tell suppliers how to take part, and behind it may be a page "
    "they must register for. Suppliers have to know how they can take part{process}.",
    "Say what suppliers find there, what you ask them to do, and by when.",
)
TOO_SHORT = Rule(
    "too_short",
    Severity.REFUSE,
    "Fewer than 40 characters cannot say where, when and how suppliers take part{process}.",
    "Say where and when events are, what you ask suppliers to send, and by when.",
)
NO_TIME = Rule(
    "no_day_or_hour",
    Severity.WARN,
    "The text names no day and no hour, so suppliers do not know when to act{process}.",
    "Say by which day and hour suppliers must answer, and when events are.",
)
NO_WAY = Rule(
    "no_way_to_take_part",
    Severity.WARN,
    "The text does not say what suppliers do to take part: no event, no questions to answer, no "
    "address to write to{process}.",
    "Say what suppliers do first, and where.",
)
OTHER_HOUR = Rule(
    "other_hour",
    Severity.WARN,
    "The text and the closing time say different hours. Somebody will rely on the later one and "
    "be late, which is not fair to all{fair}.",
    "Make both say the same.",
)
OTHER_DAY = Rule(
    "other_day",
    Severity.WARN,
    "The text and the closing date say different days. Whoever relies on the later one is late, "
    "which is not fair to all{fair}.",
    "Make both say the same.",
)
FEW_DAYS = Rule(
    "few_days",
    Severity.WARN,
    "Suppliers get less than 10 days. Small suppliers and charities need longer, and time that is "
    "too short can favour those who knew before{fair}. Typical is 21 days.",
    "Choose a later end.",
)
NO_END = Rule(
    "no_end",
    Severity.WARN,
    "No closing date is given. Suppliers have to know when the engagement ends{end}.",
    "Give the day and the hour at which the engagement ends.",
)


def of_process(
    field: str, text: str, ends: datetime | None, *, over: bool = False
) -> Iterator[Finding]:
    """What is wrong with a text on how to take part; ``ends`` is when the engagement closes.

    ``over``: it tells what was done, so nobody has to find a way in.
    """
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    start = min(start, end)
    if taking_part.is_only_an_address(text):
        yield ONLY_ADDRESS.found(field, text, start, end)
        return
    if taking_part.is_too_short(text):
        yield TOO_SHORT.found(field, text, start, end)
        return
    if not over and not taking_part.says_a_way(text):
        yield NO_WAY.found(field, text, start, end)
    if not taking_part.has_day_or_hour(text):
        yield NO_TIME.found(field, text, start, end)
    elif ends is not None:
        yield from _other_hour(field, text, ends)
        yield from _other_day(field, text, ends)


def of_the_end(
    field: str, *, begins: datetime | None, ends: datetime | None, asked: bool
) -> Iterator[Finding]:
    """What is wrong with the closing time. ``asked``: whether there has to be one already.

    An end before the beginning is lawful: the notice then tells of an engagement that is over.
    """
    if ends is None:
        if asked:
            yield NO_END.found(field, "", 0, 0)
    elif begins is not None and begins < ends < begins + SHORT:
        told = spoken(ends)
        yield FEW_DAYS.found(field, told, 0, len(told))


def _other_hour(field: str, text: str, ends: datetime) -> Iterator[Finding]:
    local = ends.astimezone(LONDON)
    told = max(
        taking_part.closing_hours(text, local.date()), key=lambda each: each.hour, default=None
    )
    if told and (told.hour.hour, told.hour.minute) != (local.hour, local.minute):
        advice = f"The engagement ends at {spoken(ends)}. {OTHER_HOUR.suggestion}"
        yield OTHER_HOUR.found(field, text, told.start, told.end, suggestion=advice)


def _other_day(field: str, text: str, ends: datetime) -> Iterator[Finding]:
    days = taking_part.other_closing_days(text, ends.astimezone(LONDON).date())
    told = max(days, key=lambda each: each.day, default=None)
    if told:
        advice = f"The engagement ends at {spoken(ends)}. {OTHER_DAY.suggestion}"
        yield OTHER_DAY.found(field, text, told.start, told.end, suggestion=advice)
