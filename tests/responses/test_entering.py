"""A response that came on paper or by phone is entered, sealed and confirmed like every other."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.interest.models import Interest
from engage.interest.queries import count_confirmed
from engage.interest.service import AddressTakesPart
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.responses import service
from engage.responses.kinds import Kind
from engage.responses.models import Channel, Prompt, Protection, Submission
from engage.responses.service import Entered, NotInTime, NotReady
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_council,
    a_prompt,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)
from tests.services import Clock

ENDS = NOW + timedelta(minutes=15)
PAPER: dict[str, Any] = {
    **{"organisation": "Elm Joinery", "name": "Ada Elm", "channel": "paper"},
    **{"day-day": "2", "day-month": "3", "day-year": "2026", "at": "8:30am"},
    **{"because": "No computer.", "compared": "yes"},
}


class Case:
    """A challenge with a question, one for a file, and an officer."""

    def __init__(self, session: Session) -> None:
        self.session, council = session, a_council(session)
        self.officer = an_officer(session, council)
        began = {"published_at": NOW - timedelta(days=9), "engagement_ends": ENDS}
        self.challenge = an_open_challenge(session, council, **began)
        self.first: Prompt = a_prompt(session, self.challenge, text="How?")
        a_prompt(session, self.challenge, text="A drawing", kind=Kind.FILE)

    def enter(
        self, at: datetime = NOW, received_at: datetime = NOW, text: str = "So", email: str = ""
    ) -> Submission:
        answers: dict[UUID, str] = {self.first.id: text} if text else {}
        return service.enter(
            self.session,
            self.challenge,
            answers,
            Entered("Elm", "", email, Channel.PHONE, received_at, "Blind.", Protection.OPEN),
            by=self.officer.id,
            at=at,
        )


def test_it_counts_when_it_came_before_the_end(session: Session) -> None:
    case = Case(session)
    late = ENDS + timedelta(days=3)
    sent = case.enter(late, received_at=ENDS - timedelta(microseconds=1))
    assert (sent.submitted_at, sent.channel) == (late, Channel.PHONE)
    assert set(sent.protections.values()) == {"open"}
    for at, received_at in (
        (late, ENDS),
        (NOW, NOW + timedelta(minutes=1)),
        (NOW, NOW - timedelta(days=10)),
    ):
        with pytest.raises(NotInTime):
            case.enter(at, received_at)
    with pytest.raises(NotReady):
        case.enter(text="")
    names = session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)).all()
    assert names == ["response.submitted", "response.entered"]
    case.challenge.stage = Stage.CONCLUDED
    session.flush()
    with pytest.raises(NotInTime):
        case.enter()


def test_no_address_is_told_nothing_and_one_that_takes_part_is_left_alone(
    session: Session,
) -> None:
    case = Case(session)
    case.enter()
    case.enter()  # two that have no address are two
    assert count_confirmed(session, case.challenge.id) == 0
    an_interest(session, case.challenge, email="ada@elm.example")
    with pytest.raises(AddressTakesPart):
        case.enter(email="Ada@elm.example")
    case.enter(email="new@elm.example")
    assert count_confirmed(session, case.challenge.id) == 2


def test_an_officer_enters_it_once_and_reads_it_no_more(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        case = Case(session)
    sign_in(client, sessions, case.officer)
    desk, root = Browser(client), f"/desk/challenges/{case.challenge.reference}/responses"
    assert f"{root}/enter" in desk.get(root).links()
    lacking = desk.submit(f"{root}/enter", PAPER, status=422)
    assert "Answer question 1" in lacking.words
    wrong = PAPER | {"q1-text": "Our plain way", "at": "25"}
    assert "Our plain way" in desk.submit(f"{root}/enter", wrong, status=422).text
    desk.submit(f"{root}/enter", PAPER | {"q1-text": "Our plain way"})
    shown = desk.follow()
    assert "Elm Joinery" in shown.words and "Print this page" in shown.words
    assert "Our plain way" not in shown.text
    assert "Our plain way" not in desk.get(root).text + desk.get(f"{root}/enter").text
    with sessions.read() as session:
        holder = session.scalars(select(Interest)).one()
    clock.set(ENDS)
    assert "On paper" in desk.get(root).words
    link = next(
        each for each in desk.get(root).links() if "responses/" in each and "enter" not in each
    )
    one = desk.get(link).words
    assert "Our plain way" in one and "No computer." in one and holder.organisation in one
