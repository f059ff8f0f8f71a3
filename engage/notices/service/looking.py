"""Read what Find a Tender has published, and find the notices that challenges wait for.

One page of releases a call. How far the reading is stands in one row, so whoever calls next goes
on where the last one stopped; reading a page twice changes nothing. What carries our reference
and names our council is recorded at once, anything else is a question for an officer.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.clock import now, to_wall
from engage.kernel.db import Sessions
from engage.kernel.events import about, record
from engage.kernel.fetching import TooLarge, Unanswered
from engage.kernel.ids import uuid7
from engage.kernel.outbox import MOST_ATTEMPTS, backoff
from engage.kernel.upsert import insert_first, insert_if_absent
from engage.notices.events import NoticeSeen
from engage.notices.find_a_tender.matching import Awaited, Match, is_ours_to_read, match
from engage.notices.find_a_tender.reading import MOST, Busy, Page, Reader, Unexpected
from engage.notices.find_a_tender.windows import Window, next_window
from engage.notices.models import Reading, Sighting
from engage.notices.parsing.notice import Notice
from engage.notices.parsing.opening import UnreadableNotice
from engage.notices.parsing.reading import of_release
from engage.notices.queries import find_a_tender as waiting
from engage.notices.service.noticing import record_found

NAME = "releases"
LEASE = timedelta(minutes=3)
LAG = timedelta(minutes=2)  # what is published now can be read a little later
BETWEEN = timedelta(minutes=15)  # two windows, once everything was read
BEFORE = timedelta(hours=1)  # somebody may publish the notice first, and the page after it
PATIENCE = 3  # failures before a cursor is given up and its window read again

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where the reading is; the fence is that it is still there afterwards."""

    window: Window
    cursor: str
    page_size: int
    failures: int


def is_due(session: Session) -> bool:
    reading = session.get(Reading, NAME)
    if reading is not None and reading.due_at > now(session):
        return False
    return waiting.first_awaited(session) is not None


def look_next(sessions: Sessions, reader: Reader) -> None:
    """Read one page. Raises Busy, which is no failure."""
    place = _claimed(sessions)
    if place is None:
        return
    try:
        page = reader.page(place.window, cursor=place.cursor, limit=place.page_size)
    except Busy as asked:
        _move(sessions, place, {"failures": place.failures - 1, "due_at": asked.wait})
        raise
    except (UnreadableNotice, TooLarge) as problem:
        _smaller(sessions, place, problem)
    except (Unanswered, Unexpected) as problem:
        _later(sessions, place, problem)
    else:
        _kept(sessions, place, page)


def _claimed(sessions: Sessions) -> Place | None:
    with sessions.write() as session:
        at, first = now(session), waiting.first_awaited(session)
        if first is None:
            return None
        start = {"since": first - BEFORE, "page_size": MOST, "due_at": at}
        insert_if_absent(session, Reading, {"name": NAME, **start, "cursor": ""} | _NOTHING)
        reading = session.get_one(Reading, NAME, with_for_update=True, populate_existing=True)
        if reading.due_at > at:
            return None
        if reading.until is None:
            reading.since = max(reading.since, first - BEFORE)
            window = next_window(reading.since, at - LAG)
            if window is None:
                reading.due_at = at + BETWEEN
                return None
            reading.until, reading.cursor = window.until, ""
        reading.failures += 1
        reading.due_at = at + LEASE
        window = Window(reading.since, reading.until)
        return Place(window, reading.cursor, reading.page_size, reading.failures)


_NOTHING = {"until": None, "failures": 0, "skipped": 0, "problem": ""}


