"""Putting an engagement on record that was over before anybody could read of it (s.17(2))."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges import service
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries.checking import findings
from engage.challenges.queries.history import amendment
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import drain
from engage.kernel.versions import fingerprint_of
from engage.notices import queries as notices
from engage.notices.models import Kind
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, a_council, a_prompt, a_supplier, an_officer, sign_in
from tests.services import Clock

OFFICER = UUID(int=1)
ENDED = NOW - timedelta(days=30)
TOLD = "We met six suppliers in the Civic Centre on Friday 30 January 2026, all on the same day."
RECORD: dict[str, Any] = {"retrospective": True, "engagement_ends": ENDED, "process": TOLD}
PUBLISHED = {"answer": "published", "notice_id": "099001-2026"}


def names(session: Session) -> list[str]:
    return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


def test_it_is_closed_from_the_first_moment(session: Session) -> None:
    challenge = a_challenge(session, **RECORD)
    assert service.gaps(challenge, NOW) == []
    assert service.warnings(challenge, NOW) == []
    service.publish(session, challenge, by=OFFICER, at=NOW)
    assert (challenge.stage, challenge.closed_at) == (Stage.CLOSED, NOW)
    assert (challenge.published_at, challenge.engagement_ends) == (NOW, ENDED)
    assert challenge.ended(NOW) and not challenge.takes_part(NOW)
    assert names(session)[-1] == "challenge.put_on_record"
    assert "challenge.published" not in names(session)
    assert challenge.may_change(NOW)
    service.withdraw(session, challenge, because="Wrong council.", by=OFFICER, at=NOW)
    assert challenge.ended(NOW)


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"retrospective": True}, "You say that the engagement is over, but it ends at"),
        ({"engagement_ends": ENDED}, "or say that this is a record"),
    ],
)
def test_the_end_and_what_is_said_have_to_agree(
    session: Session, about: dict[str, Any], sentence: str
) -> None:
    challenge = a_challenge(session, **about)
    [gap] = service.gaps(challenge, NOW)
    assert (gap.field, gap.section) == ("engagement_ends", "dates")
    assert sentence in gap.sentence
    with pytest.raises(service.Incomplete):
        service.publish(session, challenge, by=OFFICER, at=NOW)


def test_it_can_be_put_on_record_by_the_clock(sessions: Sessions, clock: Clock) -> None:
    later = NOW + timedelta(days=2)
    with sessions.write() as session:
        challenge = a_challenge(session, **{**RECORD, "engagement_ends": NOW + timedelta(days=1)})
        service.schedule(session, challenge, publish_at=later, by=OFFICER, at=NOW)
    clock.set(later)
    assert service.publish_due(sessions) == 1
    with sessions.read() as session:
        assert session.get_one(Challenge, challenge.id).stage is Stage.CLOSED


def test_nobody_is_told_and_the_notice_looks_back(sessions: Sessions) -> None:
    with sessions.write() as session:
        a_supplier(session, alerts=True)
        challenge = a_challenge(session, **RECORD)
        service.plan_notice(session, challenge, plan=PUBLISHED, by=OFFICER, at=NOW)
        service.publish(session, challenge, by=OFFICER, at=NOW)
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 0
        kept = session.get_one(Challenge, challenge.id)
        assert kept.listed_at == NOW
        version = notices.current(session, kept)
        assert version is not None and version.kind is Kind.RETROSPECTIVE
        release = notices.newest_release(session, kept)
        assert release is not None
        assert '"id":"responses"' not in release.body
        assert '"status":"met"' in release.body and '"dateMet":' in release.body


def test_the_checker_asks_for_no_way_in(session: Session) -> None:
    def codes(**about: Any) -> set[str]:
        challenge = a_challenge(session, **{**RECORD, **about})
        looked = findings(session, challenge, NOW)
        return {each.finding.code for each in looked.of(["process", "engagement_ends"])}

    assert "no_way_to_take_part" in codes(retrospective=False)
    assert "no_way_to_take_part" not in codes()


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, a_council(session, prefix="MBC"))
    sign_in(client, sessions, person)
    return Browser(client)


def test_an_officer_puts_it_on_record(officer: Browser, sessions: Sessions) -> None:
    officer.submit("/desk/challenges/new", {"title": "Damp", "start": "template:retrospective"})
    with sessions.write() as session:
        challenge = session.scalars(select(Challenge)).one()
        assert challenge.retrospective
        full = a_challenge(session, challenge.authority, **RECORD)
        a_prompt(session, full)
    base = f"/desk/challenges/{full.reference}"
    page = officer.get(f"{base}/publish").words
    assert "Publish this record" in page and "No supplier is told by e-mail" in page
    assert "suppliers can take part until" not in page
    assert "nobody answers questions" in officer.get(f"{base}/questionnaire").words
    assert "Publish the record" in officer.get(base).words
    officer.submit(f"{base}/publish", {"notice": "to come"})
    assert "The record is published" in officer.follow().words
    assert "so its notice looks back" in officer.get(base).words
    assert "the notice looks back" in officer.get(f"{base}/notice").words
    assert "no supplier is told" in officer.get(f"{base}/notice/answer").words
    public = officer.get(f"/challenges/{full.reference}").words
    assert "This is a record." in public
    assert "How suppliers took part" in public
    assert "I am interested" not in public
    assert "nothing left to plan" in officer.get(f"{base}/timetable").words
    assert "No workshop was held" not in public
    assert officer.get(f"{base}/timeline").words.count("put on record") == 1


def test_the_box_is_kept_and_unticked(officer: Browser, sessions: Sessions) -> None:
    officer.submit("/desk/challenges/new", {"title": "Damp", "start": "blank"})
    with sessions.read() as session:
        challenge = session.scalars(select(Challenge)).one()
    address = f"/desk/challenges/{challenge.reference}/statement/dates"
    for ticked in (True, False):
        officer.submit(address, {"retrospective": "y"} if ticked else {"retrospective": None})
        with sessions.read() as session:
            assert session.get_one(Challenge, challenge.id).retrospective is ticked


def test_a_record_is_put_right_in_the_open(officer: Browser, sessions: Sessions) -> None:
    officer.submit("/desk/challenges/new", {"title": "Damp", "start": "blank"})
    with sessions.write() as session:
        draft = session.scalars(select(Challenge)).one()
        challenge = a_challenge(session, draft.authority, **RECORD)
        service.plan_notice(session, challenge, plan=PUBLISHED, by=OFFICER, at=NOW)
        service.publish(session, challenge, by=OFFICER, at=NOW)
    drain(sessions, SUBSCRIPTIONS)
    base = f"/desk/challenges/{challenge.reference}"
    assert f"{base}/amend" in officer.get(base).links()
    assert f"{base}/amend" in officer.get(f"{base}/statement").links()
    assert "retrospective" not in officer.get(f"{base}/amend/dates").forms[-1].values
    told = TOLD.replace("six suppliers", "seven suppliers")
    officer.submit(f"{base}/amend/dates", {"take_part": told, "ends-day": "1"})
    page = officer.get(f"{base}/amend/check")
    assert "seven" in page.words and "more time" not in page.words
    officer.submit(f"{base}/amend/check", {"because": "We had left one out.", "material": "yes"})
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        kept = session.get_one(Challenge, challenge.id)
        assert (kept.process, kept.retrospective, kept.stage) == (told, True, Stage.CLOSED)
        assert kept.engagement_ends is not None and kept.engagement_ends.day == 1
        kinds = [each.kind for each in notices.versions(session, kept)]
        assert kinds == [Kind.RETROSPECTIVE] * 2
    assert "We had left one out." in officer.get(f"/challenges/{challenge.reference}/updates").words


def test_a_record_stays_over(session: Session) -> None:
    challenge = a_challenge(session, **RECORD)
    service.publish(session, challenge, by=OFFICER, at=NOW)
    later = {"engagement_ends": NOW + timedelta(days=9)}
    service.propose(session, challenge, changes=later, by=OFFICER, at=NOW)
    waits = amendment(session, challenge.id)
    seen = fingerprint_of(service.waiting(challenge, waits))
    reasons = service.Reasons(because="More time.", material=True)
    with pytest.raises(service.Incomplete, match="is over, but it ends at"):
        service.amend(session, challenge, reasons=reasons, seen=seen, by=OFFICER, at=NOW)
    with pytest.raises(service.BadEnd):
        service.extend(session, challenge, ends=later["engagement_ends"], by=OFFICER, at=NOW)
    service.conclude(session, challenge, by=OFFICER, at=NOW)
    with pytest.raises(service.NotAmendable):
        service.propose(session, challenge, changes={"need": "x"}, by=OFFICER, at=NOW)


def test_a_record_is_asked_for_in_the_past(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        record = a_challenge(session, **RECORD)
        draft = a_challenge(session, record.authority)
        officer = an_officer(session, record.authority)
    sign_in(client, sessions, officer)
    words = Browser(client).get(f"/desk/challenges/{record.reference}/statement/dates").words
    assert "How did suppliers take part?" in words and "Date the engagement ended" in words
    assert "Say whom you met, where and when, and what you asked ( regulation 17(2)(f) )" in words
    words = Browser(client).get(f"/desk/challenges/{draft.reference}/statement/dates").words
    assert "How do suppliers take part?" in words and "Date the engagement ends" in words
