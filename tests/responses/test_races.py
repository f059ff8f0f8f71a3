"""Two at once: a double click, two colleagues, and the officer at the very end."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import func, select

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.reports import service as reports
from engage.reports.models import Compilation
from engage.responses import service
from engage.responses.models import Prompt, Response, Submission
from tests.factories import NOW, a_council, a_prompt, an_interest, an_officer, an_open_challenge
from tests.services import Clock

pytestmark = pytest.mark.slow

AT_ONCE = 8
ENDS = NOW + timedelta(days=1)


class Case:
    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        with sessions.write() as session:
            council = a_council(session)
            self.officer: Person = an_officer(session, council)
            self.challenge: Challenge = an_open_challenge(session, council, engagement_ends=ENDS)
            self.prompt: Prompt = a_prompt(session, self.challenge)
            self.holder: Interest = an_interest(session, self.challenge)

    def save(self, text: str) -> UUID:
        with self.sessions.write() as session:
            at = now(session)
            response = service.start(session, session.get_one(Interest, self.holder.id), at=at)
            service.save_answers(session, response, {self.prompt.id: text}, at=at)
            return response.id

    def submit(self, response_id: UUID, before: Callable[[], object] = bool) -> str:
        with self.sessions.write() as session:
            response = service.hold(session, session.get_one(Response, response_id))
            at = now(session)
            before()
            return service.submit(session, response, by=None, at=at).receipt

    def count(self, kind: type[Submission] | type[Response]) -> int:
        with self.sessions.read() as session:
            return session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.fixture
def case(fresh_sessions: Sessions) -> Case:
    return Case(fresh_sessions)


def test_a_double_click_gives_one_receipt(case: Case) -> None:
    response_id = case.save("Mend the roofs first.")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        receipts = set(pool.map(case.submit, [response_id] * AT_ONCE))
    assert len(receipts) == case.count(Submission) == 1


def test_everybody_who_begins_at_once_begins_one_response(case: Case) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = set(pool.map(case.save, ["Mend the roofs first."] * AT_ONCE))
    assert len(begun) == case.count(Response) == 1


def test_whoever_submits_in_the_last_moment_is_in_the_files(case: Case, clock: Clock) -> None:
    """The clock was read before the end, the commit comes after it: the officer waits for it."""
    response_id = case.save("Mend the roofs first.")
    clock.set(ENDS - timedelta(microseconds=1))
    holding, asking = threading.Event(), threading.Event()

    def dawdle() -> None:
        holding.set()
        asking.wait(5)

    def ask() -> int:
        assert holding.wait(5)
        clock.set(ENDS)
        threading.Timer(0.3, asking.set).start()
        with case.sessions.write() as session:
            challenge = session.get_one(Challenge, case.challenge.id)
            reports.ask(session, challenge, by=case.officer.id, at=now(session))
        with case.sessions.read() as session:
            return session.scalar(select(Compilation.rows_total)) or 0

    with ThreadPoolExecutor(2) as pool:
        sent = pool.submit(partial(case.submit, response_id, dawdle))
        asked = pool.submit(ask)
        assert sent.result(20)
        assert asked.result(20) == 1
