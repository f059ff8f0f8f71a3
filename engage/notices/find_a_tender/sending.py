"""The submission interface: hand a notice in, ask what became of it, look for one by our key.

``CDP-Api-Key`` is the key an organisation makes in its Find a Tender account. A notice goes as
base64 of its XML in a form; the answer is a ``NoticeInformation`` with a submission number.

**Unverified.** Looking for one by our own key (``find``, with ``no_doc_ext``) is not described in
what is public of the search, as the XML is not: when it is not answered as we expect, nobody may
send again without looking.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode

from engage.kernel.fetching import Fetched, Fetcher, Unanswered
from engage.notices.find_a_tender.answers import Information, information_in, reasons_in
from engage.notices.find_a_tender.reading import Unexpected, refuse_busy
from engage.notices.parsing.opening import UnreadableNotice, opened
from engage.notices.parsing.values import JsonObject, at, objects

SUBMIT_VERSION = "1"
INFORMATION_VERSION = "2"  # the first that answers with OCIDs
TAKEN = (200, 201, 202)
CONFLICT = 409
WRONG = (400, 413, 422)
NO_ENTRY = (401, 403)


class NotTaken(Exception):
    """The service refused the notice itself; ``reasons`` are its words."""

    def __init__(self, reasons: str) -> None:
        super().__init__(reasons)
        self.reasons = reasons


class NoEntry(Exception):
    """The service does not accept the key."""

    def __init__(self) -> None:
        super().__init__("Find a Tender does not accept the key in ENGAGE_FTS_KEY.")


class Uncertain(Exception):
    """The service may have taken the notice: look for it before anything is sent again."""


class Submissions(Protocol):
    """Where notices are handed in. Each verb asks the service once.

    All raise Unanswered, Busy, NoEntry or Unexpected; ``submit`` also NotTaken and Uncertain.
    """

    def submit(self, xml: bytes, *, key: str) -> Information: ...
    def information(self, submission_id: str, *, key: str) -> Information: ...
    def find(self, own_key: str, *, key: str) -> Information | None: ...


@dataclass(frozen=True)
class ApiSubmissions:
    """The REST interface of the service at ``base``."""

    base: str
    fetcher: Fetcher
    submit_version: str = SUBMIT_VERSION
    information_version: str = INFORMATION_VERSION

    def submit(self, xml: bytes, *, key: str) -> Information:
        url = f"{self.base}/api/{self.submit_version}/notice/submission/submit"
        form = urlencode({"notice": b64encode(xml).decode()}).encode()
        headers = {**_headers(key), "Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = self.fetcher.post(url, headers, form)
        except Unanswered as problem:
            if problem.sent:
                raise Uncertain(str(problem)) from problem
            raise
        return _taken(answer)

    def information(self, submission_id: str, *, key: str) -> Information:
        number = quote(submission_id, safe="")
        url = f"{self.base}/api/{self.information_version}/notice/submission/info/{number}"
        found = information_in(_opened(self.fetcher.get(url, _headers(key))))
        if found is None or found.submission_id != submission_id:
            raise Unexpected(200)
        return found

    def find(self, own_key: str, *, key: str) -> Information | None:
        """None only when the service says that it has nothing under our key."""
        query = urlencode({"no_doc_ext": own_key})
        url = f"{self.base}/api/{self.submit_version}/notice/submission/search?{query}"
        answer = _opened(self.fetcher.get(url, _headers(key)))
        listed = at(answer, "items")
        if not isinstance(listed, list):
            raise Unexpected(200)
        found = [information_in(each) for each in objects(listed)]
        ours = [each for each in found if each is not None and each.own_key == own_key]
        if len(ours) < len(listed):
            raise Unexpected(200)  # it did not look for our key: its silence proves nothing
        return ours[0] if ours else None


def _headers(key: str) -> dict[str, str]:
    return {"CDP-Api-Key": key, "Accept": "application/json"}


def _taken(answer: Fetched) -> Information:
    refuse_busy(answer)
    if answer.status in NO_ENTRY:
        raise NoEntry
    if answer.status in WRONG:
        raise NotTaken(reasons_in(_json(answer)) or f"It answered with status {answer.status}.")
    found = information_in(_json(answer)) if answer.status in (*TAKEN, CONFLICT) else None
    if found is None:
        raise Uncertain(f"Find a Tender answered with status {answer.status}, which says nothing.")
    return found


def _opened(answer: Fetched) -> JsonObject:
    refuse_busy(answer)
    if answer.status in NO_ENTRY:
        raise NoEntry
    if answer.status != 200:
        raise Unexpected(answer.status)
    return _json(answer)


def _json(answer: Fetched) -> JsonObject:
    try:
        thing = opened(answer.body)
    except UnreadableNotice:
        return {}
    return thing if isinstance(thing, dict) else {}
