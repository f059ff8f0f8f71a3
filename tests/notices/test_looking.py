"""Find a Tender is read on and on, and what challenges wait for is found."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.notices.find_a_tender.matching import Awaited, match
from engage.notices.models import Kind, Notice, Reading, Sighting, Status
from engage.notices.parsing.notice import Notice as Read
from engage.notices.queries import find_a_tender as waiting
from engage.notices.service.calling import FindATender, call_due
from engage.notices.service.handing_in import NotSent, answer_sighting
from tests.factories import NOW, an_officer
from tests.notices.fake_find_a_tender import FakeFindATender, a_release, find_a_tender
from tests.notices.finding import PPON, an_awaited_challenge, as_workers_know_it
from tests.services import Clock

pytestmark = pytest.mark.services


@pytest.fixture
def server() -> Iterator[FakeFindATender]:
    with find_a_tender() as running:
        yield running


@pytest.fixture
def service(server: FakeFindATender) -> FindATender:
    return as_workers_know_it(server)


@pytest.fixture
def challenge(sessions: Sessions) -> Challenge:
    with sessions.write() as session:
        return an_awaited_challenge(session, title="Warm homes in winter")


def read_on(sessions: Sessions, clock: Clock, service: FindATender, minutes: int) -> None:
    """The bell rings every 15 seconds."""
    for _ in range(minutes * 4):
        clock.advance(seconds=15)
        call_due(sessions, service)


def seen(sessions: Sessions) -> list[Sighting]:
    with sessions.read() as session:
        return list(session.scalars(select(Sighting).order_by(Sighting.notice_id)))


def notice(sessions: Sessions) -> Notice:
    with sessions.read() as session:
        return session.scalars(select(Notice)).one()


def test_our_reference_is_recorded_at_once(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    challenge: Challenge,
) -> None:
    at = NOW + timedelta(minutes=30)
    server.releases = [
        a_release(1, at=at),
        a_release(2, at=at, reference=challenge.reference, buyer="Damp Town Council"),
    ]
    read_on(sessions, clock, service, 20)
    assert not seen(sessions)
    read_on(sessions, clock, service, 40)
    found = seen(sessions)
    assert [(each.notice_id, each.certain, each.is_ours) for each in found] == [
        ("000002-2026", True, True)
    ]
    recorded = notice(sessions)
    assert (recorded.status, recorded.notice_id) == (Status.RECORDED, "000002-2026")
    assert recorded.ocid == "ocds-h6vhtk-000002"
    assert (recorded.published_on, recorded.kind) == (NOW.date(), Kind.PROSPECTIVE)
    asked = len(server.asked)
    read_on(sessions, clock, service, 60)
    assert len(server.asked) == asked, "nothing is waited for any more"


def like(challenge: Challenge, at: datetime) -> list[dict[str, Any]]:
    """Releases that have something in common with what is waited for; the first and last enough."""
    return [
        a_release(1, at=at, title="WARM homes, in the winter!", ppon=PPON),
        a_release(2, at=at, title="Warm homes in winter", ppon="PZZZ-1111-WXYZ"),
        a_release(3, at=at, title="Cold drinks", ppon=PPON),
        a_release(4, at=at, title="Warm homes in winter", ppon=PPON, notice_type="UK4"),
        a_release(5, at=at, reference=challenge.reference, ppon="PZZZ-1111-WXYZ"),
    ]


def test_anything_less_is_a_question(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    challenge: Challenge,
) -> None:
    server.releases = like(challenge, NOW + timedelta(minutes=5))
    read_on(sessions, clock, service, 40)
    found = seen(sessions)
    assert [(each.notice_id, each.is_ours) for each in found] == [
        ("000001-2026", None),
        ("000005-2026", None),
    ]
    assert notice(sessions).status is Status.DRAFT
    with sessions.write() as session:
        officer = an_officer(session, challenge.authority)
        wrong, ours = (session.get_one(Sighting, found[place].id) for place in (1, 0))
        answer_sighting(session, wrong, is_ours=False, by=officer.id, at=clock.now)
        with pytest.raises(NotSent, match="already"):
            answer_sighting(session, wrong, is_ours=True, by=officer.id, at=clock.now)
        assert notice(sessions).status is Status.DRAFT
        answer_sighting(session, ours, is_ours=True, by=officer.id, at=clock.now)
    assert notice(sessions).notice_id == "000001-2026"


def test_it_goes_on_where_it_stopped(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    challenge: Challenge,
) -> None:
    clock.advance(hours=11)
    server.releases = [
        a_release(n, at=NOW + timedelta(minutes=2 * n), title=f"Number {n}") for n in range(1, 321)
    ]
    last = server.releases[0]
    last["tender"]["id"] = challenge.reference
    last["buyer"]["name"] = last["parties"][0]["name"] = "Damp Town Council"
    server.faults.extend(["", "503", "", "hang up", "half the JSON", "truncated", "500"])
    read_on(sessions, clock, service, 30)
    assert [each.notice_id for each in seen(sessions)] == ["000001-2026"]
    assert notice(sessions).status is Status.RECORDED


def test_a_page_read_twice_changes_nothing(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    challenge: Challenge,
) -> None:
    server.releases = [a_release(1, at=NOW, title=challenge.title, ppon=PPON)]
    for _ in range(2):
        with sessions.write() as session:
            if reading := session.get(Reading, "releases"):
                session.delete(reading)
        read_on(sessions, clock, service, 20)
    assert len(seen(sessions)) == 1
    with sessions.read() as session:
        facts = select(func.count()).where(RecordedEvent.name == "notice.seen")
        assert session.scalar(facts) == 1


def test_what_cannot_be_read_is_left_out_at_last_and_said(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    challenge: Challenge,
) -> None:
    server.faults.extend(["half the JSON"] * 20)
    for _ in range(20):
        clock.advance(hours=1)
        call_due(sessions, service)
    with sessions.read() as session:
        reading = waiting.reading_of_find_a_tender(session)
        assert reading is not None
        assert reading.skipped == 1
        assert "not JSON" in reading.problem
    limits = [asked.partition("limit=")[2].partition("&")[0] for asked in server.asked]
    assert limits[:4] == ["100", "10", "1", "1"]
    read_on(sessions, clock, service, 10)
    with sessions.read() as session:
        reading = waiting.reading_of_find_a_tender(session)
        assert reading is not None
        assert (reading.problem, reading.page_size, reading.failures) == ("", 100, 0)


def test_a_service_that_is_away_is_asked_less_and_less(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    challenge: Challenge,
) -> None:
    server.faults.extend(["500"] * 1000)
    read_on(sessions, clock, service, 240)
    assert len(server.asked) < 20
    server.faults.clear()
    server.releases = [a_release(1, at=NOW, title=challenge.title, ppon=PPON)]
    read_on(sessions, clock, service, 90)
    assert len(seen(sessions)) == 1


def test_nothing_is_read_when_nothing_is_waited_for(
    sessions: Sessions, clock: Clock, server: FakeFindATender, service: FindATender
) -> None:
    read_on(sessions, clock, service, 5)
    assert not server.asked


AWAITED = Awaited(
    challenge_id=uuid4(),
    authority_id=uuid4(),
    reference="LDS-2026-014",
    title="Warm homes in winter",
    buyer="Leeds City Council",
    ppon=PPON,
)


@pytest.mark.parametrize(
    ("said", "certain"),
    [
        ({"reference": " lds-2026-014 ", "buyer_ppon": PPON}, True),
        ({"reference": "LDS-2026-014", "buyer_name": "City of Leeds"}, True),
        ({"reference": "LDS-2026-014", "buyer_name": "Leicester City Council"}, False),
        ({"reference": "LDS-2026-014"}, False),
        ({"title": "Warm homes in winter", "buyer_ppon": PPON}, False),
        ({"title": "Warm homes in winter", "buyer_ppon": "PZZZ-1111-WXYZ"}, None),
        ({"title": "Warm homes in winter", "buyer_name": "Hull City Council"}, None),
        ({"title": "Cold homes in summer", "buyer_ppon": PPON}, None),
        ({"reference": "LDS-2026-015", "buyer_ppon": PPON}, None),
        ({"buyer_ppon": PPON}, None),
        ({}, None),
    ],
)
def test_what_belongs_together(said: dict[str, Any], certain: bool | None) -> None:
    found = match(Read(**said), AWAITED)
    assert (found and found.certain) is certain
