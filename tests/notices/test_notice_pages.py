"""The officer's pages of a notice: the meter from red to green, the copy pack, the number."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notices import queries as reads
from engage.notices.models import Status
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_release,
    an_officer,
    an_open_challenge,
    sign_in,
)

FULL = {
    "ppon": "PMBC-1001-TEST",
    "street": "Civic Centre",
    "locality": "Marlbury",
    "postcode": "MB1 1AA",
}
GOOD = (
    "Come to the open briefing on Tuesday 10 March 2026, 10am to 11:30am, in the Civic Centre. "
    "Answer five questions at our page by 9am on Monday 23 March 2026."
)


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session, prefix="MBC", **FULL)


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions, council: Authority) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    return Browser(client)


def unlisted(session: Session, council: Authority) -> Challenge:
    return an_open_challenge(session, council, listed_at=None, notice_plan={"answer": "to come"})


def test_the_meter_goes_from_red_to_green(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        draft = a_challenge(
            session, council, process="https://portal.example/654", category="", cpv=[]
        )
    base = f"/desk/challenges/{draft.reference}"
    red = officer.get(f"{base}/notice")
    assert "Not complete 2 things the law asks for are missing." in red.words
    assert "A web address alone does not tell suppliers how to take part" in red.words
    assert {f"{base}/statement/dates", f"{base}/statement/subject"} <= set(red.links())
    officer.submit(
        f"{base}/statement/subject",
        {"purposes": ["a"], "category": "services", "cpv_codes": "72000000", "region": "UKE"},
    )
    assert (
        "Not complete 1 thing the law asks for is missing." in officer.get(f"{base}/notice").words
    )
    officer.submit(f"{base}/statement/dates", {"take_part": GOOD})
    green = officer.get(f"{base}/notice")
    assert "Complete Everything the law asks for is given." in green.words
    assert "Missing: 0" in green.words
    assert '<rect x="0%"' in green.text


def test_the_meter_of_a_council_without_its_number(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        session.merge(council).ppon = None
        draft = a_challenge(session, council, process=GOOD)
    page = officer.get(f"/desk/challenges/{draft.reference}/notice")
    assert "Regulation 13(d)" in page.words
    assert "Ask an administrator of your council" in page.words


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("UKE", "Publish the notice on Find a Tender first."),
        ("UKL", "Send the notice to Sell2Wales"),
        ("UKM", "Councils in Scotland follow the law of Scotland"),
        ("UKN", "You may tell suppliers on eTendersNI afterwards."),
    ],
)
def test_each_nation_has_its_own_words(
    officer: Browser, sessions: Sessions, council: Authority, region: str, words: str
) -> None:
    with sessions.write() as session:
        session.merge(council).region = region
        draft = a_challenge(session, council)
    for page in ("notice", "publish"):
        assert words in officer.get(f"/desk/challenges/{draft.reference}/{page}").words


def test_the_boxes_can_be_copied_without_script(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        draft = a_challenge(session, council, process=GOOD, title="Damp & mould")
    base = f"/desk/challenges/{draft.reference}/notice"
    page = officer.get(f"{base}/copy")
    assert "Damp &amp; mould</textarea>" in page.text
    assert page.text.count("readonly") == page.text.count("data-copy=")
    text = officer.get(f"{base}/copy.txt")
    assert text.headers["Content-Type"].startswith("text/plain")
    assert "attachment" in text.headers["Content-Disposition"]
    assert "Damp & mould" in text.text


def test_a_contract_above_the_threshold_needs_its_notice_after_publishing_too(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        challenge = unlisted(session, council)
        challenge.value = 480_000
    address = f"/desk/challenges/{challenge.reference}/notice/answer"
    refused = officer.submit(address, {"notice": "below"}, status=422)
    assert "its likely value is £480,000 with VAT" in refused.words
    with sessions.read() as session:
        assert session.get_one(Challenge, challenge.id).listed_at is None


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({}, None, "Select what applies to the notice"),
        ({"notice": "published"}, None, "must be like 083655-2026"),
        ({"notice": "published", "notice_id": "12"}, None, "must be like 083655-2026"),
        (
            {"notice": "published", "notice_id": "083655-2026", "notice_ocid": "x"},
            None,
            "ocds-h6vhtk-06f1ad",
        ),
        ({"notice": "none"}, None, "Enter the reason"),
        ({"notice": "anyway", "notice_reason": " "}, None, "Enter the reason"),
        ({"notice": "to come"}, None, "notice"),
        ({"notice": "published", "notice_id": "083655-2026"}, Status.RECORDED, "083655-2026"),
        ({"notice": "below"}, Status.NONE, "below the threshold"),
        ({"notice": "none", "notice_reason": "A pilot."}, Status.NONE, "A pilot."),
        ({"notice": "anyway", "notice_reason": "It is down."}, Status.DRAFT, "No number yet"),
    ],
)
def test_the_answer_after_publishing(
    officer: Browser,
    sessions: Sessions,
    council: Authority,
    sent: dict[str, str],
    status: Status | None,
    sentence: str,
) -> None:
    with sessions.write() as session:
        challenge = unlisted(session, council)
    address = f"/desk/challenges/{challenge.reference}/notice/answer"
    if status is None:
        assert sentence in officer.submit(address, sent, status=422).words
    else:
        officer.submit(address, sent)
        assert sentence in officer.follow().words
    with sessions.read() as session:
        mine = session.get_one(Challenge, challenge.id)
        notice = reads.current(session, mine)
        assert (notice.status if notice else None) is status
        assert (mine.listed_at is not None) is (status is not None)


def test_a_number_that_is_typed_after_the_end_needs_its_day(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        challenge = unlisted(session, council)
        challenge.engagement_ends = NOW - timedelta(days=3)
    address = f"/desk/challenges/{challenge.reference}/notice/answer"
    number = {"notice": "published", "notice_id": "083655-2026"}
    asked = officer.get(address).words
    assert "It decides whether the notice looks back" in asked
    assert "then only your council reads it" in asked
    assert (
        "Enter the day on which the notice was published"
        in officer.submit(address, number, status=422).words
    )
    to_come = _day(NOW.date() + timedelta(days=1))
    assert "on a day to come" in officer.submit(address, number | to_come, status=422).words
    officer.submit(address, number | _day(NOW.date() - timedelta(days=9)))
    assert "Version 1 Prospective Published 083655-2026" in officer.follow().words
    officer.submit(address, number | _day(NOW.date() - timedelta(days=1)))
    assert "Version 1 Retrospective Published 083655-2026" in officer.follow().words
    with sessions.read() as session:
        facts = reads.facts_of(session, session.get_one(Challenge, challenge.id), at=NOW)
    assert [each.at for each in facts.notices] == [datetime(2026, 3, 1, tzinfo=UTC)]


def _day(day: date) -> dict[str, str]:
    return {f"published_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_a_listed_page_is_not_offered_to_be_listed(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, council)
    page = officer.get(f"/desk/challenges/{challenge.reference}/notice/answer")
    assert "list the page all the same" not in page.words


def test_publishing_asks_for_the_notice_once(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        draft = a_challenge(session, council)
    base = f"/desk/challenges/{draft.reference}"
    assert (
        "Select what applies to the notice" in officer.submit(f"{base}/publish", status=422).words
    )
    officer.submit(f"{base}/publish", {"notice": "published", "notice_id": "083655-2026"})
    drain(sessions, SUBSCRIPTIONS)
    page = officer.get(f"{base}/notice")
    assert "Version 1 Prospective Published 083655-2026" in page.words
    [release] = [link for link in page.links() if "/notice/releases/" in link]
    body = officer.get(release)
    assert body.headers["Content-Type"] == "application/json"
    assert json.loads(body.text)["planning"]["documents"][0]["id"] == "083655-2026"


def test_the_desk_reminds_of_the_number(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        challenge = unlisted(session, council)
    page = officer.get(f"/desk/challenges/{challenge.reference}")
    assert f"/desk/challenges/{challenge.reference}/notice/answer" in page.links()
    assert "Give the number of the notice" in officer.get("/desk").words


def test_the_outcome_waits_for_the_number(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        challenge = unlisted(session, council)
        challenge.engagement_ends = NOW
    page = officer.get(f"/desk/challenges/{challenge.reference}/outcome")
    assert "or the reasons for having none" in page.words
    assert f"/desk/challenges/{challenge.reference}/notice/answer" in page.links()


@pytest.mark.parametrize("number", [3, 30])
def test_many_versions_cost_no_more(
    officer: Browser,
    sessions: Sessions,
    council: Authority,
    queries: Queries,
    number: int,
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, council)
        for each in range(1, number + 1):
            a_release(session, challenge, number=each)
    with queries() as statements:
        officer.get(f"/desk/challenges/{challenge.reference}/notice")
    assert len(statements) <= 16


def test_a_council_in_scotland_is_not_told_of_a_law_that_does_not_bind_it(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        session.merge(council).region = "UKM"
        draft, waits = a_challenge(session, council), unlisted(session, council)
    root = f"/desk/challenges/{draft.reference}"
    page = officer.get(f"{root}/notice")
    assert "the law asks for" not in page.words
    assert f"{root}/notice/find-a-tender" not in page.links()
    assert "does not apply to councils in Scotland" in officer.get(f"{root}/timetable").words
    for address in (f"{root}/publish", f"/desk/challenges/{waits.reference}/notice/answer"):
        asked = officer.get(address).words
        assert "For example DEC512345" in asked
        assert "below the threshold" not in asked and "(section 17)" not in asked
    officer.submit(f"{root}/publish", {"notice": "published", "notice_id": "DEC512345"})
    drain(sessions, SUBSCRIPTIONS)
    assert "DEC512345 on Public Contracts Scotland" in (
        officer.get(f"/challenges/{draft.reference}").words
    )
