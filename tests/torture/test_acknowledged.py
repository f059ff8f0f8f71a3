"""What was answered is kept: the web process is killed while people register."""

import http.client
import logging
import re
import threading
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from engage.interest.models import Interest
from engage.kernel.clock import now
from engage.kernel.db import Sessions, make_engine
from engage.kernel.events import RecordedEvent
from tests.factories import an_open_challenge
from tests.services import Services, free_port, wait_for_port
from tests.torture.killing import Victim, environment, slow_sink, until, victims

log = logging.getLogger(__name__)

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.services, pytest.mark.timeout(900)]
REGISTRATIONS, KILLS, THREADS = 200, 6, 8
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Crowd:
    """People who register, each from an address of their own, until enough were answered."""

    def __init__(self, port: int, path: str) -> None:
        self.port = port
        self.path = path
        self.answered: list[str] = []
        self._numbers = iter(range(100 * REGISTRATIONS))
        self._lock = threading.Lock()

    def has_answers(self, number: int) -> bool:
        return len(self.answered) >= number

    def everybody(self) -> None:
        while len(self.answered) < REGISTRATIONS:
            with self._lock:
                number = next(self._numbers)
            email = f"kim{number}@firm{number}.example.org"
            try:
                if self._registered(number, email) == 303:
                    self.answered.append(email)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)  # killed in between: nobody was promised anything

    def _registered(self, number: int, email: str) -> int:
        whence = {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250}"}
        _status, page, cookie = self._ask("GET", whence, None)
        (token,) = TOKEN.findall(page)
        told = {"organisation": "Firm", "name": "Kim", "email": email}
        form = urlencode({"csrf_token": token, **told})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        return self._ask("POST", whence | kind, form)[0]

    def _ask(self, method: str, headers: dict[str, str], body: str | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request(method, self.path, body, headers)
            answer = connection.getresponse()
            cookie = (answer.headers.get("Set-Cookie") or "").partition(";")[0]
            return answer.status, answer.read().decode(), cookie
        finally:
            connection.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_answered_survives(services: Services, kind: str, tmp_path: Path) -> None:
    database_url, port = services.new_database(kind), free_port()
    sessions = Sessions(make_engine(database_url))
    with sessions.write() as session:
        challenge = an_open_challenge(session, engagement_ends=now(session).replace(year=2999))
    command = ["run" if kind == "sqlite" else "serve", "--port", str(port)]
    with slow_sink() as sink:
        env = environment(tmp_path, database_url, sink.url, ENGAGE_PROXIES="1")
        with victims(command, env=env, log=tmp_path / "log") as (web,):
            wait_for_port(port, seconds=30)
            crowd = Crowd(port, f"/challenges/{challenge.reference}/interest")
            _killed_meanwhile(web, crowd)
    kept = _kept(sessions)
    log.warning("%s: %d answered, %d kept", kind, len(crowd.answered), len(kept))
    assert not set(crowd.answered) - kept
    sessions.bind.engine.dispose()
    services.drop_database(database_url)


def _killed_meanwhile(web: Victim, crowd: Crowd) -> None:
    """While everybody registers, the web is killed right after an answer, again and again."""
    threads = [threading.Thread(target=crowd.everybody) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for number in range(1, KILLS + 1):
        until(partial(crowd.has_answers, number * REGISTRATIONS // (KILLS + 1)), 60)
        web.kill()
        web.start()
        wait_for_port(crowd.port, seconds=30)
    for thread in threads:
        thread.join(60)
    web.kill()


def _kept(sessions: Sessions) -> set[str]:
    """Whose registration is there, with the fact that owes them a link."""
    wanted = select(Interest.email).join(RecordedEvent, RecordedEvent.subject_id == Interest.id)
    with sessions.read() as session:
        return set(session.scalars(wanted))
