"""Repairs texts as they are published, and finds hours, days and addresses in them."""

import html
import re
from collections.abc import Iterator
from datetime import date, time

from engage.kernel.clock import month_names

# Contracts Finder lost the backslashes of "\r\n": the letters "rn" stand where a line ended.
# English words hold "rn" only after a vowel; those that end with it are named here, so that
# "modern", "Cairns" and "ModernGov" stay whole and "detailsrnIf" does not.
ENDS_IN_RN = (
    "mode|lea|tu|retu|gove|northe|southe|easte|weste|inte|exte|conce|patte|bo|co|ho|wo|ba|wa|ea|"
    "yea|fe|ste|disce|tave|cave|lante|adjou|mou|bu|chu|spu|ya|tho|sco|ado|cai|bai|da|u|quarte|"
    "malve|seve|holbo|aubu|blackbu|hepbu|relea|unlea|overtu|misgove|airbo|newbo|stubbo|acor|"
    "sojou|subalte|matte|lectu|slatte|bitte|cisted|ciste|moderato|ba|swo|lo|mo|sho|unwo|fo|ke"
)
STRONG = re.compile(
    r"(?:rn){2}"  # "rnrn" is in no word
    r"|[.:;!?)”’\"'] ?rn(?=[A-Z0-9•*–-])"
    r"|[0-9]rn(?=[A-Z])"
    r"|[b-df-hj-np-tv-z]rn(?=[A-Z][a-z ])"
)
KNOWN_WORD = re.compile(rf"(?:^|[^A-Za-z])(?:{ENDS_IN_RN})$|[a-z]{{2}}(?:ther|ster)$", re.I)
RUN = re.compile(r"(?:rn)+")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+", re.I)
ENTITY = re.compile(r"&(?:amp|nbsp|quot|apos|lt|gt|pound|ndash|mdash|[lr][sd]quo|#[0-9]{1,6}|#x[0-9a-f]{1,5});", re.I)
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
EACH_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85|_x000D_\n?|<br\s*/?>", re.I)

MONTHS = {name[:3].lower(): number for number, name in enumerate(month_names, start=1)}
DAY = re.compile(
    r"\b([0-3]?[0-9])\s*(?:st|nd|rd|th)?\s*(?:of\s+)?"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s*([0-9]{4})?",
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
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9(])|\n+")
NEARBY = 60  # characters between an hour and its day


def repaired(text: str) -> str:
    """Line ends as newlines, no control characters, no more than one empty line in a row."""
    if "&" in text:
        text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = UNWANTED.sub("", EACH_LINE_END.sub("\n", text)).replace("\xa0", " ")
    if "\\n" in text and "\n" not in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
    if "\n" not in text and STRONG.search(text):
        text = _with_line_ends(text)
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
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
    told = re.compile(
        r"@|\b(?:register|e-?mail|event|workshop|briefing|questionnaire|teams|zoom|deadline|"
        r"express(?:ion)?s? of interest|portal)\b",
        re.I,
    )
    paragraphs = re.split(r"\n+", text)
    chosen = [
        part
        for part in paragraphs
        if (told.search(part) and len(part) > NEARBY) or (has_day_or_hour(part) and len(part) < 200)
    ]
    return "\n\n".join(part.strip() for part in chosen) or None


def _with_line_ends(text: str) -> str:
    pieces: list[str] = []
    copied = 0
    for run in RUN.finditer(text):
        before, after = text[copied : run.start()], text[run.end() :][:2]
        kept = _letters_kept(text[: run.start()][-40:], len(run[0]) // 2, after)
        ends = len(run[0]) // 2 - kept
        pieces += [before, "rn" * kept, "\n" * ends]
        copied = run.end()
    return "".join([*pieces, text[copied:]])


def _letters_kept(before: str, length: int, after: str) -> int:
    """How many "rn" of a run belong to the word before it: none, the first, or all."""
    last = before[-1:]
    is_vowel = last in set("aeiouAEIOU")
    if is_vowel and KNOWN_WORD.search(before) and (length > 1 or not after[:1].isupper()):
        return 1
    if length > 1:
        return 0
    if _inside_an_address(before):
        return length
    starts_a_line = after[:1].isupper() or after[:1] in set("0123456789•*–-") or not after
    if is_vowel:
        return 0 if starts_a_line and after and not KNOWN_WORD.search(before) else length
    if last.isalpha():
        return 0 if starts_a_line or after[:1].isspace() else length
    return 0 if starts_a_line or after[:1].isspace() or last.isspace() else length


def _inside_an_address(before: str) -> bool:
    token = before.split()[-1:] if before and not before[-1].isspace() else []
    return bool(token) and bool(re.search(r"://|@|^www\.|\.[a-z]", token[0], re.I))


def _time(hour: re.Match[str]) -> time:
    if hour["noon"] or hour["bare"]:
        return time(12)
    if hour["half"]:
        late = 12 if hour["half"].lower() == "p" else 0
        return time(int(hour["h12"]) % 12 + late, int(hour["m12"] or 0))
    return time(int(hour["h24"]), int(hour["m24"]))


def _days(text: str, year: int) -> Iterator[date]:
    for found in DAY.finditer(text):
        yield from _day(int(found[3] or year), MONTHS[found[2].lower()], int(found[1]))
    for found in NUMERIC_DAY.finditer(text):
        yield from _day(2000 + int(found[3]) % 100, int(found[2]), int(found[1]))


def _day(year: int, month: int, number: int) -> Iterator[date]:
    try:
        yield date(year, month, number)
    except ValueError:
        return
