from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.service import EngagementOver
from engage.interest import service
from engage.interest.models import Interest, State
from engage.kernel.events import RecordedEvent
from engage.suppliers import queries as suppliers
from engage.suppliers.models import Supplier
from tests.factories import NOW, a_challenge, a_closed_challenge, a_supplier, an_open_challenge


def register(session: Session, challenge: Challenge, **about: Any) -> Interest:
    told: dict[str, Any] = {
        "organisation": "Idea House",
        "name": "Ida Novak",
        "email": "Ida@Example.org",
        "alerts": False,
        "at": NOW,
    }
    return service.register(session, challenge, **(told | about))


def events(session: Session) -> list[RecordedEvent]:
    session.flush()
    wanted = select(RecordedEvent).where(RecordedEvent.name.like("interest.%"))
    return list(session.scalars(wanted.order_by(RecordedEvent.id)))


def names(session: Session) -> list[str]:
    return [event.name for event in events(session)]


def withdrawn_at(interest: Interest) -> datetime | None:
    return interest.withdrawn_at


def how_many(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Interest)) or 0


def test_registering_waits_for_the_link(session: Session) -> None:
    challenge = an_open_challenge(session)
    interest = register(session, challenge)
    assert interest.state is State.PENDING
    assert interest.email == "ida@example.org"
    assert interest.authority_id == challenge.authority_id
    (event,) = events(session)
    assert event.name == "interest.registered"
    assert event.challenge_id == challenge.id
    assert event.payload == {"again": False}


def test_events_hold_no_personal_data(session: Session) -> None:
    interest = register(session, an_open_challenge(session), alerts=True)
    service.confirm(session, interest, at=NOW)
    service.ask_for_links(session, email="ida@example.org", at=NOW)
    service.withdraw(session, interest, at=NOW)
    told = " ".join(str(event.payload) for event in events(session))
    for word in ("Ida", "Novak", "example", "Idea"):
        assert word not in told


def test_the_same_address_again_is_the_same_row_and_a_new_message(session: Session) -> None:
    challenge = an_open_challenge(session)
    first = register(session, challenge)
    later = NOW + timedelta(minutes=5)
    again = register(
        session, challenge, organisation="Idea House Ltd", email="IDA@example.org", at=later
    )
    assert again.id == first.id
    assert again.organisation == "Idea House Ltd"
    assert how_many(session) == 1
    assert names(session) == ["interest.registered"] * 2


def test_nobody_fills_a_mailbox_from_here(session: Session) -> None:
    """Whoever asks, in whichever way: one link of one interest in five minutes."""
    for challenge in (an_open_challenge(session), an_open_challenge(session)):
        register(session, challenge)
    before = len(events(session))
    for second in range(0, 300, 60):
        at = NOW + timedelta(seconds=second)
        register(session, challenge, at=at)
        service.ask_for_links(session, email="ida@example.org", at=at)
    assert len(events(session)) == before
    service.ask_for_links(session, email="ida@example.org", at=NOW + timedelta(minutes=5))
    assert len(events(session)) == before + 2


def test_a_stranger_cannot_change_what_was_confirmed(session: Session) -> None:
    challenge = an_open_challenge(session)
    interest = register(session, challenge)
    service.confirm(session, interest, at=NOW)
    again = register(session, challenge, organisation="Rude Words Ltd", alerts=True)
    assert again.state is State.CONFIRMED
    assert (again.organisation, again.alerts) == ("Idea House", False)


@pytest.mark.parametrize("make", [a_challenge, a_closed_challenge])
def test_only_an_open_engagement_takes_registrations(
    session: Session, make: Callable[[Session], Challenge]
) -> None:
    challenge = make(session)
    with pytest.raises(EngagementOver, match="no longer join"):
        register(session, challenge)
    assert how_many(session) == 0


def test_the_end_is_the_first_instant_that_is_too_late(session: Session) -> None:
    challenge = an_open_challenge(session, engagement_ends=NOW + timedelta(hours=3))
    last = challenge.engagement_ends
    assert last is not None
    register(session, challenge, at=last - timedelta(microseconds=1))
    with pytest.raises(EngagementOver, match="12 noon on Monday 2 March 2026"):
        register(session, challenge, at=last)


def test_confirming_makes_a_supplier_once(session: Session) -> None:
    challenge = an_open_challenge(session, cpv=["72000000", "45210000"])
    interest = register(session, challenge, alerts=True)
    service.confirm(session, interest, at=NOW)
    service.confirm(session, interest, at=NOW + timedelta(days=1))
    supplier = session.scalars(select(Supplier)).one()
    assert interest.supplier_id == supplier.id
    assert interest.confirmed_at == NOW
    assert supplier.alerts
    assert suppliers.codes_of(session, supplier.id) == ["45", "72"]
    assert names(session) == ["interest.registered", "interest.confirmed"]


def test_confirming_finds_the_supplier_and_leaves_its_wishes(session: Session) -> None:
    known = a_supplier(session, email="ida@example.org", alerts=True)
    interest = register(session, an_open_challenge(session))
    service.confirm(session, interest, at=NOW)
    assert interest.supplier_id == known.id
    assert known.alerts


def test_confirming_after_the_end_is_refused(session: Session) -> None:
    challenge = an_open_challenge(session)
    interest = register(session, challenge)
    with pytest.raises(EngagementOver):
        service.confirm(session, interest, at=NOW + timedelta(days=21))
    assert interest.state is State.PENDING


def test_who_left_can_register_again(session: Session) -> None:
    challenge = an_open_challenge(session)
    interest = register(session, challenge)
    service.confirm(session, interest, at=NOW)
    service.withdraw(session, interest, at=NOW)
    service.withdraw(session, interest, at=NOW + timedelta(days=1))
    assert withdrawn_at(interest) == NOW
    with pytest.raises(service.HasLeft, match="register again"):
        service.confirm(session, interest, at=NOW)
    assert register(session, challenge).state is State.PENDING
    service.confirm(session, interest, at=NOW)
    assert withdrawn_at(interest) is None
    assert names(session).count("interest.withdrawn") == 1


def test_lost_links_go_to_what_this_address_takes_part_in(session: Session) -> None:
    first, second, gone, third = (an_open_challenge(session) for _ in range(4))
    one, two = register(session, first), register(session, second)
    left = register(session, gone)
    service.withdraw(session, left, at=NOW)
    register(session, third, email="other@example.org")
    before = len(events(session))
    times = [NOW + timedelta(minutes=minutes) for minutes in (5, 10, 15)]
    service.ask_for_links(session, email="IDA@example.org", at=times[0])
    asked = events(session)[before:]
    assert {event.subject_id for event in asked} == {one.id, two.id}
    assert {event.name for event in asked} == {"interest.link_asked"}
    service.ask_for_links(
        session, email="ida@example.org", ref=first.reference.lower(), at=times[1]
    )
    assert [event.subject_id for event in events(session)[before + 2 :]] == [one.id]
    service.ask_for_links(session, email="nobody@example.org", at=times[2])
    assert len(events(session)) == before + 3


def test_a_withdrawn_challenge_takes_nobody(session: Session) -> None:
    challenge = an_open_challenge(session, stage=Stage.WITHDRAWN)
    with pytest.raises(EngagementOver):
        register(session, challenge)
