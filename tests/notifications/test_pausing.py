from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.kernel.transports import Unreachable
from engage.notifications import service
from engage.notifications.models import Message, Sending, State
from engage.notifications.service.bulk import AlreadyPaused, NotPaused
from engage.notifications.service.sending import send_due
from tests.conftest import Queries
from tests.factories import NOW, an_interest, an_open_challenge
from tests.notifications.post import an_event, messages, post_to
from tests.notifications.test_sending import Server, rows
from tests.services import Clock

PERSON = uuid7()


def to_many(sessions: Sessions, number: int = 4) -> RecordedEvent:
    """An extension that ``number`` people have to hear of."""
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        for each in range(number):
            an_interest(session, challenge, email=f"p{each:02}@example.org")
        return tell(sessions, challenge)


def tell(sessions: Sessions, challenge: Challenge) -> RecordedEvent:
    with sessions.write() as session:
        about = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
        event = an_event(session, "challenge.extended", challenge.id, **about)
        service.tell_participants(session, event, "challenge-extended")
        return event


def the_sending(sessions: Sessions) -> Sending:
    with sessions.read() as session:
        return session.scalars(select(Sending)).one()


def pause(sessions: Sessions, event: RecordedEvent) -> int:
    with sessions.write() as session:
        return service.hold(session, cause_id=event.id, by=PERSON, at=now(session))


def resume(sessions: Sessions, event: RecordedEvent) -> int:
    with sessions.write() as session:
        return service.release(session, cause_id=event.id, by=PERSON, at=now(session))


def states(sessions: Sessions) -> list[str]:
    return [row.state.value for row in rows(sessions)]


def test_what_the_statement_wrote_is_noted_with_the_sending(sessions: Sessions) -> None:
    event = to_many(sessions)
    sending = the_sending(sessions)
    assert (sending.cause_id, sending.template) == (event.id, "challenge-extended")
    assert (sending.expected, sending.begun_at, sending.missing) == (4, NOW, 0)
    with sessions.write() as session:  # whoever reacts twice owes nothing more
        service.tell_participants(session, event, "challenge-extended")
    assert the_sending(sessions).expected == 4


def test_nobody_to_tell_is_no_sending(sessions: Sessions) -> None:
    to_many(sessions, 0)
    with sessions.read() as session:
        assert session.scalars(select(Sending)).all() == []


def test_several_rows_at_once_are_one_sending(sessions: Sessions) -> None:
    cause, about = uuid7(), uuid7()
    shared = {"cause_id": cause, "template": "workshop-changed", "subject_id": about}
    more = {"authority_id": None, "challenge_id": None, "interest_id": None, "calendar": None}
    owed = [
        {**shared, **more, "recipient": f"p{each}@example.org", "recipient_name": ""}
        for each in range(3)
    ]
    for _ in range(2):
        with sessions.write() as session:
            service.owe_each(session, owed, at=NOW)
    assert the_sending(sessions).expected == len(rows(sessions)) == 3


def test_a_paused_sending_stays_here_until_it_is_resumed(sessions: Sessions) -> None:
    event, server = to_many(sessions), Server()
    send_due(sessions, post_to(server), most=1)
    assert pause(sessions, event) == 3
    assert sorted(states(sessions)) == ["held", "held", "held", "sent"]
    assert send_due(sessions, post_to(server)) == 0
    assert resume(sessions, event) == 3
    assert send_due(sessions, post_to(server)) == 3
    assert len(server.taken) == 4
    assert {row.attempts for row in rows(sessions)} == {1}


def test_pausing_and_going_on_are_facts_of_the_challenge(sessions: Sessions) -> None:
    event = to_many(sessions)
    pause(sessions, event)
    resume(sessions, event)
    with sessions.read() as session:
        wanted = select(RecordedEvent).where(RecordedEvent.name.startswith("sending."))
        paused, resumed = session.scalars(wanted.order_by(RecordedEvent.id))
    assert paused.payload == {"template": "challenge-extended", "held": 4}
    assert resumed.payload == {"template": "challenge-extended", "released": 4}
    assert paused.challenge_id == resumed.challenge_id == event.challenge_id
    assert (paused.name, resumed.name) == ("sending.paused", "sending.resumed")
    assert paused.actor_id == PERSON


def test_pausing_twice_or_resuming_what_runs_is_refused(sessions: Sessions) -> None:
    event = to_many(sessions)
    with pytest.raises(NotPaused):
        resume(sessions, event)
    pause(sessions, event)
    with pytest.raises(AlreadyPaused):
        pause(sessions, event)


def test_what_is_owed_to_a_paused_sending_later_waits_as_well(sessions: Sessions) -> None:
    event, server = to_many(sessions), Server()
    pause(sessions, event)
    with sessions.write() as session:
        late = an_interest(
            session,
            session.get_one(Challenge, event.challenge_id),
            email="late@example.org",
        )
        service.tell_participants(session, event, "challenge-extended")
    assert send_due(sessions, post_to(server)) == 1  # it was looked at, and is held now
    assert server.taken == []
    with sessions.read() as session:
        one = next(row for row in messages(session) if row.recipient == late.email)
    assert (one.state, one.attempts) == (State.HELD, 0)
    assert the_sending(sessions).expected == resume(sessions, event) == 5


def test_only_the_paused_sending_is_held(sessions: Sessions) -> None:
    first, second = to_many(sessions, 2), to_many(sessions, 3)
    pause(sessions, first)
    server = Server()
    assert send_due(sessions, post_to(server)) == 3
    with sessions.read() as session:
        held = session.scalars(select(Message.cause_id).where(Message.state == State.HELD)).all()
    assert set(held) == {first.id} != {second.id}


class PausedMeanwhile(Server):
    """An officer pauses the sending as soon as the first mail is on its way."""

    def __init__(self, sessions: Sessions, event: RecordedEvent) -> None:
        super().__init__()
        self.sessions, self.event = sessions, event

    @contextmanager
    def connect(self) -> Iterator["PausedMeanwhile"]:
        self.connections += 1
        if self.connections == 1:
            pause(self.sessions, self.event)
            raise Unreachable("the server is away")
        yield self


def test_a_batch_in_hand_is_held_when_it_comes_back(sessions: Sessions, clock: Clock) -> None:
    event = to_many(sessions)
    server = PausedMeanwhile(sessions, event)
    send_due(sessions, post_to(server))
    clock.advance(minutes=1)
    send_due(sessions, post_to(server))
    assert (server.taken, set(states(sessions))) == ([], {"held"})
    resume(sessions, event)
    assert send_due(sessions, post_to(server)) == 4


def test_pausing_costs_the_same_for_3_and_for_30(sessions: Sessions, queries: Queries) -> None:
    numbers = []
    for number in (3, 30):
        event = to_many(sessions, number)
        with queries() as seen:
            pause(sessions, event)
            resume(sessions, event)
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]
