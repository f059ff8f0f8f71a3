"""Fifty people press the button at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from engage.accounts.models import Role
from engage.authorities.models import ApprovalRule, Authority
from engage.challenges import service
from engage.challenges.events import ChallengePublished
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent, record
from engage.kernel.lifecycle import IllegalMove
from tests.factories import NOW, a_challenge, a_council, a_person, an_open_challenge

pytestmark = pytest.mark.slow

THREADS = 50


def at_once(work: Callable[[int], bool], number: int = THREADS) -> int:
    """How many of the threads succeed when all begin together."""
    ready = Barrier(number)

    def one(place: int) -> bool:
        ready.wait(timeout=60)
        return work(place)

    with ThreadPoolExecutor(number) as pool:
        return sum(pool.map(one, range(number)))


def publications(sessions: Sessions) -> int:
    wanted = select(func.count()).where(RecordedEvent.name == "challenge.published")
    with sessions.read() as session:
        return session.scalar(wanted) or 0


def test_fifty_publish_and_one_does(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        draft = a_challenge(session)

    def publish(_place: int) -> bool:
        try:
            with fresh_sessions.write() as session:
                mine = session.get_one(Challenge, draft.id)
                service.publish(session, mine, by=draft.id, at=NOW)
        except IllegalMove:
            return False
        return True

    assert at_once(publish) == 1
    assert publications(fresh_sessions) == 1


def test_without_the_lock_more_than_one_would(fresh_sessions: Sessions) -> None:
    """The control: looking first and writing later is what the verbs must not do."""
    with fresh_sessions.write() as session:
        draft = a_challenge(session)
    looked = Barrier(8)

    def publish(_place: int) -> bool:
        with fresh_sessions.read() as session:
            stage = session.scalar(select(Challenge.stage).where(Challenge.id == draft.id))
        looked.wait(timeout=60)
        if stage is not Stage.DRAFT:
            return False
        with fresh_sessions.write() as session:
            change = update(Challenge).where(Challenge.id == draft.id).values(stage=Stage.OPEN)
            session.execute(change)
            fact = ChallengePublished(subject_id=draft.id, engagement_ends=NOW)
            record(session, fact, by=None, at=NOW)
        return True

    assert at_once(publish, 8) > 1
    assert publications(fresh_sessions) > 1


def test_no_two_drafts_get_one_reference(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        council = a_council(session, prefix="MBC")

    def begin(place: int) -> bool:
        with fresh_sessions.write() as session:
            here = session.get_one(Authority, council.id)
            service.draft(session, here, title=f"Need {place}", by=None, at=NOW)
        return True

    assert at_once(begin, 20) == 20
    with fresh_sessions.read() as session:
        made = sorted(session.scalars(select(Challenge.reference)))
    assert made == [f"MBC-2026-{number:03d}" for number in range(1, 21)]


def test_two_sweepers_close_each_challenge_once(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        council = a_council(session)
        for _ in range(12):
            an_open_challenge(session, council, engagement_ends=NOW)
    at_once(lambda _: service.close_ended(fresh_sessions) >= 0, 4)
    service.close_ended(fresh_sessions)
    with fresh_sessions.read() as session:
        closed = select(func.count()).where(RecordedEvent.name == "challenge.closed")
        assert session.scalar(closed) == 12


def decided(sessions: Sessions) -> list[str]:
    names = ("challenge.approved", "challenge.returned", "challenge.taken_back")
    with sessions.read() as session:
        wanted = select(RecordedEvent.name).where(RecordedEvent.name.in_(names))
        return list(session.scalars(wanted))


def test_two_approvers_at_once_and_one_decides(fresh_sessions: Sessions) -> None:
    """One approves while another returns."""
    with fresh_sessions.write() as session:
        council = a_council(session)
        people = [a_person(session, Role.APPROVER, at=council) for _ in range(8)]
        draft = a_challenge(session, council)
        service.ask(session, draft, by=draft.id, at=NOW)

    def decide(place: int) -> bool:
        by = people[place].id
        try:
            with fresh_sessions.write() as session:
                mine = session.get_one(Challenge, draft.id)
                if place % 2:
                    service.approve(session, mine, seen="1", by=by, at=NOW)
                else:
                    service.return_to_author(session, mine, reasons="x", seen="1", by=by, at=NOW)
        except IllegalMove:
            return False
        return True

    assert at_once(decide, 8) == 1
    assert len(decided(fresh_sessions)) == 1


def test_approved_while_the_author_takes_it_back(fresh_sessions: Sessions) -> None:
    """In either order it ends as a draft that needs approval, and nothing half done is left."""
    with fresh_sessions.write() as session:
        council = a_council(session, approval_rule=ApprovalRule.ALWAYS)
        approver = a_person(session, Role.APPROVER, at=council)
        draft = a_challenge(session, council)
        service.ask(session, draft, by=draft.id, at=NOW)

    def act(place: int) -> bool:
        try:
            with fresh_sessions.write() as session:
                mine = session.get_one(Challenge, draft.id)
                if place:
                    service.approve(session, mine, seen="1", by=approver.id, at=NOW)
                else:
                    service.take_back(session, mine, by=draft.id, at=NOW)
        except IllegalMove:
            return False
        return True

    done = at_once(act, 2)
    with fresh_sessions.write() as session:
        mine = session.get_one(Challenge, draft.id)
        assert mine.stage is Stage.DRAFT
        with pytest.raises(service.NeedsApproval):
            service.publish(session, mine, by=draft.id, at=NOW)
    assert len(decided(fresh_sessions)) == done


def test_two_clocks_publish_each_once(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        council = a_council(session)
        for _ in range(6):
            a_challenge(session, council, stage=Stage.APPROVED, publish_at=NOW)
    at_once(lambda _: service.publish_due(fresh_sessions) >= 0, 4)
    service.publish_due(fresh_sessions)
    assert publications(fresh_sessions) == 6


def test_without_the_lock_two_clocks_would_publish_twice(fresh_sessions: Sessions) -> None:
    """The control: what is due is asked again under the lock, because this is what happens else."""
    with fresh_sessions.write() as session:
        due = a_challenge(session, stage=Stage.APPROVED, publish_at=NOW)
    looked = Barrier(4)

    def publish(_place: int) -> bool:
        with fresh_sessions.read() as session:
            stage = session.scalar(select(Challenge.stage).where(Challenge.id == due.id))
        looked.wait(timeout=60)
        with fresh_sessions.write() as session:
            change = update(Challenge).where(Challenge.id == due.id).values(stage=Stage.OPEN)
            session.execute(change)
            fact = ChallengePublished(subject_id=due.id, engagement_ends=NOW)
            record(session, fact, by=None, at=NOW)
        return stage is Stage.APPROVED

    assert at_once(publish, 4) > 1
    assert publications(fresh_sessions) > 1
