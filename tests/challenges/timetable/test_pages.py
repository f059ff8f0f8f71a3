"""The timetable's pages: dates in, a drawing and a table out."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts.actor import Actor
from engage.authorities.models import Authority
from engage.challenges import queries
from engage.challenges.models import Challenge, Timetable
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, a_council, an_officer, an_open_challenge, sign_in

TENDER = {"tender_on-day": "15", "tender_on-month": "6", "tender_on-year": "2026"}


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session, pipeline_required=True)


@pytest.fixture
def draft(sessions: Sessions, council: Authority) -> Challenge:
    with sessions.write() as session:
        return a_challenge(session, council, engagement_ends=None, value=2_500_000)


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions, council: Authority) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    return Browser(client)


def test_it_says_what_it_needs_before_anything_is_known(officer: Browser, draft: Challenge) -> None:
    page = officer.get(f"/desk/challenges/{draft.reference}/timetable")
    assert "There is no timetable yet" in page.words
    assert "<svg" not in page.text


def test_a_tender_day_draws_the_steps(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    base = f"/desk/challenges/{draft.reference}/timetable"
    officer.submit(f"{base}/dates", {**TENDER, "pipeline_number": "012345-2026"})
    page = officer.follow()
    assert page.text.count('class="e-chart__bar"') == 8
    assert "The market is engaged Tuesday 21 April 2026 Tuesday 12 May 2026" in page.words
    assert "£207,720, in force from Thursday 1 January 2026" in page.words
    assert "Above the threshold" in page.words
    assert "If published from Sunday 15 June 2025 to Wednesday 6 May 2026" in page.words
    with sessions.read() as session:
        kept = session.scalars(select(Timetable)).one()
        assert (kept.tender_on, kept.threshold) == (date(2026, 6, 15), "2026-services")
        (fact,) = session.scalars(
            select(RecordedEvent).where(RecordedEvent.name == "timetable.set")
        )
        assert fact.payload == {
            "fields": ["tender_on", "pipeline_number"],
            "threshold": "2026-services",
        }


def test_saving_the_same_again_records_nothing(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    for _ in range(2):
        officer.submit(f"/desk/challenges/{draft.reference}/timetable/dates", TENDER)
    with sessions.read() as session:
        facts = select(RecordedEvent).where(RecordedEvent.name == "timetable.set")
        assert len(session.scalars(facts).all()) == 1


def test_a_large_contract_belongs_in_the_pipeline(officer: Browser, draft: Challenge) -> None:
    base = f"/desk/challenges/{draft.reference}/timetable"
    officer.submit(f"{base}/dates", TENDER)
    assert "belongs in your pipeline notice (UK1)" in officer.follow().words
    officer.submit(f"{base}/dates", {**TENDER, "pipeline_number": "012345-2026"})
    assert "belongs in your pipeline notice" not in officer.follow().words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"tender_on-day": "31", "tender_on-month": "2", "tender_on-year": "2026"}, "real date"),
        ({"tender_on-day": "31"}, "must include a month and a year"),
        ({"pipeline_number": "twelve"}, "must look like 012345-2026"),
    ],
)
def test_a_wrong_day_is_explained_and_kept(
    officer: Browser, draft: Challenge, typed: dict[str, str], sentence: str
) -> None:
    address = f"/desk/challenges/{draft.reference}/timetable/dates"
    page = officer.submit(address, typed, status=422)
    assert sentence in page.words
    for value in typed.values():
        assert f'value="{value}"' in page.text


def test_two_officers_see_both_versions(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    address = f"/desk/challenges/{draft.reference}/timetable/dates"
    stale = officer.get(address)
    officer.submit(address, TENDER)
    officer.seen = stale
    page = officer.post(
        address,
        {
            **{name: "" for name in TENDER},
            **stale.forms[-1].values,
            "pipeline_number": "111111-2026",
        },
        status=409,
    )
    assert "Two versions" in page.words and "Monday 15 June 2026" in page.words


def test_others_who_ask_the_same_market_are_named(
    officer: Browser, sessions: Sessions, council: Authority, draft: Challenge
) -> None:
    in_may = NOW + timedelta(days=60)
    with sessions.write() as session:
        other = a_council(session)
        an_open_challenge(session, other, title="Their open one", engagement_ends=in_may)
        a_challenge(session, other, title="Their draft", engagement_ends=in_may)
        a_challenge(session, council, title="Our draft", engagement_ends=in_may)
        an_open_challenge(
            session, other, title="Another subject", engagement_ends=in_may, cpv=["45000000"]
        )
        an_open_challenge(session, other, title="Long over", engagement_ends=NOW)
    base = f"/desk/challenges/{draft.reference}/timetable"
    officer.submit(f"{base}/dates", TENDER)
    words = officer.follow().words
    assert "Their open one" in words and "Our draft" in words
    for hidden in ("Their draft", "Another subject", "Long over"):
        assert hidden not in words


def test_at_most_five_clashes_are_read(
    sessions: Sessions, council: Authority, draft: Challenge
) -> None:
    with sessions.write() as session:
        for _ in range(7):
            an_open_challenge(session, council, engagement_ends=NOW + timedelta(days=60))
    with sessions.read() as session:
        found = queries.clashes(session, Actor(), draft, (date(2026, 4, 20), date(2026, 5, 11)))
    assert len(found) == 5
