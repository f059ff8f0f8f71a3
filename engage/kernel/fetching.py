"""Ask other people's services by HTTP: bounded in time and in size, and once only.

Nothing is repeated and no redirect is followed: who asks decides, for an answer that did not
arrive may still have been acted on. Only workers import this; no page waits for another service.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    NewConnectionError,
)

CONNECTING = 5.0  # seconds
SILENCE = 20.0  # between two pieces of an answer
LONGEST = 90.0  # for a whole answer
LARGEST = 32 * 1024 * 1024  # bytes
PIECE = 64 * 1024
USER_AGENT = "engage (preliminary market engagement)"


class Unanswered(Exception):
    """No whole answer came. ``sent``: the other side may have acted all the same."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.sent = sent


class TooLarge(Unanswered):
    """The answer is larger than we are willing to hold."""


@dataclass(frozen=True)
class Fetched:
    """An answer, whatever it says. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Fetcher(Protocol):
    """Something that asks; raises Unanswered."""

    def get(self, url: str, headers: Mapping[str, str]) -> Fetched: ...
    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Fetched: ...


class HttpFetcher:
    """A Fetcher that opens a connection for each question, so that none is found dead."""

    def __init__(
        self, *, silence: float = SILENCE, longest: float = LONGEST, largest: int = LARGEST
    ) -> None:
        self.longest, self.largest = longest, largest
        self._pool = PoolManager(
            num_pools=2, retries=False, timeout=Timeout(connect=CONNECTING, read=silence)
        )

    def get(self, url: str, headers: Mapping[str, str]) -> Fetched:
        return self._ask("GET", url, headers, None)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Fetched:
        return self._ask("POST", url, headers, body)

    def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Fetched:
        ends = time.monotonic() + self.longest
        sending = {
            "Accept-Encoding": "identity",  # what is packed may be any size
            "Connection": "close",
            "User-Agent": USER_AGENT,
            **headers,
        }
        try:
            answer = self._pool.request(
                method, url, body=body, headers=sending, preload_content=False, redirect=False
            )
        except (ConnectTimeoutError, NewConnectionError, LocationValueError) as problem:
            raise Unanswered(f"nobody answers: {problem}"[:400], sent=False) from problem
        except HTTPError as problem:
            raise Unanswered(f"no answer came: {problem}"[:400], sent=True) from problem
        try:
            whole = self._whole(answer, ends)
        except HTTPError as problem:
            raise Unanswered(f"the answer broke off: {problem}"[:400], sent=True) from problem
        finally:
            answer.close()
        return Fetched(
            answer.status, {name.lower(): value for name, value in answer.headers.items()}, whole
        )

    def _whole(self, answer: BaseHTTPResponse, ends: float) -> bytes:
        whole = bytearray()
        while piece := answer.read1(PIECE, decode_content=False):
            whole += piece
            if len(whole) > self.largest:
                raise TooLarge(f"the answer is larger than {self.largest} bytes", sent=True)
            if time.monotonic() > ends:
                raise Unanswered(f"the answer took more than {self.longest} seconds", sent=True)
        return bytes(whole)
