"""A notice goes to Find a Tender once, whatever breaks on the way."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.notices.find_a_tender.answers import Information
from engage.notices.models import HandIn, Notice, Status, Step
from engage.notices.queries import find_a_tender as waiting
from engage.notices.service import record_number
from engage.notices.service.calling import FindATender, call_due
from engage.notices.service.handing_in import (
    NotSent,
    hand_in,
    hand_in_again,
    take_up_again,
)
from tests.factories import NOW, an_officer
from tests.notices.fake_find_a_tender import KEY, FakeFindATender, find_a_tender
from tests.notices.finding import (
    OPEN,
    an_awaited_challenge,
    as_workers_know_it,
    call,
    handed_in,
    of,
)
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
def handed(sessions: Sessions) -> HandIn:
    with sessions.write() as session:
        return handed_in(session, an_awaited_challenge(session))


def names(sessions: Sessions, handed: HandIn) -> list[str]:
    with sessions.read() as session:
        about = select(RecordedEvent.name).where(RecordedEvent.subject_id == handed.id)
        return list(session.scalars(about.order_by(RecordedEvent.id)))


def test_it_is_sent_followed_and_recorded(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
) -> None:
    steps = []
    for _ in range(3):
        call(sessions, clock, service)
        steps.append(of(sessions, handed.id).step)
    assert steps == [Step.SENT, Step.ACCEPTED, Step.PUBLISHED]
    done = of(sessions, handed.id)
    assert (done.notice_id, done.ocid) == ("000001-2026", "ocds-h6vhtk-000001")
    assert (done.failures, done.problem, done.settled_at) == (0, "", clock.now)
    with sessions.read() as session:
        notice = session.scalars(select(Notice)).one()
        assert (notice.status, notice.notice_id) == (Status.RECORDED, "000001-2026")
    told = ["notice.handed_in", "notice.received", "notice.out"]
    assert names(sessions, handed) == told
    call(sessions, clock, service, 3)
    assert len(server.taken) == 1
    assert names(sessions, handed) == told


def test_two_calls_are_12_seconds_apart(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
) -> None:
    with sessions.write() as session:
        handed_in(session, an_awaited_challenge(session))
    assert call_due(sessions, service)
    for seconds, made in [(0, False), (11, False), (1, True)]:
        clock.advance(seconds=seconds)
        assert call_due(sessions, service) == made
    assert len(server.taken) == 2


def test_it_stays_away_as_long_as_it_is_asked_to(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
) -> None:
    server.faults.append("429")
    assert call_due(sessions, service)
    assert (of(sessions, handed.id).step, of(sessions, handed.id).failures) == (Step.ASKED, 0)
    assert "asks us to wait" in of(sessions, handed.id).problem
    clock.advance(seconds=119)
    assert not call_due(sessions, service)
    clock.advance(seconds=1)
    assert call_due(sessions, service)
    assert (of(sessions, handed.id).step, of(sessions, handed.id).problem) == (Step.SENT, "")


@pytest.mark.parametrize("fault", ["hang up", "truncated", "half the JSON", "slow", "500"])
def test_an_answer_that_is_lost_sends_nothing_twice(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
    fault: str,
) -> None:
    server.faults.append(fault)
    assert call_due(sessions, service)
    assert of(sessions, handed.id).step is Step.SENDING
    clock.advance(seconds=60)
    call_due(sessions, service)
    assert not any("search" in asked for asked in server.asked), "it may still be taken"
    time.sleep(server.slowness)
    call(sessions, clock, service, 5)
    assert of(sessions, handed.id).step is Step.PUBLISHED
    assert len(server.taken) == 1


class Killed(BaseException):
    """What a process does not survive."""


class Dying:
    """Hands the notice in, and dies before it can say so."""

    def __init__(self, service: FindATender) -> None:
        self.submissions = service.submissions

    def submit(self, xml: bytes, *, key: str) -> Information:
        self.submissions.submit(xml, key=key)
        raise Killed

    def information(self, submission_id: str, *, key: str) -> Information:
        return self.submissions.information(submission_id, key=key)

    def find(self, own_key: str, *, key: str) -> Information | None:
        return self.submissions.find(own_key, key=key)


def test_a_kill_between_sending_and_noting_sends_nothing_twice(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
) -> None:
    dying = FindATender(service.reader, Dying(service), service.keys)
    with pytest.raises(Killed):
        call_due(sessions, dying)
    assert len(server.taken) == 1
    assert of(sessions, handed.id).step is Step.SENDING
    call(sessions, clock, service, 4)
    assert of(sessions, handed.id).step is Step.PUBLISHED
    assert len(server.taken) == 1


def test_who_notes_nothing_before_sending_sends_twice(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
) -> None:
    """The control: without the step that is committed first, the kill does harm."""
    dying = FindATender(service.reader, Dying(service), service.keys)
    with pytest.raises(Killed):
        call_due(sessions, dying)
    with sessions.write() as session:
        session.get_one(HandIn, handed.id).step = Step.ASKED
    call(sessions, clock, service, 4)
    assert len(server.taken) == 2


def test_where_nobody_can_look_an_officer_decides(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
) -> None:
    server.finds = False
    server.faults.append("hang up")
    call(sessions, clock, service, 4)
    assert of(sessions, handed.id).step is Step.UNSURE
    assert len(server.taken) == 1
    assert names(sessions, handed)[-1] == "notice.unsure"
    with sessions.write() as session:
        row = session.get_one(HandIn, handed.id)
        hand_in_again(session, row, keys=OPEN, by=row.asked_by, at=clock.now)
        with pytest.raises(NotSent, match="on its way"):
            hand_in_again(session, row, keys=OPEN, by=row.asked_by, at=clock.now)
    call(sessions, clock, service, 4)
    assert of(sessions, handed.id).step is Step.PUBLISHED
    assert len({each["no_doc_ext"] for each in server.taken.values()}) == 2


def test_a_refusal_is_kept_with_its_reasons(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
) -> None:
    server.invalid = "The postal address is missing"
    call(sessions, clock, service, 5)
    refused = of(sessions, handed.id)
    assert (refused.step, refused.report) == (Step.REFUSED, "The postal address is missing: UK2-4")
    assert names(sessions, handed)[-1] == "notice.refused"
    assert not refused.parked_at
    server.invalid = ""
    with sessions.write() as session:  # the council gives it in its settings
        session.get_one(Authority, handed.authority_id).street = "1 Mended Street"
        row = session.get_one(HandIn, handed.id)
        hand_in_again(session, row, keys=OPEN, by=row.asked_by, at=clock.now)
    call(sessions, clock, service, 4)
    assert of(sessions, handed.id).step is Step.PUBLISHED
    assert "1 Mended Street" in list(server.taken.values())[-1]["xml"]
    assert of(sessions, handed.id).release_id != refused.release_id


def test_twelve_failures_put_it_aside_until_the_operator_looks(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    handed: HandIn,
) -> None:
    wrong = as_workers_know_it(server, **{"": "a wrong key"})
    call(sessions, clock, wrong, 11)
    assert of(sessions, handed.id).parked_at is None
    call(sessions, clock, wrong, 3)
    aside = of(sessions, handed.id)
    assert (aside.failures, aside.step) == (12, Step.ASKED)
    assert aside.parked_at is not None
    assert "does not accept the key" in aside.problem
    with sessions.write() as session:
        assert [each.id for each in waiting.put_aside(session)] == [handed.id]
        take_up_again(session, session.get_one(HandIn, handed.id), at=clock.now)
    call(sessions, clock, as_workers_know_it(server))
    assert of(sessions, handed.id).step is Step.SENT


def test_a_process_that_always_dies_is_put_aside(
    sessions: Sessions,
    clock: Clock,
    server: FakeFindATender,
    service: FindATender,
    handed: HandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def dies(*_: object, **__: object) -> None:
        raise Killed

    for verb in ("submit", "find"):
        monkeypatch.setattr(type(service.submissions), verb, dies)
    for _ in range(12):
        with pytest.raises(Killed):
            call(sessions, clock, service)
    call(sessions, clock, service)
    assert of(sessions, handed.id).parked_at is not None


def test_each_council_has_its_own_key(
    sessions: Sessions, clock: Clock, server: FakeFindATender, handed: HandIn
) -> None:
    with sessions.read() as session:
        slug = session.get_one(Authority, handed.authority_id).slug
    call(sessions, clock, as_workers_know_it(server, **{"another": KEY}))
    assert "no key for this council" in of(sessions, handed.id).problem
    assert not server.taken
    call(sessions, clock, as_workers_know_it(server, **{slug: KEY, "": "wrong"}))
    assert len(server.taken) == 1


def test_without_keys_nothing_is_sent(
    sessions: Sessions, clock: Clock, server: FakeFindATender, handed: HandIn
) -> None:
    service = as_workers_know_it(server)
    call(sessions, clock, FindATender(service.reader, service.submissions, {}), 3)
    assert not server.taken
    assert not call_due(sessions, None)


def test_asking_twice_is_asking_once(sessions: Sessions, handed: HandIn) -> None:
    with sessions.write() as session:
        challenge = session.get_one(Challenge, handed.challenge_id)
        again = hand_in(session, challenge, keys=OPEN, by=handed.asked_by, at=NOW)
        assert again.id == handed.id
        with pytest.raises(NotSent, match="no key"):
            hand_in(session, challenge, keys=["another"], by=handed.asked_by, at=NOW)


def test_a_notice_with_a_number_is_not_sent(sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_awaited_challenge(session)
        officer = an_officer(session, challenge.authority)
        record_number(session, challenge, notice_id="083655-2026", by=officer.id, at=NOW)
        with pytest.raises(NotSent, match="is known"):
            hand_in(session, challenge, keys=OPEN, by=officer.id, at=NOW)
