"""The list of tasks, the way through it, and the way from each answer back to the check."""

import re
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from flask.testing import FlaskClient

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.challenges.service.drafting import FIELDS
from engage.challenges.service.publishing import NEEDED
from engage.challenges.views.blueprint import LABELS
from engage.challenges.views.sections import SECTIONS
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, a_council, an_officer, an_open_challenge, sign_in

EMPTY: dict[str, Any] = dict.fromkeys(
    (
        "need",
        "who",
        "evidence",
        "today",
        "cost",
        "tried",
        "outcomes",
        "success",
        "limits",
        "inclusion",
    ),
    "",
) | {"process": "", "purposes": [], "category": "", "engagement_ends": None, "cpv": []}


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session)


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions, council: Authority) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    return Browser(client)


def a_draft(sessions: Sessions, council: Authority, **about: Any) -> tuple[Challenge, str]:
    with sessions.write() as session:
        draft = a_challenge(session, council, **about)
    return draft, f"/desk/challenges/{draft.reference}"


def tasks(browser: Browser, base: str) -> dict[str, str]:
    """The state of each part, by its key."""
    page = lxml.html.document_fromstring(browser.get(f"{base}/statement").text)
    return {
        each.get("id").removeprefix("state-"): each.text_content().strip()
        for each in page.find_class("govuk-task-list__status")
    }


def test_a_part_is_not_started_then_in_progress_then_completed(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    _, base = a_draft(sessions, council, **EMPTY, region="UKE")
    keys = [section.key for section in SECTIONS]
    assert tasks(officer, base) == dict.fromkeys([*keys, "check"], "Not yet started")
    officer.submit(f"{base}/statement/today", {"who": "4,000 tenants"})
    assert tasks(officer, base)["today"] == "In progress"
    answers = {"who": "4,000 tenants", "evidence": "Counted", "cost": "Much"}
    officer.submit(f"{base}/statement/today", answers)
    assert tasks(officer, base)["today"] == "Completed"


def test_a_draft_is_resumed_where_it_was_left(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    _, base = a_draft(sessions, council, cost="", cpv=[])
    page = officer.get(f"{base}/statement")
    assert "2 answers are still missing" in page.words
    assert f"{base}/statement/today#cost" in page.links()
    officer.submit(f"{base}/statement/today", {"cost": "900,000 pounds"})
    assert officer.seen is not None
    assert officer.seen.location == f"{base}/statement/subject"  # outcomes are complete
    officer.submit(f"{base}/statement/subject", {"cpv_codes": "72000000"})
    assert officer.seen.location == f"{base}/publish"
    assert "The statement is complete" in officer.get(f"{base}/statement").words


def test_each_answer_can_be_changed_from_the_check_and_leads_back(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    _, base = a_draft(sessions, council)
    page = officer.get(f"{base}/publish")
    changes = [link for link in page.links() if f"{base}/statement/" in link and "next=" in link]
    assert len(changes) == len(FIELDS) == len(LABELS)
    pages = {address: officer.get(address) for address in {link.split("#")[0] for link in changes}}
    for link in changes:
        address, place = link.split("#")
        assert re.search(rf'id="{re.escape(place)}"', pages[address].text), link
    on_a_page_of_their_own = [link.split("#")[0] for link in changes if "/statement/lots?" in link]
    for address in on_a_page_of_their_own:
        assert f"{base}/publish" in pages[address].links()
    rest = {link.split("#")[0]: None for link in changes}
    for address in [each for each in rest if each not in on_a_page_of_their_own]:
        officer.submit(address, {})
        assert officer.seen is not None
        assert officer.seen.location == f"{base}/publish"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil"])
def test_it_never_leads_out_of_here(
    officer: Browser, sessions: Sessions, council: Authority, elsewhere: str
) -> None:
    _, base = a_draft(sessions, council)
    values = officer.get(f"{base}/statement/need").forms[-1].values
    answer = officer.post(f"{base}/statement/need?next={elsewhere}", values)
    assert answer.location == f"{base}/publish"


def test_each_question_of_words_has_a_good_and_a_bad_example(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    _, base = a_draft(sessions, council)
    pages = [officer.get(f"{base}/statement/{section.key}").words for section in SECTIONS]
    assert [page.count("A good and a bad example") for page in pages] == [2, 5, 4, 3, 1]
    assert "People who will not use a screen" in LABELS.values()
    assert "no trust in screens" in pages[2]


def test_publishing_asks_for_at_most_fifteen_answers_on_six_screens() -> None:
    assert len(NEEDED) <= 15
    assert len(SECTIONS) + 1 <= 6
    asked = {section.key: section.names for section in SECTIONS}
    assert all(field in asked[section] for field, section, _ in NEEDED)


def test_who_may_not_write_reads_it_part_by_part(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        ends = NOW + timedelta(days=3)
        challenge = an_open_challenge(session, council, engagement_ends=ends)
    page = officer.get(f"/desk/challenges/{challenge.reference}/statement")
    assert "You can still change it" in page.words
    assert "Carry on" not in page.words
