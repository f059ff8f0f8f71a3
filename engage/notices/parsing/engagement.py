"""How to take part, and when the engagement ends: from the notice's milestones and texts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from itertools import islice

from engage.challenges.checker.taking_part import closing_hour
from engage.kernel.clock import LONDON
from engage.notices.parsing import texts
from engage.notices.parsing.notice import Notice
from engage.notices.parsing.values import (
    LAST_SECOND,
    JsonObject,
    at,
    has_time,
    instant,
    line,
    objects,
    text,
)

MOST_MILESTONES = 20


def with_engagement(notice: Notice, release: JsonObject) -> Notice:
    """The notice with how to take part and when the engagement ends (reg.17(2)(e) and (f))."""
    milestones = list(islice(_engagement_milestones(release), MOST_MILESTONES))
    told = list(
        dict.fromkeys(found for one in milestones if (found := text(one.get("description"))))
    )
    process = "\n\n".join(told) or None
    taken = texts.on_taking_part(notice.description) if not process and notice.description else None
    notice = replace(notice, process=process or taken, process_is_from_description=bool(taken))
    return _with_end(notice, milestones)


def _with_end(notice: Notice, milestones: list[JsonObject]) -> Notice:
    due = [
        (ends, one["dueDate"])
        for one in milestones
        if (ends := instant(one.get("dueDate"), LAST_SECOND))
    ]
    if not due:
        return notice
    ends, written = max(due)
    notes = notice.notes
    if len({ends for ends, _ in due}) > 1:
        notes += ("The notice gives more than one end date. The latest was used.",)
    told = notice.process or notice.description or ""
    return replace(
        notice,
        engagement_ends=ends,
        end_is_assumed=not has_time(written) or _london(ends).time() == LAST_SECOND,
        time_in_text=_other_hour(told, ends),
        notes=notes,
    )


def _engagement_milestones(release: JsonObject) -> Iterator[JsonObject]:
    """Milestones of type engagement; where no type is given, those that are called so."""
    for part in ("planning", "tender"):
        for one in objects(at(release, part, "milestones")):
            kind = line(one.get("type"))
            called = f"{line(one.get('id'))} {line(one.get('title'))}".lower()
            if kind == "engagement" or (kind is None and "engagement" in called):
                yield one


def _other_hour(told: str, ends: datetime) -> time | None:
    local = _london(ends)
    hour = closing_hour(told, local.date())
    same = hour is None or (hour.hour, hour.minute) == (local.hour, local.minute)
    return None if same else hour


def _london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)
