"""The checklist of barriers for small firms: answered, kept, on record as one fact."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges import service
from engage.challenges.barriers import BARRIERS, answered, standing
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, a_council, an_officer, sign_in

Desk = tuple[Browser, Challenge]


@pytest.fixture
def desk(client: FlaskClient, sessions: Sessions) -> Desk:
    with sessions.write() as session:
        council = a_council(session)
        draft = a_challenge(session, council)
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    return Browser(client), draft


def test_there_are_twelve() -> None:
    assert len(BARRIERS) == 12
    given = {"hours": {"answer": "no", "note": ""}, "travel": {"answer": "", "note": "Later"}}
    assert (answered(given), standing(given)) == (1, 1)


def test_answers_are_kept_and_stand_in_the_timeline_once(desk: Desk, sessions: Sessions) -> None:
    officer, draft = desk
    base = f"/desk/challenges/{draft.reference}"
    given = {"hours": "yes", "travel": "no", "travel_note": "One visit to a home, paid"}
    officer.submit(f"{base}/barriers/answers", given)
    page = officer.follow().words
    assert "2 of 12 answered" in page
    assert "1 still in the way" in page
    assert "One visit to a home, paid" in page
    assert "2 of 12 questions answered" in officer.get(f"{base}/statement").words
    officer.submit(f"{base}/barriers/answers", {})  # the same again
    timeline = officer.get(f"{base}/timeline").words
    said = "Barriers for small firms were considered: 2 questions answered, 1 barriers still stand"
    assert timeline.count(said) == 1


def test_two_officers_lose_nothing(desk: Desk, sessions: Sessions) -> None:
    officer, draft = desk
    address = f"/desk/challenges/{draft.reference}/barriers/answers"
    mine = officer.get(address).forms[-1].values | {"hours": "yes"}
    with sessions.write() as session:
        theirs = {"hours": {"answer": "no", "note": "Evenings only"}}
        row = session.get_one(Challenge, draft.id)
        service.consider_barriers(session, row, answers=theirs, by=draft.id, at=NOW)
    page = officer.post(address, mine, status=409)
    assert "Evenings only" in page.words
    kept = next(form for form in page.forms if "hours" in form.values)
    officer.post(address, kept.values)
    with sessions.read() as session:
        assert session.get_one(Challenge, draft.id).barriers["hours"]["answer"] == "yes"


def test_only_the_questions_we_ask_are_kept(session: Session) -> None:
    challenge = a_challenge(session)
    given = {"hours": {"answer": "yes", "note": ""}, "weather": {"answer": "no", "note": ""}}
    service.consider_barriers(session, challenge, answers=given, by=challenge.id, at=NOW)
    assert set(challenge.barriers) == {"hours"}
    wanted = select(RecordedEvent).where(RecordedEvent.name == "barriers.considered")
    assert session.scalars(wanted).one().payload == {"answered": 1, "standing": 0}
    service.discard(session, challenge, by=challenge.id, at=NOW)
    assert challenge.barriers == {}
