"""Runs the checker of statements over notices as they are published.

A file is one release package, or JSON Lines: a notice on each line, either as a release or as
an object with ``engagement_description`` and ``engagement_due_date``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engage.challenges.checker import Finding, Lists, Severity, check
from engage.notices.parsing.notice import Notice
from engage.notices.parsing.opening import LARGEST, UnreadableNotice, opened, releases_in
from engage.notices.parsing.reading import of_release
from engage.notices.parsing.texts import repaired
from engage.notices.parsing.values import LAST_SECOND, Json, JsonObject, instant, line

TOLD = "engagement_description"
IN_A_LINE = {"process": TOLD, "engagement_ends": "engagement_due_date"}
IN_A_RELEASE = {
    "title": "tender.title",
    "description": "tender.description",
    "process": "planning.milestones.description",
    "engagement_ends": "planning.milestones.dueDate",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding about a notice: the line it is on (None: the whole file), and the field's name
    in the file."""

    line: int | None
    ocid: str | None
    field: str
    finding: Finding


def check_file(data: bytes, lists: Lists) -> Iterator[Checked | UnreadableNotice]:
    """What the checker finds in a file, in order; a line that cannot be read is said in between."""
    lines = [(number, row) for number, row in enumerate(data.splitlines(), 1) if row.strip()]
    if not lines or not _is_object(lines[0][1]):
        lines = [(0, data)]
    for number, row in lines:
        try:
            yield from _check(opened(row), number, lists, alone=len(lines) == 1)
        except UnreadableNotice as problem:
            yield UnreadableNotice(f"Line {number}: {problem}") if number else problem


def _is_object(row: bytes) -> bool:
    """Whether a first line is JSON by itself, so that each line is."""
    try:
        return len(row) <= LARGEST and isinstance(json.loads(row), dict)
    except (ValueError, RecursionError):
        return False


def _check(thing: Json, number: int, lists: Lists, *, alone: bool) -> Iterator[Checked]:
    if isinstance(thing, dict) and TOLD in thing:
        ocid = line(thing.get("ocid"), 80)
        for found in _of_text(thing, lists):
            yield Checked(number or None, ocid, IN_A_LINE[found.field], found)
        return
    for release in releases_in(thing):
        notice = of_release(release)
        for found in _of_notice(notice, lists):
            yield Checked(None if alone else number, notice.ocid, IN_A_RELEASE[found.field], found)


def _of_text(row: JsonObject, lists: Lists) -> list[Finding]:
    told = row[TOLD]
    return _about_engagement(
        repaired(told) if isinstance(told, str) else "",
        ends=instant(row.get("engagement_due_date"), LAST_SECOND),
        begins=instant(row.get("released")),
        lists=lists,
    )


def _of_notice(notice: Notice, lists: Lists) -> Iterator[Finding]:
    texts = {"title": notice.title or "", "description": notice.description or ""}
    yield from check(texts, lists)
    if notice.notice_type not in {None, "UK2"} and notice.process is None:
        return  # another kind of notice: it has nothing to say on taking part
    found = _about_engagement(
        notice.process or "", ends=notice.engagement_ends, begins=notice.published_at, lists=lists
    )
    for each in found:  # the words of a process that we took from the description are said
        if not notice.process_is_from_description or each.severity is not Severity.ADVISE:
            yield each


def _about_engagement(
    process: str, *, ends: datetime | None, begins: datetime | None, lists: Lists
) -> list[Finding]:
    return check({"process": process}, lists, ends=ends, begins=begins, asks_for_end=True)
