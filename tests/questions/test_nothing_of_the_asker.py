"""Two worlds that differ in nothing but who asked look the same to everybody."""

import re
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from engage.questions import service
from engage.questions.models import Question
from tests.factories import NOW, a_council, an_interest, an_officer, an_open_challenge

PAGES = ("/challenges/{}", "/challenges/{}/questions.atom", "/api/v1/questions/{}/1")
FIRST: dict[str, Any] = {"organisation": "Dampwatch Ltd", "email": "zq@dampwatch.example.org"}
SECOND: dict[str, Any] = {"organisation": "Alder CIC", "email": "a@alder.example.org"}
NEXT = count()
NONCE = re.compile(rb'nonce="[^"]*"|name="csrf_token" value="[^"]*"')


def test_nothing_public_changes_with_the_asker(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer, challenge = an_officer(session, council), an_open_challenge(session, council)
        askers = [an_interest(session, challenge, **each) for each in (FIRST, SECOND)]
    worlds = []
    for asker in askers:
        with sessions.write() as session:
            session.execute(delete(Question))
            for number in range(2 if asker is askers[0] else 3):
                known = session.merge(asker, load=True)
                at = NOW + timedelta(minutes=next(NEXT))
                question = service.ask(session, known, text=f"Ours, {number}?", at=at)
                if number == 0:
                    done = NOW + timedelta(hours=2 + next(NEXT))
                    _answer(session, question, by=officer.id, at=done)
        answers = [client.get(page.format(challenge.reference)) for page in PAGES]
        assert [each.status_code for each in answers] == [200] * len(PAGES)
        worlds.append([(NONCE.sub(b"", each.get_data()), _said(each.headers)) for each in answers])
    assert worlds[0] == worlds[1]
    assert b"Ours" not in b"".join(text for text, _ in worlds[0])


def _answer(session: Session, question: Question, *, by: UUID, at: datetime) -> None:
    service.answer(session, question, public_text="How many?", answer="4,000.", by=by, at=at)


def _said(headers: Any) -> dict[str, str]:
    """All but what differs from one request to the next."""
    changing = {"Date", "Set-Cookie", "Content-Security-Policy", "X-Request-Id", "Server-Timing"}
    return {name: value for name, value in headers.items() if name not in changing}
