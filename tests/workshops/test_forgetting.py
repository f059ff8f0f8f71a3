"""What of workshops is deleted by the clock, and what stays."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from engage.kernel.db import Sessions
from engage.workshops import service
from engage.workshops.models import AccessNeed, Attendee, CalendarFeed
from engage.workshops.service import Needs
from engage.workshops.service.forgetting import FEEDS, NAMED, NEEDS
from tests.factories import NOW, a_feed, a_place, a_sitting, an_interest, an_open_challenge
from tests.services import Clock

TICK = timedelta(seconds=1)


def left(sessions: Sessions, column: InstrumentedAttribute[str]) -> set[str]:
    with sessions.read() as session:
        return set(session.scalars(select(column)))


def two_people(sessions: Sessions) -> tuple[str, datetime]:
    """They come to the same session. One sent somebody else twice; two follow their calendar."""
    with sessions.write() as session:
        challenge = an_open_challenge(session, engagement_ends=NOW + timedelta(days=400))
        sitting = a_sitting(session, challenge)
        first, second = (an_interest(session, challenge) for _ in range(2))
        for follower in (first, an_interest(session, an_open_challenge(session))):
            a_feed(session, follower).made_at = NOW
        place = a_place(session, sitting, first)
        for number, name in enumerate(("Bob", "Ida")):
            at = NOW + number * timedelta(hours=1)
            service.name_attendee(session, place, name=name, email=f"{name}@x.example", at=at)
        needs = Needs(words="A quiet room")
        service.tell_needs(session, a_place(session, sitting, second), needs, at=NOW)
        return first.email, sitting.ends_at


def test_each_goes_when_its_time_is_over(sessions: Sessions, clock: Clock) -> None:
    email, ends = two_people(sessions)

    def after(moment: datetime, column: InstrumentedAttribute[str]) -> set[str]:
        clock.set(moment)
        service.forget_due(sessions)
        return left(sessions, column)

    bob = NOW + timedelta(hours=1, days=NAMED.days)
    assert after(bob, Attendee.name) == {"Bob", "Ida"}
    assert after(bob + TICK, Attendee.name) == {"Ida"}, "who comes stays"
    gone = ends + timedelta(days=NEEDS.days)
    assert after(gone, AccessNeed.words) == {"A quiet room"}
    assert after(gone + TICK, AccessNeed.words) == set()
    idle, last = (moment + timedelta(days=FEEDS.days) for moment in (NOW, ends))
    assert len(after(idle, CalendarFeed.email)) == 2
    assert after(idle + TICK, CalendarFeed.email) == {email}, "they had a workshop in that year"
    assert after(last, CalendarFeed.email) == {email}
    assert after(last + TICK, CalendarFeed.email) == set()
