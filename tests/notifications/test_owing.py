from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge, Sharing
from engage.interest.models import State as InterestState
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.notifications import service
from engage.notifications.handlers import taking_part
from engage.notifications.models import Message, OptOut, State
from engage.notifications.queries.reach import count_who_would_hear
from engage.suppliers.models import Supplier, SupplierCpv
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_partner,
    a_submitted_response,
    a_subscription,
    a_supplier,
    an_interest,
    an_open_challenge,
)
from tests.notifications.post import a_feedback, a_message, an_event, messages


def wants(session: Session, supplier: Supplier, *divisions: str) -> None:
    session.add_all(SupplierCpv(supplier_id=supplier.id, code=name) for name in divisions)
    session.flush()


def told(session: Session) -> list[str]:
    return [row.recipient for row in messages(session)]


def test_a_message_is_owed_once(session: Session) -> None:
    challenge = a_challenge(session)
    about = {"cause_id": uuid7(), "subject_id": challenge.id, "challenge_id": challenge.id}
    a_message(session, **about)
    a_message(session, **about)
    a_message(session, **about, recipient="other@example.org")
    a_message(session, **about, template="challenge-withdrawn")
    assert len(messages(session)) == 3


def test_a_new_challenge_is_announced_to_those_who_asked(session: Session) -> None:
    challenge = an_open_challenge(session, cpv=["72000000", "33100000"])
    everything = a_supplier(session, alerts=True, contact_name="Eve Every")
    some = a_supplier(session, alerts=True)
    wants(session, some, "33", "45")
    both = a_supplier(session, alerts=True)
    wants(session, both, "33", "72")
    other = a_supplier(session, alerts=True)
    wants(session, other, "45")
    quiet = a_supplier(session, alerts=False)
    wants(session, quiet, "72")
    gone = a_supplier(session, alerts=True)
    service.opt_out(session, email=gone.email, reason="unsubscribed", at=NOW)
    event = an_event(
        session,
        "challenge.published",
        challenge.id,
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
    )
    assert service.announce(session, event) == 3
    assert service.announce(session, event) == 0
    assert told(session) == sorted([everything.email, some.email, both.email])
    first = next(row for row in messages(session) if row.recipient == everything.email)
    assert first.template == "challenge-published"
    assert first.recipient_name == "Eve Every"
    assert (first.state, first.attempts) == (State.QUEUED, 0)
    assert (first.subject_id, first.challenge_id) == (challenge.id, challenge.id)
    assert first.authority_id == challenge.authority_id
    assert (first.owed_at, first.due_at) == (NOW, NOW)


def test_only_those_who_take_part_in_this_challenge_are_told(session: Session) -> None:
    challenge = an_open_challenge(session)
    ours = an_interest(session, challenge)
    an_interest(session, challenge, state=InterestState.PENDING)
    an_interest(session, challenge, state=InterestState.WITHDRAWN)
    neighbour = an_open_challenge(session)
    an_interest(session, neighbour)
    sibling = an_open_challenge(session, session.get_one(Authority, challenge.authority_id))
    an_interest(session, sibling)
    event = an_event(session, "challenge.extended", challenge.id, challenge_id=challenge.id)
    assert service.tell_participants(session, event, "challenge-extended") == 1
    assert told(session) == [ours.email]
    assert messages(session)[0].interest_id == ours.id


def test_an_event_without_a_challenge_tells_nobody(session: Session) -> None:
    an_interest(session, an_open_challenge(session))
    event = an_event(session, "challenge.extended", uuid7())
    assert service.tell_participants(session, event, "challenge-extended") == 0


def test_outcomes_go_only_to_those_whose_words_were_approved(session: Session) -> None:
    challenge = an_open_challenge(session)
    approved = an_interest(session, challenge)
    feedback = a_feedback(session, approved)
    a_feedback(session, an_interest(session, challenge), approved_at=None)
    left = an_interest(session, challenge, state=InterestState.WITHDRAWN)
    a_feedback(session, left)
    a_feedback(session, an_interest(session, an_open_challenge(session)))
    event = an_event(session, "outcome.released", challenge.id, challenge_id=challenge.id)
    assert service.tell_outcomes(session, event) == 1
    (message,) = messages(session)
    assert (message.recipient, message.subject_id) == (approved.email, feedback.id)


def test_the_outcome_also_goes_to_who_left_a_response_behind(session: Session) -> None:
    challenge = an_open_challenge(session)
    left = an_interest(session, challenge, state=InterestState.WITHDRAWN)
    a_submitted_response(session, left)
    a_feedback(session, left)
    event = an_event(session, "outcome.released", challenge.id, challenge_id=challenge.id)
    assert service.tell_outcomes(session, event) == 1
    assert told(session) == [left.email]


def test_a_fan_out_is_one_statement(session: Session, queries: Queries) -> None:
    challenge = an_open_challenge(session)
    for _ in range(30):
        an_interest(session, challenge)
    event = an_event(session, "challenge.extended", challenge.id, challenge_id=challenge.id)
    with queries() as seen:
        service.tell_participants(session, event, "challenge-extended")
    assert [each for each in seen if "INSERT INTO message" in each] == seen[:1]
    assert len(seen) == 3  # the other two note how many it wrote
    assert session.scalar(select(func.count(Message.id))) == 30


