"""Repairs texts as they are published, and finds hours, days and addresses in them."""

import html
import re
from collections.abc import Iterator
from datetime import date, time

from engage.kernel.clock import month_names
from engage.notices.parsing.line_ends import with_line_ends

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]{1,100}@\S+", re.I)
ENTITY = re.compile(
    r"&(?:amp|nbsp|quot|apos|lt|gt|pound|ndash|mdash|[lr][sd]quo|#[0-9]{1,6}|#x[0-9a-f]{1,5});",
    re.I,
)
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
EACH_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85|_x000D_\n?|<br\s*/?>", re.I)

MONTHS = {name[:3].lower(): number for number, name in enumerate(month_names, start=1)}
DAY = re.compile(
    r"\b([0-3]?[0-9])\s{0,3}(?:st|nd|rd|th)?\s{0,3}(?:of\s)?"
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?,?\s{0,3}([0-9]{4})?",
    re.I,
)
NUMERIC_DAY = re.compile(r"\b([0-3]?[0-9])[/.]([01]?[0-9])[/.]((?:20)?[0-9]{2})\b")
HOUR = re.compile(
    r"\b(?:12\s*(?::00|\.00)?\s*\(?(?P<noon>noon|midday)\)?|(?P<bare>noon|midday)"
    r"|(?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5][0-9]))?\s*(?P<half>[ap])\.?m\b\.?"
    r"|(?P<h24>[01]?[0-9]|2[0-3])[:.](?P<m24>[0-5][0-9])(?![0-9/.])\s*(?:hrs|hours)?)",
    re.I,
)
DEADLINE = re.compile(
    r"\b(?:by|before|until|deadline|clos(?:e|es|ed|ing)|no later than|return(?:ed)?|submi\w+|"
    r"respon\w+|reply|replies|latest|end(?:s|ed)?)\b",
    re.I,
)
TAKING_PART = re.compile(
    r"@|\b(?:register|e-?mail|workshops?|briefings?|questionnaire|teams|zoom|deadlines?|"
    r"(?:market|engagement|supplier|provider|information) (?:events?|days?|sessions?)|"
    r"(?:notifications?|expressions?) of interest (?:by|to|must|should|via)|e-?tendering)\b",
    re.I,
)
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9(])|\n+")
NEARBY = 60  # characters between an hour and its day


def repaired(text: str) -> str:
    """Line ends as newlines, no control characters, no more than one empty line in a row."""
    if "&" in text:
        text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = UNWANTED.sub("", EACH_LINE_END.sub("\n", text)).replace("\xa0", " ")
    if "\\n" in text and "\n" not in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
    lines = "\n".join(line.rstrip() for line in with_line_ends(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def is_only_an_address(text: str) -> bool:
    """Whether nothing but web addresses is in the text."""
    rest = ADDRESS.sub("", text)
    return bool(ADDRESS.search(text)) and not re.search(r"[A-Za-z]{3}", rest)


def closing_hour(text: str, ends: date) -> time | None:
    """The London hour at which the text says the engagement closes on this day, if it does.

    Only an hour that stands beside the day itself, in a sentence about a deadline, counts.
    """
    found: list[time] = []
    for sentence in SENTENCE_END.split(text):
        if not DEADLINE.search(sentence):
            continue
        for hour in HOUR.finditer(sentence):
            near = sentence[max(0, hour.start() - NEARBY) : hour.end() + NEARBY]
            before = sentence[: hour.start()]
            if ends in set(_days(near, ends.year)) and DEADLINE.search(before):
                found.append(_time(hour))
    return max(found) if found else None


def has_day_or_hour(text: str) -> bool:
    return bool(DAY.search(text) or NUMERIC_DAY.search(text) or HOUR.search(text))


def on_taking_part(text: str) -> str | None:
    """The paragraphs that say how or when to take part, for a notice that has no other place."""
    chosen = [
        part.strip()
        for part in re.split(r"\n+", text)
        if TAKING_PART.search(part) or (HOUR.search(part) and DAY.search(part))
    ]
    return "\n\n".join(chosen) or None


def _time(hour: re.Match[str]) -> time:
    if hour["noon"] or hour["bare"]:
        return time(12)
    if hour["half"]:
        late = 12 if hour["half"].lower() == "p" else 0
        return time(int(hour["h12"]) % 12 + late, int(hour["m12"] or 0))
    return time(int(hour["h24"]), int(hour["m24"]))


def _days(text: str, year: int) -> Iterator[date]:
    for found in DAY.finditer(text):
        yield from _day(int(found[3] or year), MONTHS[found[2][:3].lower()], int(found[1]))
    for found in NUMERIC_DAY.finditer(text):
        yield from _day(2000 + int(found[3]) % 100, int(found[2]), int(found[1]))


def _day(year: int, month: int, number: int) -> Iterator[date]:
    try:
        yield date(year, month, number)
    except ValueError:
        return
