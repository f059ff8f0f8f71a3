from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.interest import service as interest
from engage.interest.models import Alert, Cadence
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.notifications import service
from engage.notifications.models import Announcement, Message, OptOut, Preference
from engage.notifications.queries import reach
from engage.notifications.queries.often import cadence
from engage.notifications.service import announcing
from tests.conftest import Queries
from tests.factories import NOW, a_subscription, a_supplier, an_open_challenge
from tests.notifications.post import an_event, messages


def announced(session: Session, challenge: Challenge) -> int:
    whose = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    return service.announce(session, an_event(session, "challenge.listed", challenge.id, **whose))


def patient(session: Session, email: str, cadence: Cadence = Cadence.DAILY) -> None:
    session.add(Preference(email=email, cadence=cadence, muted=[], updated_at=NOW))
    session.flush()


def test_what_was_shown_is_what_is_sent(session: Session) -> None:
    challenge = an_open_challenge(session, title="Damp homes", cpv=["72000000"], region="UKE")
    both = a_supplier(session, alerts=True, codes=["72"], regions=["UKE"])
    a_subscription(session, email=both.email)
    a_supplier(session, alerts=True, codes=["45"])
    for _ in range(2):
        a_subscription(session, email="twice@example.org", q="damp")
        a_subscription(session, email="twice@example.org")
        out = a_subscription(session)
        session.add(OptOut(email=out.email, reason="unsubscribed", at=NOW))
        break
    session.flush()
    hears = reach.would_hear(session, challenge)
    before = reach.coverage(session, challenge, hears)
    shown = {row.email: row.why for row in session.execute(select(hears))}
    assert len(shown) == 2 == announced(session, challenge)
    assert {row.recipient: row.why for row in messages(session)} == shown
    told = session.scalars(select(Alert)).all()
    assert {row.email: row.why for row in told} == shown
    assert reach.coverage(session, challenge, reach.have_heard(challenge)) == before
    begun = reach.announcement(session, challenge)
    assert begun is not None
    assert (begun.expected, begun.found) == (2, 2)
    assert begun.ended_at is not None


def test_parts_are_told_one_by_one_and_nobody_twice(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("AT_ONCE", 5), ("WRITTEN", 3), ("PAUSE", 0)):
        monkeypatch.setattr(announcing, name, number)
    monkeypatch.setattr(announcing, "FEW", 7)
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        for _ in range(8):
            a_supplier(session, alerts=True)
            a_subscription(session)
        assert announced(session, challenge) == 0
        assert session.info["owes"] >= {"announcing"}
    with sessions.read() as session:
        first = announcing._next(sessions)[0]
    with sessions.write() as session:
        assert announcing._tell(session, first) == 3
        assert announcing._tell(session, first) is None, "another worker had it too"
        begun = reach.announcement(session, challenge)
        assert begun is not None
        assert (begun.expected, begun.found, begun.ended_at) == (16, 3, None)
    assert announcing.announce_due(sessions) == 6
    assert announcing.announce_due(sessions) == 0
    with sessions.write() as session:
        told = messages(session)
        assert len(told) == 16 == len({row.recipient for row in told})
        session.query(Announcement).update({"ended_at": None, "after": None, "part": "suppliers"})
    announcing.announce_due(sessions)
    with sessions.read() as session:
        assert len(messages(session)) == 16


def test_telling_stops_when_the_challenge_does(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "FEW", 1)
    monkeypatch.setattr(announcing, "WRITTEN", 1)
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        for _ in range(3):
            a_supplier(session, alerts=True)
        announced(session, challenge)
    with sessions.write() as session:
        announcing._tell(session, announcing._next(sessions)[0])
        session.get_one(Challenge, challenge.id).stage = Stage.WITHDRAWN
    assert announcing.announce_due(sessions) == 1
    with sessions.read() as session:
        assert len(messages(session)) == 1


def test_who_chose_a_digest_is_noted_and_waits(session: Session) -> None:
    challenge = an_open_challenge(session)
    supplier = a_supplier(session, alerts=True)
    patient(session, supplier.email)
    assert announced(session, challenge) == 0
    (alert,) = session.scalars(select(Alert)).all()
    assert (alert.email, alert.told_at) == (supplier.email, None)


def test_each_search_has_its_own_pace_and_the_soonest_counts(session: Session) -> None:
    """A profile told weekly, and searches of the same address: it hears as the most eager says."""
    challenge = an_open_challenge(session, title="Damp homes")
    mixed, slow = (a_supplier(session, alerts=True) for _ in range(2))
    for supplier in (mixed, slow):
        patient(session, supplier.email, Cadence.WEEKLY)
    a_subscription(session, email=mixed.email, cadence=Cadence.DAILY)
    eager = a_subscription(session, email=mixed.email, q="damp")
    a_subscription(session, email=slow.email, q="roads")
    a_subscription(session, email="ida@example.org", cadence=Cadence.WEEKLY)
    a_subscription(session, email="ida@example.org", q="damp", cadence=Cadence.DAILY)
    assert announced(session, challenge) == 1
    told = {row.email: row for row in session.scalars(select(Alert))}
    assert told[mixed.email].told_at == NOW
    assert (told[mixed.email].subscription_id, told[mixed.email].supplier_id) == (
        eager.id,
        mixed.id,
    )
    assert told[slow.email].told_at is None
    paces = session.execute(select(Alert.email, cadence()).where(Alert.told_at.is_(None))).all()
    assert dict(paces) == {slow.email: Cadence.WEEKLY, "ida@example.org": Cadence.DAILY}


def test_what_is_not_listed_is_told_to_nobody(session: Session) -> None:
    a_supplier(session, alerts=True)
    assert announced(session, an_open_challenge(session, stage=Stage.DRAFT)) == 0
    assert session.scalars(select(Message)).all() == []


def test_it_asks_as_often_for_many(session: Session, queries: Queries) -> None:
    few = []
    for number in (3, 30):
        for _ in range(number):
            a_supplier(session, alerts=True)
        challenge = an_open_challenge(session)
        session.expire_all()
        with queries() as seen:
            announced(session, challenge)
        few.append(len(seen))
    assert few[1] <= few[0]


def test_who_was_told_is_forgotten_after_a_year(session: Session) -> None:
    challenge = an_open_challenge(session)
    a_supplier(session, alerts=True)
    announced(session, challenge)
    assert interest.forget_alerts(session, at=now(session) + timedelta(days=364)) == 0
    assert interest.forget_alerts(session, at=now(session) + timedelta(days=366)) == 1
