"""GOV.UK Notify on loopback: as much of its API as sending mail needs, signatures checked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"my_key-{SERVICE}-{SECRET}"


@dataclass
class FakeNotify:
    """``answer`` is what the next calls get instead; ``silent`` takes a mail and hangs up."""

    port: int = 0
    taken: list[dict[str, Any]] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    answer: tuple[int, str] | None = None
    silent: bool = False

    def url(self, more: str = "") -> str:
        return f"notify://{KEY}@127.0.0.1:{self.port}?template=t-1{more}"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    @property
    def fake(self) -> FakeNotify:
        return self.server.fake  # type: ignore[attr-defined,no-any-return]

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._turned_away():
            return
        self.fake.taken.append(sent)
        if self.fake.silent:
            self.close_connection = True
            return
        self._say(201, {"id": "n-1", "reference": sent["reference"]})

    def do_GET(self) -> None:
        if self._turned_away():
            return
        (wanted,) = parse_qs(urlsplit(self.path).query)["reference"]
        known = [
            {"reference": wanted, "status": self.fake.statuses.get(wanted, "delivered")}
            for each in self.fake.taken
            if each["reference"] == wanted
        ]
        self._say(200, {"notifications": known})

    def _turned_away(self) -> bool:
        token = self.headers["Authorization"].removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"])
        except jwt.InvalidTokenError as problem:
            self._say(403, {"errors": [{"message": str(problem)}]})
            return True
        assert claims["iss"] == SERVICE
        if self.fake.answer:
            status, message = self.fake.answer
            self._say(status, {"errors": [{"error": "X", "message": message}]})
        return self.fake.answer is not None

    def _say(self, status: int, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    fake: FakeNotify


@contextmanager
def fake_notify() -> Iterator[FakeNotify]:
    fake = FakeNotify()
    with Server(("127.0.0.1", 0), Handler) as server:
        server.fake, fake.port = fake, server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