def _kept(sessions: Sessions, place: Place, page: Page) -> None:
    """Note what the page held and where the next one is, in one transaction."""
    found = [notice for notice in map(of_release, page.releases) if is_ours_to_read(notice)]
    with sessions.write() as session:
        at = now(session)
        for awaited, notice, why in _matches(found, waiting.awaited(session)):
            _note(session, awaited, notice, why, at)
        done: dict[str, Any] = {"failures": 0, "problem": "", "page_size": MOST, "due_at": at}
        if page.cursor:
            done["cursor"] = page.cursor
        else:
            done |= {"since": place.window.until, "until": None, "cursor": ""}
            if place.window.until + BETWEEN > at:
                done["due_at"] = at + BETWEEN
        session.execute(_here(place).values(**done))


def _matches(
    found: Sequence[Notice], awaited: Sequence[Awaited]
) -> Iterator[tuple[Awaited, Notice, Match]]:
    for notice in found:
        for one in awaited:
            if notice.notice_id not in one.known and (why := match(notice, one)):
                yield one, notice, why


def _note(session: Session, awaited: Awaited, notice: Notice, why: Match, at: datetime) -> None:
    row = {
        "id": uuid7(),
        "challenge_id": awaited.challenge_id,
        "authority_id": awaited.authority_id,
        "notice_id": notice.notice_id,
        "ocid": notice.ocid,
        "title": (notice.title or "")[:300],
        "buyer_name": (notice.buyer_name or "")[:300],
        "why": why.why,
        "certain": why.certain,
        "seen_at": at,
        "published_on": _day_of(notice, at),
        "answered_at": at if why.certain else None,
        "is_ours": True if why.certain else None,
    }
    if not insert_first(session, Sighting, row):
        return
    sighting = session.get_one(Sighting, row["id"])
    fact = NoticeSeen(
        **about(sighting),
        notice_id=sighting.notice_id,
        ocid=sighting.ocid,
        certain=why.certain,
    )
    record(session, fact, by=None, at=at)
    if why.certain:
        _record(session, sighting, at)


def _record(session: Session, sighting: Sighting, at: datetime) -> None:
    challenge = session.get_one(Challenge, sighting.challenge_id)
    number: dict[str, Any] = {"notice_id": sighting.notice_id, "ocid": sighting.ocid}
    record_found(session, challenge, **number, on=sighting.published_on, at=at)


def _day_of(notice: Notice, at: datetime) -> date | None:
    """The London day that a release names; none that is still to come."""
    return to_wall(min(notice.published_at, at))[0] if notice.published_at else None


def _smaller(sessions: Sessions, place: Place, problem: Exception) -> None:
    """One broken release spoils its page: take smaller ones, and at last leave the window out."""
    values: dict[str, Any] = {"page_size": max(1, place.page_size // 10)}
    if place.page_size == 1 and place.failures >= MOST_ATTEMPTS:
        log.error("releases of %s could not be read: %s", place.window, problem)
        values = {"since": place.window.until, "until": None, "cursor": "", "failures": 0}
        values |= {"skipped": Reading.skipped + 1, "page_size": MOST}
    _move(sessions, place, values | _trouble(place, problem))


def _later(sessions: Sessions, place: Place, problem: Exception) -> None:
    values = {"cursor": ""} if place.failures % PATIENCE == 0 else {}
    _move(sessions, place, values | _trouble(place, problem))


def _trouble(place: Place, problem: Exception) -> dict[str, Any]:
    log.warning("Find a Tender could not be read: %s", problem)
    return {"problem": str(problem)[:500], "due_at": backoff(place.failures)}


def _move(sessions: Sessions, place: Place, values: dict[str, Any]) -> None:
    with sessions.write() as session:
        at = now(session)
        exact = {
            name: at + value if isinstance(value, timedelta) else value
            for name, value in values.items()
        }
        session.execute(_here(place).values(**exact))


def _here(place: Place) -> Any:
    """Only where nobody has moved the reading on meanwhile."""
    here = (
        Reading.name == NAME,
        Reading.since == place.window.since,
        Reading.until == place.window.until,
        Reading.cursor == place.cursor,
    )
    return update(Reading).where(*here).execution_options(synchronize_session=False)
