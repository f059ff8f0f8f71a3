"""Changes that nobody published go when they no longer can be, and the timeline says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges import service
from engage.challenges.models import Amendment, Challenge
from engage.challenges.queries import history
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.records.sentences import say
from tests.factories import NOW, a_closed_challenge, an_amendment, an_open_challenge

OFFICER = uuid7()
SAID = "Changes that were not published can no longer be, and were thrown away: the need"
Verb = Callable[[Session, Challenge], None]


def withdraw(session: Session, challenge: Challenge) -> None:
    service.withdraw(session, challenge, because="No money.", by=OFFICER, at=NOW)


def refer(session: Session, challenge: Challenge) -> None:
    service.refer(session, challenge, by=OFFICER, at=NOW)


def conclude(session: Session, challenge: Challenge) -> None:
    service.conclude(session, challenge, by=OFFICER, at=NOW)


def dropped(session: Session) -> list[RecordedEvent]:
    named = RecordedEvent.name == "amendment.dropped"
    return list(session.scalars(select(RecordedEvent).where(named)))


def test_the_end_drops_what_was_not_published(sessions: Sessions) -> None:
    with sessions.write() as session:
        ended = an_open_challenge(session, engagement_ends=NOW - timedelta(days=1))
        goes_on = an_open_challenge(session, engagement_ends=NOW + timedelta(days=1))
        for challenge in (ended, goes_on):
            an_amendment(session, challenge)
    assert service.close_ended(sessions) == 1
    with sessions.read() as session:
        assert session.scalars(select(Amendment.challenge_id)).all() == [goes_on.id]
        [fact] = dropped(session)
        assert (fact.challenge_id, fact.actor_id) == (ended.id, None)
        assert say(fact.name, fact.payload) == SAID


@pytest.mark.parametrize("verb", [refer, conclude, withdraw])
def test_what_ends_a_record_drops_its_changes(session: Session, verb: Verb) -> None:
    """A record can be changed until it goes on; nothing else is closed and can be."""
    challenge = a_closed_challenge(session, retrospective=True)
    an_amendment(session, challenge)
    verb(session, challenge)
    assert history.amendment(session, challenge.id) is None
    [fact] = dropped(session)
    assert fact.actor_id == OFFICER


@pytest.mark.parametrize("ends", [timedelta(0), timedelta(days=1)])
def test_a_withdrawal_drops_them_once(session: Session, ends: timedelta) -> None:
    """Also when the clock came before the task that closes."""
    challenge = an_open_challenge(session, engagement_ends=NOW + ends)
    an_amendment(session, challenge)
    withdraw(session, challenge)
    assert history.amendment(session, challenge.id) is None
    assert len(dropped(session)) == 1


def test_what_was_thrown_away_by_hand_was(session: Session) -> None:
    challenge = an_open_challenge(session)
    an_amendment(session, challenge)
    service.drop_amendment(session, challenge, by=OFFICER, at=NOW)
    [fact] = dropped(session)
    assert say(fact.name, fact.payload) == "Changes to the published statement were thrown away"
    with pytest.raises(service.NotAmendable):
        service.drop_amendment(session, challenge, by=OFFICER, at=NOW)