def test_opting_out_twice_and_back(session: Session) -> None:
    challenge = an_open_challenge(session)
    supplier = a_supplier(session, alerts=True)
    for _ in range(2):
        service.opt_out(session, email=supplier.email.upper(), reason="unsubscribed", at=NOW)
    assert announced(session, challenge) == 0
    service.opt_in(session, email=supplier.email)
    assert announced(session, an_open_challenge(session)) == 1


def test_as_many_are_told_as_the_officer_saw(session: Session) -> None:
    challenge = an_open_challenge(session, cpv=["72000000"])
    for _ in range(3):
        a_supplier(session, alerts=True)
    gone = a_supplier(session, alerts=True)
    service.opt_out(session, email=gone.email, reason="unsubscribed", at=NOW)
    assert count_who_would_hear(session, challenge) == 3 == announced(session, challenge)


@pytest.mark.parametrize("name", ["interest.confirmed", "supplier.described"])
def test_who_asks_for_alerts_again_gets_them(session: Session, name: str) -> None:
    challenge = an_open_challenge(session)
    supplier = a_supplier(session, alerts=True)
    holder = an_interest(session, challenge, supplier_id=supplier.id)
    service.opt_out(session, email=supplier.email, reason="unsubscribed", at=NOW)
    subject = holder.id if name == "interest.confirmed" else supplier.id
    event = an_event(session, name, subject)
    session.refresh(supplier)
    taking_part.alerts_asked_for(session, event)
    assert session.query(OptOut).count() == 1, "this time they did not ask"
    supplier.alerts = True
    session.flush()
    taking_part.alerts_asked_for(session, event)
    assert session.query(OptOut).count() == 0


def announced(session: Session, challenge: Challenge) -> int:
    event = an_event(session, "challenge.published", challenge.id, challenge_id=challenge.id)
    return service.announce(session, event)


def published(session: Session, challenge: Challenge) -> RecordedEvent:
    whose = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    return an_event(session, "challenge.published", challenge.id, **whose)


def test_who_saved_a_search_hears_once(session: Session, queries: Queries) -> None:
    challenge = an_open_challenge(session, title="Damp homes")
    for q in ("damp", "homes", ""):
        a_subscription(session, email="sam@example.org", q=q)
    a_subscription(session, email="other@example.org", q="roads")
    supplier = a_supplier(session, alerts=True)
    a_subscription(session, email=supplier.email)
    gone = a_subscription(session)
    session.add(OptOut(email=gone.email, reason="unsubscribed", at=NOW))
    event = published(session, challenge)
    session.flush()
    session.expire(challenge)
    with queries() as seen:
        assert service.announce(session, event) == 2
    few = len(seen)
    owed = {row.recipient: row.template for row in messages(session)}
    assert owed == {
        supplier.email: "challenge-published",
        "sam@example.org": "subscription-match",
    }
    assert service.announce(session, published(session, challenge)) <= 1  # the supplier's alert
    assert told(session).count("sam@example.org") == 1
    for _each in range(30):
        a_subscription(session)
    another = an_open_challenge(session)
    other = published(session, another)
    session.expire(another)
    with queries() as seen:
        assert service.announce(session, other) == 32
    assert len(seen) <= few


def test_stopping_all_alerts_ends_searches_and_undoing_that_resumes_them(session: Session) -> None:
    search = a_subscription(session, email="sam@example.org", q="damp")
    before = a_subscription(session, email=search.email, ended_at=NOW - timedelta(days=1))
    pending = a_subscription(session, email=search.email, q="roads", confirmed_at=None)
    service.opt_out(session, email=search.email, reason="unsubscribed", at=NOW)
    session.expire_all()
    assert (search.ended_at, pending.ended_at) == (NOW, None)
    service.opt_in(session, email=search.email)
    session.expire_all()
    assert search.ended_at is None
    assert before.ended_at is not None


def test_a_saved_search_is_confirmed_by_mail(session: Session) -> None:
    search = a_subscription(session, confirmed_at=None)
    service.opt_out(session, email=search.email, reason="unsubscribed", at=NOW)
    taking_part.search_asked_for(session, an_event(session, "subscription.asked", search.id))
    assert [row.template for row in messages(session)] == ["subscription-confirm"]
    taking_part.search_confirmed(session, an_event(session, "subscription.confirmed", search.id))
    assert session.scalar(select(func.count()).select_from(OptOut)) == 0
    search.ended_at = NOW
    taking_part.search_asked_for(session, an_event(session, "subscription.asked", search.id))
    assert len(messages(session)) == 1


def test_councils_that_share_are_told_in_one_statement(session: Session, queries: Queries) -> None:
    challenge = an_open_challenge(session)
    for number in range(20):
        council = a_council(session)
        joined = NOW if number else None
        a_partner(session, challenge, council, sharing=Sharing.FOLLOWER, joined_at=joined)
    event = an_event(session, "challenge.extended", challenge.id, challenge_id=challenge.id)
    with queries() as seen:
        assert service.tell_partners(session, event, "shared-extended") == 19
    assert len(seen) == 3  # the second and third note how many the first one wrote
    assert service.tell_partners(session, event, "shared-extended") == 0
    stray = an_event(session, "challenge.extended", uuid7())
    assert service.tell_partners(session, stray, "shared-extended") == 0
