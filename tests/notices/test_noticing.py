"""Publish first: when the page is listed, how a number gets in, what makes a new version."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import drain
from engage.notices import queries, service
from engage.notices.models import Kind, Notice, Status
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from tests.factories import NOW, a_challenge, a_supplier, an_open_challenge
from tests.services import Clock

OFFICER = UUID(int=1)
PUBLISHED = {"answer": "published", "notice_id": "099001-2026", "ocid": "ocds-h6vhtk-0f0001"}
TO_COME = {"answer": "to come"}
NONE = {"answer": "none", "reason": "Below the threshold."}


def published(session: Session, plan: dict[str, str]) -> Challenge:
    challenge = a_challenge(session)
    challenges.plan_notice(session, challenge, plan=plan, by=OFFICER, at=NOW)
    challenges.publish(session, challenge, by=OFFICER, at=NOW)
    return challenge


def unlisted(session: Session) -> Challenge:
    return published(session, TO_COME)


def names(session: Session) -> list[str]:
    return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


@pytest.mark.parametrize(
    ("plan", "status", "is_listed"),
    [
        (PUBLISHED, Status.RECORDED, True),
        (TO_COME, Status.DRAFT, False),
        (NONE, Status.NONE, True),
    ],
)
def test_what_publishing_was_told_becomes_the_first_version(
    session: Session, plan: dict[str, str], status: Status, is_listed: bool
) -> None:
    challenge = published(session, plan)
    assert (challenge.listed_at is not None) is is_listed
    notice = service.current_or_first(session, challenge, at=NOW)
    assert (notice.number, notice.kind, notice.status) == (1, Kind.PROSPECTIVE, status)
    assert notice.notice_id == plan.get("notice_id", "")
    assert queries.settled(session, challenge) is is_listed


def test_a_first_version_that_is_made_late_says_what_was_so(
    sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge_id = published(session, PUBLISHED).id
    clock.advance(days=40)  # no worker ran meanwhile
    challenges.close_ended(sessions)
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        first = queries.current(session, session.get_one(Challenge, challenge_id))
        assert first is not None
        assert (first.kind, first.recorded_at) == (Kind.PROSPECTIVE, NOW)


def test_who_says_nothing_of_the_notice_is_not_listed(session: Session) -> None:
    challenge = a_challenge(session)
    challenges.publish(session, challenge, by=OFFICER, at=NOW)
    assert challenge.listed_at is None


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"answer": "published", "notice_id": "99001-2026"}, "083655-2026"),
        ({"answer": "published", "notice_id": ""}, "083655-2026"),
        ({**PUBLISHED, "ocid": "ocds-engage-MBC-2026-001"}, "ocds-h6vhtk"),
        ({"answer": "none", "reason": "  "}, "why there is no notice"),
    ],
)
def test_what_cannot_be_said_of_a_notice(
    session: Session, plan: dict[str, str], sentence: str
) -> None:
    challenge = a_challenge(session)
    with pytest.raises(challenges.BadNotice, match=sentence):
        challenges.plan_notice(session, challenge, plan=plan, by=OFFICER, at=NOW)
    assert challenge.notice_plan == {}


def test_what_was_said_is_changed_until_it_is_published(session: Session) -> None:
    challenge = a_challenge(session)
    for plan in (TO_COME, PUBLISHED, PUBLISHED):
        challenges.plan_notice(session, challenge, plan=plan, by=OFFICER, at=NOW)
    assert names(session).count("challenge.notice_planned") == 2
    challenges.publish(session, challenge, by=OFFICER, at=NOW)
    with pytest.raises(challenges.BadNotice, match="is published"):
        challenges.plan_notice(session, challenge, plan=NONE, by=OFFICER, at=NOW)


def test_the_number_lists_the_page(session: Session) -> None:
    challenge = unlisted(session)
    notice = service.record_number(
        session, challenge, notice_id=" 099001-2026 ", by=OFFICER, at=NOW
    )
    assert (notice.status, notice.notice_id, notice.recorded_at) == (
        Status.RECORDED,
        "099001-2026",
        NOW,
    )
    assert challenge.listed_at == NOW
    assert queries.settled(session, challenge)


def test_a_number_given_twice_is_one_fact_and_another_corrects_it(session: Session) -> None:
    challenge = unlisted(session)
    for number, ocid in (
        ("099001-2026", ""),
        ("099001-2026", ""),
        ("099001-2026", "ocds-h6vhtk-0f0001"),
        ("099002-2026", ""),
    ):
        notice = service.record_number(
            session, challenge, notice_id=number, ocid=ocid, by=OFFICER, at=NOW
        )
    assert (notice.notice_id, notice.ocid) == ("099002-2026", "ocds-h6vhtk-0f0001")
    assert names(session).count("notice.recorded") == 3
    assert names(session).count("challenge.listed") == 1
    assert len(queries.versions(session, challenge)) == 1


def test_reasons_for_none_list_the_page_too(session: Session) -> None:
    challenge = unlisted(session)
    with pytest.raises(challenges.BadNotice):
        service.give_reasons(session, challenge, reasons=" ", by=OFFICER, at=NOW)
    notice = service.give_reasons(session, challenge, reasons="Too small.", by=OFFICER, at=NOW)
    assert (notice.status, notice.rationale) == (Status.NONE, "Too small.")
    assert challenge.listed_at == NOW
    service.record_number(session, challenge, notice_id="099001-2026", by=OFFICER, at=NOW)
    with pytest.raises(challenges.BadNotice, match="is published"):
        service.give_reasons(session, challenge, reasons="None", by=OFFICER, at=NOW)


def test_listing_all_the_same_says_why_and_settles_nothing(session: Session) -> None:
    challenge = unlisted(session)
    with pytest.raises(challenges.BadNotice):
        service.list_all_the_same(session, challenge, because="", by=OFFICER, at=NOW)
    service.list_all_the_same(session, challenge, because="It is down.", by=OFFICER, at=NOW)
    notice = queries.current(session, challenge)
    assert notice is not None and notice.listed_because == "It is down."
    assert challenge.listed_at == NOW
    assert "notice.listed_early" in names(session)
    with pytest.raises(service.NotSettled, match="section 17"):
        service.require_settled(session, challenge)


@pytest.mark.parametrize("verb", [service.record_number, service.give_reasons])
def test_a_draft_has_no_notice_yet(session: Session, verb: Callable[..., Notice]) -> None:
    words = {"notice_id": "099001-2026"} if verb is service.record_number else {"reasons": "None"}
    with pytest.raises(challenges.BadNotice, match="Publish the challenge first"):
        verb(session, a_challenge(session), **words, by=OFFICER, at=NOW)


def test_what_is_withdrawn_gets_its_number_and_stays_unlisted(session: Session) -> None:
    challenge = unlisted(session)
    challenges.withdraw(session, challenge, because="No money.", by=OFFICER, at=NOW)
    service.record_number(session, challenge, notice_id="099001-2026", by=OFFICER, at=NOW)
    assert challenge.listed_at is None
    with pytest.raises(challenges.BadNotice):
        challenges.list_publicly(session, challenge, by=OFFICER, at=NOW)


def test_a_change_of_what_is_published_makes_a_version(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        challenge = published(session, PUBLISHED)
    drain(sessions, SUBSCRIPTIONS)
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        later = mine.engagement_ends
        assert later is not None
        ends = later + timedelta(days=7)
        challenges.extend(session, mine, ends=ends, by=OFFICER, at=clock.now)
    drain(sessions, SUBSCRIPTIONS)
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        first, second = queries.versions(session, mine)
        assert (first.status, second.status) == (Status.RECORDED, Status.DRAFT)
        assert (second.notice_id, second.ocid) == ("", "ocds-h6vhtk-0f0001")
        service.record_number(session, mine, notice_id="099555-2026", by=OFFICER, at=clock.now)
        facts = queries.facts_of(session, mine, at=clock.now)
        assert [each.notice_id for each in facts.notices] == ["099001-2026", "099555-2026"]


def test_what_is_not_published_yet_changes_without_a_version(
    sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = unlisted(session)
        ends = challenge.engagement_ends
        assert ends is not None
        challenges.extend(
            session, challenge, ends=ends + timedelta(days=7), by=OFFICER, at=clock.now
        )
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        assert [each.number for each in session.scalars(select(Notice))] == [1]


def test_the_notice_of_an_engagement_that_is_over_looks_back(session: Session) -> None:
    ended = NOW - timedelta(hours=1)
    challenge = an_open_challenge(session, engagement_ends=ended, notice_plan=TO_COME)
    notice = service.current_or_first(session, challenge, at=NOW)
    assert notice.kind is Kind.RETROSPECTIVE


def alerts(sessions: Sessions) -> int:
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        wanted = select(Message).where(Message.template == "challenge-published")
        return len(session.scalars(wanted).all())


def test_suppliers_hear_of_it_when_it_is_listed(sessions: Sessions) -> None:
    with sessions.write() as session:
        a_supplier(session, alerts=True)
        challenge = unlisted(session)
    assert alerts(sessions) == 0
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        service.record_number(session, mine, notice_id="099001-2026", by=OFFICER, at=NOW)
    assert alerts(sessions) == 1


def test_nobody_is_called_to_what_is_over(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        a_supplier(session, alerts=True)
        challenge = unlisted(session)
    clock.advance(days=30)
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        service.record_number(session, mine, notice_id="099001-2026", by=OFFICER, at=clock.now)
    assert alerts(sessions) == 0


def test_a_notice_that_waits_looks_back_once_the_engagement_is_over(
    sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = unlisted(session)
        other = published(session, PUBLISHED)
    drain(sessions, SUBSCRIPTIONS)
    clock.advance(days=30)
    assert challenges.close_ended(sessions) == 2
    for _ in range(2):  # what a reaction records is reacted to at the next turn
        drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        waits = queries.current(session, session.get_one(Challenge, challenge.id))
        out = queries.current(session, session.get_one(Challenge, other.id))
        assert waits is not None and waits.kind is Kind.RETROSPECTIVE
        assert out is not None and out.kind is Kind.PROSPECTIVE  # as it was published
        assert names(session).count("notice.turned") == 1
        told = select(Message).where(Message.template == "notice-turned")
        assert [each.subject_id for each in session.scalars(told)] == [challenge.id]
