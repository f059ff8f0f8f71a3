"""A shortlist leaves the board in a step of two people, once; before that nobody reads it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from engage.reviews import service
from engage.reviews.models import Ruling, ShortlistRelease, Verdict
from engage.reviews.service import NotDecided, SamePerson
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_declaration,
    a_person,
    a_referral,
    a_seat,
    a_submitted_response,
    an_interest,
    an_officer,
    sign_in,
)

CANARY = "Because of the zanzibarplover."
AT_ONCE = 12


class Scene:
    """Two ideas decided about, a chair, a member, and an officer who has the chair's role too."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        with sessions.write() as session:
            council = a_council(session)
            about: dict[str, Any] = {"stage": Stage.WITH_BOARD}
            self.challenge: Challenge = a_closed_challenge(session, council, **about)
            self.chair = a_person(session, Role.BOARD_CHAIR, Role.OFFICER, at=council)
            self.member = a_person(session, Role.BOARD_MEMBER, at=council)
            self.officer = an_officer(session, council)
            for person in (self.chair, self.member):
                a_seat(session, self.challenge, person, is_chair=person is self.chair)
                a_declaration(session, self.challenge, person, ruling=Ruling.NOT_NEEDED)
            decided = {"decided_by": self.chair.id, "decided_at": NOW, "reasons": CANARY}
            self.ideas = [
                a_referral(
                    session,
                    a_submitted_response(session, an_interest(session, self.challenge)),
                    verdict=verdict,
                    **decided,
                )
                for verdict in (Verdict.SHORTLISTED, Verdict.NOT_SHORTLISTED)
            ]
        self.board = f"/board/challenges/{self.challenge.reference}"
        self.desk = f"/desk/challenges/{self.challenge.reference}"

    def act(self, verb: Callable[..., None], by: UUID) -> None:
        with self.sessions.write() as session:
            challenge = session.get_one(Challenge, self.challenge.id)
            verb(session, challenge, by=by, at=NOW)

    def release(self) -> ShortlistRelease | None:
        with self.sessions.read() as session:
            return session.get(ShortlistRelease, self.challenge.id)


@pytest.fixture
def scene(sessions: Sessions) -> Scene:
    return Scene(sessions)


def browser(app: Flask, sessions: Sessions, person: Person) -> Browser:
    client = app.test_client()
    sign_in(client, sessions, person)
    return Browser(client)


@pytest.mark.slow
def test_from_the_chair_to_the_desk(app: Flask, sessions: Sessions, scene: Scene) -> None:
    chair, member, officer = (
        browser(app, sessions, each) for each in (scene.chair, scene.member, scene.officer)
    )
    officer.get(f"{scene.desk}/board/release", status=404)
    chair.submit(f"{scene.board}/shortlist", to=f"{scene.board}/shortlist/propose")
    assert "waits for an officer" in chair.get(f"{scene.board}/shortlist").words
    member.get(f"{scene.board}/shortlist", status=403)
    for path in ("board", "timeline", "outcome", ""):
        assert CANARY not in officer.get(f"{scene.desk}/{path}".rstrip("/")).words
    assert "shortlisted" not in officer.get(f"{scene.desk}/timeline").words
    shown = officer.get(f"{scene.desk}/board/release").words
    assert CANARY in shown and "1 of 2 ideas are shortlisted" in shown
    chair.submit(f"{scene.desk}/board/release", status=422)  # an officer as well, but the same
    officer.submit(f"{scene.desk}/board/release")
    assert CANARY in officer.get(f"{scene.desk}/board").words
    assert CANARY in member.get(f"{scene.board}/shortlist").words


def test_it_takes_a_whole_shortlist_a_proposal_and_somebody_else(scene: Scene) -> None:
    with pytest.raises(NotDecided, match="has not proposed"):
        scene.act(service.release, scene.officer.id)
    with pytest.raises(NotDecided, match="Only the chair"):
        scene.act(service.propose, scene.member.id)
    scene.act(service.propose, scene.chair.id)
    scene.act(service.propose, scene.chair.id)  # the same again
    with pytest.raises(SamePerson):
        scene.act(service.release, scene.chair.id)
    scene.act(service.release, scene.officer.id)
    with pytest.raises(NotDecided, match="already"):
        scene.act(service.release, scene.officer.id)


def test_another_decision_takes_it_back(scene: Scene) -> None:
    scene.act(service.propose, scene.chair.id)
    scene.act(service.release, scene.officer.id)
    with scene.sessions.write() as session:
        idea = session.merge(scene.ideas[1])
        about: dict[str, Any] = {"verdict": Verdict.SHORTLISTED, "reasons": "On second thoughts."}
        service.decide(session, idea, **about, by=scene.chair.id, at=NOW, although_missing=True)
    assert scene.release() is None
    with scene.sessions.read() as session:
        wanted = select(RecordedEvent.payload).where(RecordedEvent.name == "shortlist.decided")
        assert session.scalars(wanted).all() == [{"number": scene.ideas[1].number, "missing": 2}]


def race(sessions: Sessions, scene: Scene, act: Callable[[Session, Challenge], None]) -> int:
    """How many of those who released at one moment got through."""
    barrier = Barrier(AT_ONCE, timeout=60)

    def attempt(_: int) -> bool:
        barrier.wait()
        try:
            with sessions.write() as session:
                act(session, session.get_one(Challenge, scene.challenge.id))
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(attempt, range(AT_ONCE)))


@pytest.mark.slow
def test_many_releases_at_once_are_one(fresh_sessions: Sessions) -> None:
    scene = Scene(fresh_sessions)
    scene.act(service.propose, scene.chair.id)

    def release(session: Session, challenge: Challenge) -> None:
        service.release(session, challenge, by=scene.officer.id, at=NOW)

    assert race(fresh_sessions, scene, release) == 1
