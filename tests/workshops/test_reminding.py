"""The day before a session those with a place are reminded, once, and of the time it has now."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import service
from engage.workshops.models import PlaceState, Sitting
from tests.factories import a_place, a_sitting, an_interest, an_open_challenge
from tests.services import Clock
from tests.workshops.test_booking import changed

HOUR = timedelta(hours=1)


def reminded(sessions: Sessions) -> list[str]:
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        wanted = select(Message.recipient).where(Message.template == "session-tomorrow")
        return sorted(session.scalars(wanted))


def with_people(session: Session) -> tuple[Sitting, str]:
    """A session with somebody who has a place, somebody who waits and somebody who left."""
    challenge = an_open_challenge(session)
    sitting = a_sitting(session, challenge, in_person=1)
    holders = [an_interest(session, challenge) for _ in range(3)]
    states = (PlaceState.BOOKED, PlaceState.WAITING, PlaceState.LEFT)
    for holder, state in zip(holders, states, strict=True):
        a_place(session, sitting, holder, state=state)
    return sitting, holders[0].email


def test_who_has_a_place_is_reminded_once(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        sitting, holder = with_people(session)
        version, starts = service.version_of(sitting), sitting.starts_at
    clock.set(starts - 25 * HOUR)
    assert (service.remind_due(sessions), reminded(sessions)) == (0, [])
    clock.set(starts - 20 * HOUR)  # nobody looked for a while
    assert (service.remind_due(sessions), service.remind_due(sessions)) == (1, 0)
    assert reminded(sessions) == [holder]
    with sessions.read() as session:
        assert service.version_of(session.get_one(Sitting, sitting.id)) == version


def test_it_is_too_late_when_people_are_on_their_way(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        starts = with_people(session)[0].starts_at
        a_sitting(session, an_open_challenge(session), cancelled_at=clock.now)
    clock.set(starts - 2 * HOUR)
    assert service.remind_due(sessions) == 0


def moved(sessions: Sessions, sitting: Sitting, starts: datetime, at: datetime) -> None:
    with sessions.write() as session:
        here = session.get_one(Sitting, sitting.id)
        times = {"starts_at": starts, "ends_at": starts + HOUR}
        service.change(session, here, **changed(here, **times), by=None, at=at)


def test_a_session_that_moves_is_reminded_of_anew(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        sitting, holder = with_people(session)
    starts = sitting.starts_at
    clock.set(starts - 20 * HOUR)
    service.remind_due(sessions)
    moved(sessions, sitting, starts + 48 * HOUR, clock.now)  # before anybody was told
    assert reminded(sessions) == []
    clock.set(starts + 30 * HOUR)
    assert service.remind_due(sessions) == 1
    assert reminded(sessions) == [holder]
    with sessions.read() as session:
        name = RecordedEvent.name == "session.tomorrow"
        facts = session.scalars(select(RecordedEvent).where(name).order_by(RecordedEvent.id))
        assert [fact.actor_id for fact in facts] == [None, None]
