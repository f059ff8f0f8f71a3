"""The read client: one page of OCDS releases for one question. No key is needed.

``GET /api/1.0/ocdsReleasePackages`` knows ``limit``, ``cursor``, ``updatedFrom`` and
``updatedTo``; anything else is refused, and ``stages`` does not filter what it says. A page names
the next one in ``links.next``; we take the cursor out of it and ask our own address, so no
answer can send us anywhere else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from engage.kernel.fetching import Fetched, Fetcher
from engage.notices.find_a_tender.windows import Window
from engage.notices.parsing.opening import opened
from engage.notices.parsing.values import Json, JsonObject, at, objects

PATH = "/api/1.0/ocdsReleasePackages"
MOST = 100  # releases on a page
PAUSE = timedelta(seconds=12)  # 12 questions in 2 minutes are refused
LONGEST_WAIT = timedelta(seconds=120)
LARGEST = 32 * 1024 * 1024
CURSOR = re.compile(r"[A-Za-z0-9=]{1,300}")
BUSY = (429, 503)


class Busy(Exception):
    """The service asks to be left alone for ``wait``."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"Find a Tender asks us to wait {wait.total_seconds():.0f} seconds")
        self.wait = wait


class Unexpected(Exception):
    """The service answered something that no release package is; ``status`` of HTTP."""

    def __init__(self, status: int) -> None:
        super().__init__(f"Find a Tender answered with status {status}")
        self.status = status


@dataclass(frozen=True)
class Page:
    """Releases as they came, and where to go on; an empty ``cursor`` says this was the last."""

    releases: tuple[JsonObject, ...]
    cursor: str


@dataclass(frozen=True)
class Reader:
    """Reads releases from the service at ``base``, which has no slash at its end."""

    base: str
    fetcher: Fetcher

    def page(self, window: Window, *, cursor: str = "", limit: int = MOST) -> Page:
        """One question. Raises Unanswered, Busy, Unexpected or UnreadableNotice."""
        asked: dict[str, str] = {"limit": str(limit), **window.parameters()}
        if cursor:
            asked["cursor"] = cursor
        headers = {"Accept": "application/json"}
        answer = self.fetcher.get(f"{self.base}{PATH}?{urlencode(asked)}", headers)
        refuse_busy(answer)
        if answer.status != 200:
            raise Unexpected(answer.status)
        package = opened(answer.body, largest=LARGEST)
        releases = tuple(objects(at(package, "releases")))
        return Page(releases, _cursor(at(package, "links", "next"), cursor))


def refuse_busy(answer: Fetched) -> None:
    """Raises Busy, when that is what the service is."""
    if answer.status in BUSY:
        raise Busy(_wait(answer.headers))


def _wait(headers: Mapping[str, str]) -> timedelta:
    """``Retry-After`` in seconds; a date, or nothing, means the longest wait."""
    asked = headers.get("retry-after", "").strip()
    if not asked.isascii() or not asked.isdigit():
        return LONGEST_WAIT
    seconds = min(int(asked[:6]), LONGEST_WAIT.seconds)
    return max(timedelta(seconds=seconds), PAUSE)


def _cursor(link: Json, last: str) -> str:
    """The cursor of the next page; a link that goes nowhere new ends the reading."""
    if not isinstance(link, str):
        return ""
    try:
        found = parse_qs(urlsplit(link[:4000]).query).get("cursor", [""])[0]
    except ValueError:
        return ""
    return found if CURSOR.fullmatch(found) and found != last else ""
