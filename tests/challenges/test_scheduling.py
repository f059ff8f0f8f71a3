"""Published by the clock: at its time, once, or not at all and somebody is told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.authorities.models import ApprovalRule
from engage.challenges import service
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, StatementVersion, Why
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from tests.factories import NOW, a_challenge, a_council
from tests.services import Clock

OFFICER = uuid7()
DAY = timedelta(days=1)


def names(sessions: Sessions) -> list[str]:
    with sessions.read() as session:
        return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


def stored(sessions: Sessions, challenge: Challenge) -> Challenge:
    with sessions.read() as session:
        return session.get_one(Challenge, challenge.id)


@pytest.fixture
def waiting(sessions: Sessions) -> Challenge:
    with sessions.write() as session:
        challenge = a_challenge(session)
        service.schedule(session, challenge, publish_at=NOW + DAY, by=OFFICER, at=NOW)
        return challenge


def test_not_a_moment_before_its_time(sessions: Sessions, clock: Clock, waiting: Challenge) -> None:
    assert stored(sessions, waiting).stage is Stage.APPROVED
    clock.set(NOW + DAY - timedelta(microseconds=1))
    assert service.publish_due(sessions) == 0
    clock.set(NOW + DAY)
    assert service.publish_due(sessions) == 1
    published = stored(sessions, waiting)
    assert (published.stage, published.published_at) == (Stage.OPEN, NOW + DAY)
    assert published.publish_at is None
    assert service.publish_due(sessions) == 0
    assert names(sessions) == ["challenge.scheduled", "challenge.published"]
    with sessions.read() as session:
        [version] = session.scalars(select(StatementVersion))
    assert (version.why, version.made_by) == (Why.PUBLISHED, None)


def test_an_outage_loses_nothing(sessions: Sessions, clock: Clock, waiting: Challenge) -> None:
    clock.set(NOW + 3 * DAY)
    assert service.publish_due(sessions) == 1
    assert stored(sessions, waiting).published_at == NOW + 3 * DAY


@pytest.mark.parametrize("late", [12, 22])
def test_so_late_that_it_would_be_unfair(
    sessions: Sessions, clock: Clock, waiting: Challenge, late: int
) -> None:
    """Too little time, or none: whoever set the time had not decided that."""
    clock.set(NOW + late * DAY)
    assert service.publish_due(sessions) == 1
    kept = stored(sessions, waiting)
    assert (kept.stage, kept.publish_at, kept.published_at) == (Stage.APPROVED, None, None)
    assert names(sessions)[-1] == "challenge.not_published"
    assert service.publish_due(sessions) == 0


def test_what_is_missing_by_then(sessions: Sessions, clock: Clock, waiting: Challenge) -> None:
    with sessions.write() as session:
        challenge = session.get_one(Challenge, waiting.id)
        challenge.authority.approval_rule = ApprovalRule.ALWAYS
        other = a_challenge(session)
        service.schedule(session, other, publish_at=NOW + DAY, by=OFFICER, at=NOW)
    clock.set(NOW + DAY)
    assert service.publish_due(sessions) == 2
    assert stored(sessions, waiting).stage is Stage.APPROVED
    assert stored(sessions, other).stage is Stage.OPEN


def test_taking_it_back_cancels_it(sessions: Sessions, clock: Clock, waiting: Challenge) -> None:
    with sessions.write() as session:
        challenge = session.get_one(Challenge, waiting.id)
        service.take_back(session, challenge, by=OFFICER, at=NOW)
    clock.set(NOW + 2 * DAY)
    assert service.publish_due(sessions) == 0
    assert stored(sessions, waiting).publish_at is None


def test_the_time_can_be_moved_or_taken_now(session: Session) -> None:
    challenge = a_challenge(session)
    for days in (1, 2):
        service.schedule(session, challenge, publish_at=NOW + days * DAY, by=OFFICER, at=NOW)
    assert challenge.publish_at == NOW + 2 * DAY
    service.publish(session, challenge, by=OFFICER, at=NOW)
    assert challenge.stage is Stage.OPEN
    assert [challenge.publish_at] == [None]


def test_times_that_cannot_be(session: Session) -> None:
    challenge = a_challenge(session)
    with pytest.raises(service.BadTime, match="in the future"):
        service.schedule(session, challenge, publish_at=NOW, by=OFFICER, at=NOW)
    with pytest.raises(service.Incomplete, match="ended already"):
        service.schedule(session, challenge, publish_at=NOW + 21 * DAY, by=OFFICER, at=NOW)
    strict = a_challenge(session, a_council(session, approval_rule=ApprovalRule.ALWAYS))
    with pytest.raises(service.NeedsApproval):
        service.schedule(session, strict, publish_at=NOW + DAY, by=OFFICER, at=NOW)
    assert {challenge.stage, strict.stage} == {Stage.DRAFT}


def test_a_stop_in_the_middle_leaves_the_rest_for_the_next_time(
    sessions: Sessions, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sessions.write() as session:
        for hours in range(3):
            at = NOW + timedelta(hours=hours + 1)
            service.schedule(session, a_challenge(session), publish_at=at, by=OFFICER, at=NOW)
    clock.set(NOW + DAY)
    done = iter([True, False])
    real = service.publish

    def killed(*args: object, **named: object) -> None:
        if not next(done):
            raise KeyboardInterrupt
        real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("engage.challenges.service.scheduling.publish", killed)
    with pytest.raises(KeyboardInterrupt):
        service.publish_due(sessions)
    assert names(sessions).count("challenge.published") == 1
    monkeypatch.setattr("engage.challenges.service.scheduling.publish", real)
    assert service.publish_due(sessions) == 2
    assert names(sessions).count("challenge.published") == 3


def test_the_hour_that_happens_twice(sessions: Sessions, clock: Clock) -> None:
    """1:30am on 25 October 2026 comes in summer time, and an hour later in winter time."""
    before = datetime(2026, 10, 20, 9, tzinfo=UTC)
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    with sessions.write() as session:
        challenge = a_challenge(session, engagement_ends=before + 40 * DAY)
        service.schedule(session, challenge, publish_at=second, by=OFFICER, at=before)
    clock.set(first)
    assert service.publish_due(sessions) == 0
    clock.set(second)
    assert service.publish_due(sessions) == 1
