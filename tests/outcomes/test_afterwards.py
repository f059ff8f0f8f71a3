"""After the outcome: one question about one's feedback, and marks that nobody can trace."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.outcomes import service
from engage.outcomes.models import FollowUp
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.factories import NOW, sign_in, use_link
from tests.outcomes.stages import Ended, ready

QUESTION, ANSWER = "What would have made it cheaper?", "Fewer visits to each home."
MARKS = {"clear": "5", "fair": "4", "worth": "2"}


@pytest.fixture
def ended(sessions: Sessions) -> Ended:
    with sessions.write() as session:
        ended = ready(session)
        service.release(session, ended.challenge, by=ended.officer.id, at=NOW)
        return ended


def supplier(app: Flask, interest: Interest) -> Browser:
    client = app.test_client()
    use_link(client, interest)
    return Browser(client)


def told(sessions: Sessions, template: str) -> list[str]:
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        wanted = select(Message.recipient).where(Message.template == template)
        return list(session.scalars(wanted))


def officer(app: Flask, sessions: Sessions, ended: Ended) -> Browser:
    client = app.test_client()
    sign_in(client, sessions, ended.officer)
    return Browser(client)


def test_one_question_is_asked_and_answered(app: Flask, sessions: Sessions, ended: Ended) -> None:
    room = f"/my/challenges/{ended.challenge.reference}"
    asker = supplier(app, ended.other)
    assert f"{room}/question" in asker.get(room).links()
    page = asker.submit(f"{room}/question", {"text": " "}, status=422)
    assert "Write your question" in page.words
    asker.submit(f"{room}/question", {"text": QUESTION})
    shown = asker.get(f"{room}/question").words
    assert "has not answered yet" in shown
    asker.post(f"{room}/question", {"text": "And another?"}, status=409)
    assert told(sessions, "follow-up-asked") == [ended.council.email]
    desk = f"/desk/challenges/{ended.challenge.reference}/outcome/afterwards"
    at_desk = officer(app, sessions, ended)
    [link] = [each for each in at_desk.get(desk).links() if each.startswith(f"{desk}/")]
    assert QUESTION in at_desk.get(link).words
    at_desk.submit(link, {"text": ANSWER})
    with sessions.write() as session:
        asked = session.scalars(select(FollowUp)).one()
        with pytest.raises(service.AnsweredAlready):
            service.answer(session, asked, text="Twice.", by=ended.officer.id, at=NOW)
    assert told(sessions, "follow-up-answered") == [ended.other.email]
    assert ANSWER in asker.get(f"{room}/question").words
    neighbour = supplier(app, ended.chosen).get(f"{room}/question").words
    assert QUESTION not in neighbour and ANSWER not in neighbour


def test_marks_are_shown_when_nobody_can_be_told_apart(
    app: Flask, sessions: Sessions, ended: Ended
) -> None:
    place = f"/my/challenges/{ended.challenge.reference}/rating"
    desk = f"/desk/challenges/{ended.challenge.reference}/outcome/afterwards"
    at_desk = officer(app, sessions, ended)
    for number, interest in enumerate((ended.chosen, ended.other, ended.silent)):
        assert "Marks are shown once 3" in at_desk.get(desk).words
        more: dict[str, Any] = {"words": "The workshop was too short."} if number == 0 else {}
        supplier(app, interest).submit(place, MARKS | more)
        supplier(app, interest).submit(place, MARKS | more)  # changed their mind, and back
    page = at_desk.get(desk).words
    assert "Was it worth your time?" in page and "3 participants" in page
    assert "The workshop was too short." in page
    for interest in (ended.chosen, ended.other, ended.silent):
        assert interest.organisation not in page


def test_before_the_outcome_there_is_nothing_to_ask(app: Flask, sessions: Sessions) -> None:
    with sessions.write() as session:
        ended = ready(session)
        with pytest.raises(service.TooEarly):
            service.ask(session, ended.other, text=QUESTION, at=NOW)
    page = supplier(app, ended.other).get(f"/my/challenges/{ended.challenge.reference}/question")
    assert "when the outcome is published" in page.words
