"""A Find a Tender of our own, on loopback: it pages, refuses, breaks and publishes as the real one.

``faults`` are names for the next answers, in order: see ``FAULTS``. ``taken`` holds every notice
it took, and like the real one it does not mind to take the same twice.
"""

import json
import threading
import time
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from xml.etree.ElementTree import ParseError, fromstring

from engage.kernel.clock import LONDON

KEY = "YbHJy1zPfMgDfa9npEDBtZ05ji0w2OM7M"
SILENCE = 0.4  # seconds after which our side gives up; three processes may share two cores
PARAMETERS = {"limit", "cursor", "updatedFrom", "updatedTo", "stages"}
STATUSES = ("RECEIVED", "VALIDATED", "PUBLISHED")
BUGS = ("1e9999", " 000,", "2027-01-31")
TOO_MANY = "Rate limit of 12 exceeded. Please retry after 120 seconds."


def a_release(number: int = 1, *, at: datetime, **about: Any) -> dict[str, Any]:
    """A UK2 as it is published; ``reference``, ``title``, ``ppon``, ``buyer`` say what differs."""
    notice_id, ocid = f"{number:06d}-{at.year}", f"ocds-h6vhtk-{number:06x}"
    buyer = _buyer(about.get("ppon", "PABC-1234-WXYZ"), about.get("buyer", "Somewhere Council"))
    document = {
        "id": notice_id,
        "documentType": "marketEngagementNotice",
        "noticeType": about.get("notice_type", "UK2"),
        "url": f"https://www.find-tender.service.gov.uk/Notice/{notice_id}",
        "datePublished": at.isoformat(),
    }
    return {
        "ocid": ocid,
        "id": notice_id,
        "date": at.isoformat(),
        "tag": ["planning"],
        "buyerID": [],
        "parties": [buyer],
        "buyer": {"id": buyer["id"], "name": buyer["name"]},
        "planning": {"documents": [document]},
        "tender": {
            "id": about.get("reference", ocid),
            "title": about.get("title", f"Something else {number}"),
            "status": "planning",
            "value": {"amount": about.get("amount", 0)},
        },
    }


def _buyer(ppon: str, name: str) -> dict[str, Any]:
    return {
        "id": f"GB-PPON-{ppon}",
        "name": name,
        "identifier": {"scheme": "GB-PPON", "id": ppon},
        "roles": ["buyer"],
    }


