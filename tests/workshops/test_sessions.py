"""Several sessions of one workshop, and places in person and online."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.events import RecordedEvent
from engage.workshops import queries, service
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from tests.factories import (
    NOW,
    a_place,
    a_sitting,
    a_supplier,
    an_interest,
    an_open_challenge,
)
from tests.workshops.test_booking import ABOUT, changed

LINK = "https://meet.example.org/room"


@pytest.fixture
def challenge(session: Session) -> Challenge:
    return an_open_challenge(session)


@pytest.fixture
def both(session: Session, challenge: Challenge) -> Sitting:
    """One place in the room and one online."""
    return a_sitting(session, challenge, in_person=1, online=1, joining_link=LINK)


def book(session: Session, sitting: Sitting, mode: Mode | None = None) -> Place:
    who = an_interest(session, sitting.challenge)
    return service.book(session, sitting, who, mode=mode, at=NOW)


def when(sitting: Sitting, **about: object) -> dict[str, Any]:
    said = {name: getattr(sitting, name) for name in ABOUT if name not in ("title", "about")}
    return said | about


def told(session: Session) -> list[tuple[Any, list[str]]]:
    wanted = select(RecordedEvent).where(RecordedEvent.name == "workshop.changed")
    rows = session.scalars(wanted.order_by(RecordedEvent.id))
    return [(row.subject_id, row.payload["fields"]) for row in rows]


def test_each_kind_of_place_has_its_own_line(session: Session, both: Sitting) -> None:
    ways = (Mode.IN_PERSON, Mode.ONLINE, Mode.ONLINE, Mode.IN_PERSON, Mode.ONLINE)
    places = [book(session, both, way) for way in ways]
    assert [place.state.value for place in places] == ["booked"] * 2 + ["waiting"] * 3
    assert [queries.position(session, place) for place in places] == [0, 0, 1, 1, 2]
    service.leave(session, places[1], at=NOW)
    assert [place.state.value for place in places[2:]] == ["booked", "waiting", "waiting"]
    assert (both.taken_in_person, both.taken_online) == (1, 1)


def test_without_a_choice_it_is_the_first_kind_there_is(session: Session, both: Sitting) -> None:
    assert book(session, both).mode is Mode.IN_PERSON
    online = a_sitting(session, both.challenge, venue="", in_person=0, online=2, joining_link=LINK)
    assert book(session, online).mode is Mode.ONLINE
    with pytest.raises(service.NotThatWay, match="only online. Book a place online instead"):
        book(session, online, Mode.IN_PERSON)


def test_more_places_of_one_kind_move_up_only_its_line(session: Session, both: Sitting) -> None:
    places = [book(session, both, way) for way in (*Mode, *Mode)]
    service.change(session, both, **changed(both, online=2), by=None, at=NOW)
    assert [place.state.value for place in places] == ["booked", "booked", "waiting", "booked"]


GROUPS = [
    ("a@acme.example", "b@acme.example", True),
    ("a@acme.example", "a@other.example", False),
    ("a@gmail.com", "b@gmail.com", False),
    ("a@acme.example", "b@notacme.example", False),
    ("a@ac_e.example", "b@acme.example", False),
]


@pytest.mark.parametrize(("first", "second", "same"), GROUPS)
def test_one_supplier_has_its_share(
    session: Session, challenge: Challenge, first: str, second: str, same: bool
) -> None:
    sitting = a_sitting(session, challenge, per_supplier=1)
    one, other = (an_interest(session, challenge, email=each) for each in (first, second))
    place = service.book(session, sitting, one, at=NOW)
    assert service.book(session, sitting, one, at=NOW) is place
    if not same:
        assert service.book(session, sitting, other, at=NOW).state is PlaceState.BOOKED
        return
    with pytest.raises(service.EnoughPlaces, match="has 1 place .* A colleague can give one up"):
        service.book(session, sitting, other, at=NOW)
    service.leave(session, place, at=NOW)
    assert service.book(session, sitting, other, at=NOW).state is PlaceState.BOOKED


def test_a_known_supplier_has_one_share_at_two_domains(
    session: Session, challenge: Challenge
) -> None:
    sitting = a_sitting(session, challenge, in_person=1, per_supplier=2)
    supplier = a_supplier(session)
    mails = ("a@gmail.com", "b@acme.example", "c@acme.co.example")
    for email in mails[:2]:  # a position in the line counts as well
        holder = an_interest(session, challenge, email=email, supplier_id=supplier.id)
        service.book(session, sitting, holder, at=NOW)
    third = an_interest(session, challenge, email=mails[2], supplier_id=supplier.id)
    with pytest.raises(service.EnoughPlaces, match="has 2 places"):
        service.book(session, sitting, third, at=NOW)


def test_a_session_is_added_once(session: Session, challenge: Challenge) -> None:
    first = a_sitting(session, challenge)
    day = when(first, starts_at=first.starts_at + timedelta(days=1))
    day["ends_at"] = first.ends_at + timedelta(days=1)
    second, again = (service.add(session, first.workshop, **day, by=None, at=NOW) for _ in range(2))
    assert second is again and second.workshop is first.workshop
    assert queries.number_of_sittings(session, first.workshop_id) == 2
    [other] = queries.others_of(session, first)
    assert (other.id, other.title) == (second.id, first.title)
    holder = an_interest(session, challenge)
    assert service.book(session, first, holder, at=NOW) is not service.book(
        session, second, holder, at=NOW
    )


def test_a_new_title_is_told_at_every_session_to_come(
    session: Session, challenge: Challenge
) -> None:
    first = a_sitting(session, challenge)
    second = a_sitting(session, challenge, first.workshop)
    gone = a_sitting(session, challenge, first.workshop, cancelled_at=NOW)
    service.change(session, first, **changed(first, title="New words"), by=None, at=NOW)
    assert (first.title, second.title) == ("New words", "New words")
    assert (first.sequence, second.sequence, gone.sequence) == (1, 1, 0)
    assert sorted(told(session)) == sorted([(first.id, ["title"]), (second.id, ["title"])])


def test_a_time_that_moves_is_told_at_its_session_only(
    session: Session, challenge: Challenge
) -> None:
    first = a_sitting(session, challenge)
    second = a_sitting(session, challenge, first.workshop)
    later = changed(first, ends_at=first.ends_at + timedelta(hours=1))
    service.change(session, first, **later, by=None, at=NOW)
    assert (first.sequence, second.sequence) == (1, 0)
    assert told(session) == [(first.id, ["ends_at"])]


def test_one_session_or_all_of_them_are_called_off(session: Session, challenge: Challenge) -> None:
    first = a_sitting(session, challenge)
    more = [a_sitting(session, challenge, first.workshop) for _ in range(2)]
    holder = an_interest(session, challenge)
    for each in (first, *more):
        a_place(session, each, holder)
    service.cancel(session, first, because="Snow.", by=None, at=NOW)
    assert [each.cancelled_at for each in more] == [None, None]
    assert queries.to_tell_of_all(session, first, at=NOW) == 1
    off = service.cancel_workshop(session, more[0], because="Rain.", by=None, at=NOW)
    assert {each.id for each in off} == {each.id for each in more}
    assert first.cancelled_because == "Snow." and more[1].cancelled_because == "Rain."