class FakeFindATender(ThreadingHTTPServer):
    """The service itself; ``url`` is where it is."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.faults: deque[str] = deque()
        self.releases: list[dict[str, Any]] = []
        self.taken: dict[str, dict[str, Any]] = {}
        self.invalid = ""  # what its validation objects to, when it does
        self.finds = True  # whether it can be asked for a sender's own number
        self.retry_after = "120"
        self.slowness = 2 * SILENCE

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def of_own_number(self, own_key: str) -> list[dict[str, Any]]:
        return [each for each in self.taken.values() if each["no_doc_ext"] == own_key]

    def take(self, xml: bytes) -> dict[str, Any]:
        root = fromstring(xml)  # noqa: S314 - our own
        own_key = root.findtext("noDocExt") or ""
        number = f"20260302-{len(self.taken) + 1:06d}"
        self.taken[number] = {
            "submission_id": number,
            "received_at": "2026-03-02T09:00:00Z",
            "status": "RECEIVED",
            "reason_code": None,
            "no_doc_ext": own_key,
            "publication_info": None,
            "technical_validation_report": None,
            "validation_rules_report": None,
            "quality_control_report": None,
            "xml": xml.decode(),
        }
        return self.taken[number]

    def go_on(self, notice: dict[str, Any]) -> None:
        """Each time somebody asks, a notice is one step further."""
        if notice["status"] == "RECEIVED" and self.invalid:
            item = {"name": "UK2-4", "severity": "ERROR", "message": self.invalid, "valid": False}
            notice["status"] = "NOT_PUBLISHED"
            notice["validation_rules_report"] = {"type": "RULES", "items": [item]}
        elif notice["status"] in STATUSES[:-1]:
            notice["status"] = STATUSES[STATUSES.index(notice["status"]) + 1]
        if notice["status"] == "PUBLISHED":
            serial = notice["submission_id"][-6:]
            notice["publication_info"] = {
                "no_doc_ojs": f"2026/S 000-{serial}",
                "publication_date": "2026-03-02 15:45:35",
                "truk_links": {
                    "EN": f"https://www.find-tender.service.gov.uk/Notice/{serial}-2026"
                },
                "ocids": [f"ocds-h6vhtk-{int(serial):06x}"],
            }


@contextmanager
def find_a_tender() -> Iterator[FakeFindATender]:
    server = FakeFindATender()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Handler(BaseHTTPRequestHandler):
    """One question. A fault may take the place of the answer, or spoil it."""

    server: FakeFindATender

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self._answer(self._read)

    def do_POST(self) -> None:
        self.server.asked.append(f"POST {self.path}")
        self.form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self._submit)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read ``asked`` instead."""

    def _answer(self, work: Callable[[], tuple[int, Any]]) -> None:
        fault = self.server.faults.popleft() if self.server.faults else ""
        if fault in {"429", "503", "500"}:
            return self._say(int(fault), {"message": TOO_MANY})
        if fault == "slow":
            time.sleep(self.server.slowness)
        status, body = work()
        if fault == "late":  # it is taken, and whoever asked waits
            time.sleep(self.server.slowness)
        if fault == "hang up":  # the work is done, and nobody hears of it
            self.close_connection = True
            self.connection.close()
            return None
        text = json.dumps(body)
        for bug in BUGS:
            text = text.replace(f'"bug {bug}"', bug if bug == "1e9999" else f'"{bug}"')
        if fault == "half the JSON":
            text = text[: len(text) // 2]
        if fault == "too much":
            text += " " * 2_000_000
        return self._send(status, text.encode(), lost=100 if fault == "truncated" else 0)

    def _say(self, status: int, body: Any) -> None:
        self._send(status, json.dumps(body).encode())

    def _send(self, status: int, body: bytes, lost: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status in {429, 503} and self.server.retry_after:
            self.send_header("Retry-After", self.server.retry_after)
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has gone
            self.wfile.write(body[: len(body) - lost])
        self.close_connection = True

    def _read(self) -> tuple[int, Any]:
        parts = urlsplit(self.path)
        if parts.path == "/api/1.0/ocdsReleasePackages":
            return self._package(dict(parse_qsl(parts.query)))
        if self.headers.get("CDP-Api-Key") != KEY:
            return 401, {"message": "Unauthorized"}
        if parts.path.startswith("/api/2/notice/submission/info/"):
            notice = self.server.taken.get(parts.path.rpartition("/")[2])
            if notice is None:
                return 404, {"message": "Not found"}
            self.server.go_on(notice)
            return 200, notice
        if parts.path == "/api/1/notice/submission/search" and self.server.finds:
            own_key = parse_qs(parts.query)["no_doc_ext"][0]
            return 200, {"items": self.server.of_own_number(own_key)}
        return 404, {"message": "Not found"}

    def _submit(self) -> tuple[int, Any]:
        if self.headers.get("CDP-Api-Key") != KEY:
            return 401, {"message": "Unauthorized"}
        if self.path != "/api/1/notice/submission/submit":
            return 404, {"message": "Not found"}
        try:
            xml = b64decode(parse_qs(self.form)["notice"][0], validate=True)
            return 200, self.server.take(xml)
        except (KeyError, ValueError, ParseError):
            return 400, {"message": "The notice is not base64 of XML"}

    def _package(self, asked: dict[str, str]) -> tuple[int, Any]:
        limit = asked.get("limit", "100")
        if set(asked) - PARAMETERS or not limit.isdigit() or not 1 <= int(limit) <= 100:
            return 400, {"message": "Bad request"}
        since, until = (self._instant(asked[name]) for name in ("updatedFrom", "updatedTo"))
        place = asked.get("cursor", "")
        start = int(b64decode(place).decode().rpartition("=")[2]) if place else 0
        found = [
            each
            for each in sorted(self.server.releases, key=_date, reverse=True)
            if since <= _date(each) <= until
        ]
        end = start + int(limit)
        package: dict[str, Any] = {"version": "1.1", "releases": found[start:end]}
        if end < len(found):
            words = f"updatedFrom={since}|updatedTo={until}|nextCursor={end}"
            cursor = b64encode(words.encode()).decode()
            package["links"] = {"next": f"https://elsewhere.example/api?limit=1&cursor={cursor}"}
        return 200, package

    def _instant(self, text: str) -> datetime:
        """Local time of the United Kingdom, of 19 characters, and nothing else."""
        assert len(text) == 19, text
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=LONDON)


def _date(release: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(release["date"]).astimezone(UTC)
