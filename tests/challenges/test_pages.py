"""The desk's pages of a challenge, through a browser without script."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from engage.accounts.models import Membership, Role
from engage.authorities.models import Authority
from engage.challenges import service
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.markdown import rendered
from engage.suppliers.models import SupplierCpv
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_supplier,
    an_officer,
    an_open_challenge,
    sign_in,
)

PLACE = {"category": "services", "region": "UKE"}


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session, prefix="MBC", name="Marlbury Council")


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions, council: Authority) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    return Browser(client)


@pytest.fixture
def draft(sessions: Sessions, council: Authority) -> Challenge:
    with sessions.write() as session:
        return a_challenge(session, council)


def stored(sessions: Sessions, challenge: Challenge) -> Challenge:
    with sessions.read() as session:
        found = session.get_one(Challenge, challenge.id)
        assert found.cpv_codes is not None  # loaded while the session is open
        return found


def test_what_was_done_is_said_as_a_sentence(officer: Browser, draft: Challenge) -> None:
    officer.submit(f"/desk/challenges/{draft.reference}/publish", {"notice": "to come"})
    assert "Challenge published." in officer.follow().words


def test_from_a_title_to_an_open_challenge(officer: Browser, sessions: Sessions) -> None:
    officer.submit("/desk/challenges/new", {"title": "Damp homes"})
    base = "/desk/challenges/MBC-2026-001"
    pages: list[dict[str, Any]] = [
        {"title": "Damp homes", "need": "Warm and dry."},
        {"who": "4,000 tenants", "evidence": "1,900 reports.", "cost": "900,000 pounds."},
        {"outcomes": "Half as many complaints.", "success": "Complaints, counted."},
        {"purposes": ["a", "d"], "cpv_codes": "72000000\n48000000-8", **PLACE},
        {
            "ends-day": "24", "ends-month": "3", "ends-year": "2026", "ends_time": "12 noon",
            "take_part": "Come to the workshop, then answer five questions.",
        },
    ]  # fmt: skip
    assert officer.seen is not None
    for answers in pages:
        officer.submit(officer.seen.location or officer.seen.path, answers)
    assert officer.seen.location == f"{base}/publish"
    assert "Check your answers" in officer.follow().words
    preview = officer.get(f"{base}/preview")
    assert "12 noon on Tuesday 24 March 2026" in preview.words
    assert f"{base}/statement" in preview.text.split("Go on to publish")[1]
    assert "Nobody has asked" in officer.get(f"{base}/publish").words
    assert officer.submit(f"{base}/publish", {"notice": "to come"}).location == base
    with sessions.read() as session:
        challenge = session.query(Challenge).one()
        assert challenge.stage is Stage.OPEN
        assert challenge.cpv_codes == ["48000000", "72000000"]
        assert (challenge.purposes, challenge.region) == (["a", "d"], "UKE")


def test_publishing_lists_what_is_missing_with_links(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        draft = a_challenge(session, council, need="", cpv=[])
    base = f"/desk/challenges/{draft.reference}"
    page = officer.get(f"{base}/publish")
    assert f"{base}/statement/need#need" in page.links()
    assert f"{base}/statement/subject#cpv_codes" in page.links()
    assert not [form for form in page.forms if form.method == "post" and not form.action]
    assert "CPV code" in officer.post(f"{base}/publish", status=422).words


@pytest.mark.parametrize(("days", "warned"), [(9, True), (10, False)])
def test_a_short_engagement_is_warned_of_and_may_be_published(
    officer: Browser, sessions: Sessions, draft: Challenge, days: int, warned: bool
) -> None:
    with sessions.write() as session:
        session.merge(draft).engagement_ends = NOW + timedelta(days=days)
    address = f"/desk/challenges/{draft.reference}/publish"
    page = officer.get(address)
    assert ("less than 10 days" in page.words) is warned
    assert f"/desk/challenges/{draft.reference}/questionnaire" in page.text.split("your quest")[0]
    officer.submit(address, {"notice": "to come"})


def test_the_number_of_suppliers_who_are_told(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    with sessions.write() as session:
        everything, fitting, other = (a_supplier(session, alerts=True) for _ in range(3))
        a_supplier(session, alerts=False)
        session.add(SupplierCpv(supplier_id=fitting.id, code="72"))
        session.add(SupplierCpv(supplier_id=fitting.id, code="48"))
        session.add(SupplierCpv(supplier_id=other.id, code="45"))
        assert everything.alerts
    words = officer.get(f"/desk/challenges/{draft.reference}/publish").words
    assert "Once it is listed, this tells 2 people by e-mail" in words


def test_two_officers_lose_nothing(officer: Browser, sessions: Sessions, draft: Challenge) -> None:
    address = f"/desk/challenges/{draft.reference}/statement/today"
    mine = officer.get(address).forms[-1].values | {"who": "My number: 5,000"}
    with sessions.write() as session:
        theirs = session.get_one(Challenge, draft.id)
        changes = {"who": "Their number: 6,000"}
        service.revise(session, theirs, changes=changes, by=draft.id, at=NOW)
    page = officer.post(address, mine, status=409)
    assert "Their number: 6,000" in page.words
    assert "My number: 5,000" in page.words
    assert stored(sessions, draft).who == "Their number: 6,000"
    kept = next(form for form in page.forms if form.action == address)
    assert kept.values["who"] == "My number: 5,000"
    officer.post(address, kept.values)
    assert stored(sessions, draft).who == "My number: 5,000"


def test_two_versions_say_what_codes_mean(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    address = f"/desk/challenges/{draft.reference}/statement/subject"
    mine = officer.get(address).forms[-1].values | {"cpv_codes": "45000000-7\nbogus"}
    officer.post(address, mine, status=422)
    with sessions.write() as session:
        theirs = session.get_one(Challenge, draft.id)
        changes = {"cpv_codes": ["48000000"]}
        service.revise(session, theirs, changes=changes, by=draft.id, at=NOW)
    page = officer.post(address, mine | {"cpv_codes": "45000000-7"}, status=409)
    assert "48000000: Software package and information systems" in page.words
    assert "45000000: Construction work" in page.words


def test_another_page_of_the_statement_is_no_conflict(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    address = f"/desk/challenges/{draft.reference}/statement/today"
    mine = officer.get(address).forms[-1].values | {"who": "5,000"}
    with sessions.write() as session:
        theirs = session.get_one(Challenge, draft.id)
        service.revise(session, theirs, changes={"need": "New"}, by=draft.id, at=NOW)
    officer.post(address, mine)
    assert (stored(sessions, draft).who, stored(sessions, draft).need) == ("5,000", "New")


def test_saved_while_typing(
    officer: Browser, client: FlaskClient, sessions: Sessions, draft: Challenge
) -> None:
    address = f"/desk/challenges/{draft.reference}/statement/today"
    values = officer.get(address).forms[-1].values
    headers = {"X-Autosave": "1"}
    first = client.post(address, data=values | {"who": "One"}, headers=headers)
    assert first.status_code == 200
    assert first.json is not None
    newer = values | {"who": "Two", "version": first.json["version"]}
    assert client.post(address, data=newer, headers=headers).status_code == 200
    assert stored(sessions, draft).who == "Two"
    assert client.post(address, data=values | {"who": "3"}, headers=headers).status_code == 409
    bad = newer | {"who": "word " * 301}
    assert client.post(address, data=bad, headers=headers).status_code == 422
    assert stored(sessions, draft).who == "Two"


def test_codes_are_found_by_words_and_added(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    subject = f"/desk/challenges/{draft.reference}/statement/subject"
    found = officer.submit(subject, {"find": "yes"}).location
    assert found == f"/desk/challenges/{draft.reference}/cpv"
    assert "No CPV code has" in officer.get(f"{found}?q=zzzz").words
    address = f"{found}?q=software+package"
    assert officer.submit(address, {"codes": ["48000000"]}).location == subject
    assert stored(sessions, draft).cpv_codes == ["48000000", "72000000"]
    officer.submit(address, status=422)
    officer.submit(address, {"codes": ["45000000"]}, status=422)


def test_codes_are_found_in_their_tree(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    cpv = f"/desk/challenges/{draft.reference}/cpv"
    assert f"{cpv}?in=48000000" in officer.get(cpv).links()
    page = officer.get(f"{cpv}?in=48200000")
    assert {cpv, f"{cpv}?in=48000000", f"{cpv}?in=48210000"} <= set(page.links())
    officer.submit(f"{cpv}?in=48200000", {"codes": ["48200000", "48210000"]})
    assert stored(sessions, draft).cpv_codes == ["48200000", "48210000", "72000000"]
    for nowhere in ("48999999", "x", "48"):
        assert f"{cpv}?in=48000000" in officer.get(f"{cpv}?in={nowhere}").links()


DATES = "/desk/challenges/{}/statement/dates"


@pytest.mark.parametrize(
    ("day", "month", "time", "which", "utc"),
    [
        ("28", "3", "11:30pm", None, "2026-03-28T23:30"),
        ("29", "3", "2am", None, "2026-03-29T01:00"),
        ("25", "10", "1:30am", "first", "2026-10-25T00:30"),
        ("25", "10", "1:30am", "second", "2026-10-25T01:30"),
        ("25", "10", "12 noon", None, "2026-10-25T12:00"),
    ],
)
def test_the_end_is_a_time_on_a_wall_in_london(
    officer: Browser, sessions: Sessions, draft: Challenge,
    day: str, month: str, time: str, which: str | None, utc: str,
) -> None:  # fmt: skip
    typed = {"ends-day": day, "ends-month": month, "ends-year": "2026", "ends_time": time}
    officer.submit(DATES.format(draft.reference), typed | {"which": which})
    ends = stored(sessions, draft).engagement_ends
    assert ends is not None
    assert ends.isoformat()[:16] == utc
    shown = officer.get(DATES.format(draft.reference)).forms[-1].values
    assert shown.get("which") == which


@pytest.mark.parametrize(
    ("day", "month", "time", "sentence"),
    [
        ("29", "3", "1:30am", "there is no 1:30am that night"),
        ("25", "10", "1:30am", "say whether you mean the first or the second"),
        ("30", "2", "5pm", "must be a real date"),
        ("24", "3", "", "Enter the end time"),
        ("", "", "5pm", "Enter the end date"),
        ("24", "3", "25:00", "must be a real time"),
        ("24", "3", "5:00", "morning or afternoon"),
    ],
)
def test_an_end_that_is_no_time(
    officer: Browser, sessions: Sessions, draft: Challenge,
    day: str, month: str, time: str, sentence: str,
) -> None:  # fmt: skip
    year = "2026" if day else ""
    typed = {"ends-day": day, "ends-month": month, "ends-year": year, "ends_time": time}
    page = officer.submit(DATES.format(draft.reference), typed, status=422)
    assert sentence in page.words
    assert page.forms[-1].values["ends-day"] == day
    assert ("The first time" in page.words) is (month == "10")
    assert stored(sessions, draft).engagement_ends == draft.engagement_ends


def test_a_later_end(officer: Browser, sessions: Sessions, council: Authority) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, council)
    address = f"/desk/challenges/{challenge.reference}/extend"
    assert "later than the present one" in officer.submit(address, status=422).words
    officer.submit(address, {"ends-day": "30"})
    assert stored(sessions, challenge).engagement_ends == NOW + timedelta(days=28, hours=-1)


def test_a_withdrawal_says_why(officer: Browser, sessions: Sessions, council: Authority) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, council)
    address = f"/desk/challenges/{challenge.reference}/withdraw"
    assert "Enter the reason" in officer.submit(address, status=422).words
    officer.submit(address, {"because": "The budget was cut."})
    assert stored(sessions, challenge).withdrawn_because == "The budget was cut."
    officer.get(address, status=409)


@pytest.mark.parametrize("verb", ["publish", "extend", "withdraw"])
def test_a_page_of_the_wrong_stage_says_so(
    officer: Browser, sessions: Sessions, council: Authority, draft: Challenge, verb: str
) -> None:
    with sessions.write() as session:
        opened = an_open_challenge(session, council)
    challenge = opened if verb == "publish" else draft
    page = officer.get(f"/desk/challenges/{challenge.reference}/{verb}", status=409)
    assert "Nothing was changed" in page.words


def test_what_is_published_is_not_edited(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, council)
    base = f"/desk/challenges/{challenge.reference}/statement"
    assert officer.get(f"{base}/need", status=303).location == base
    officer.get("/desk/challenges/new")
    page = officer.post(f"{base}/need", {"title": "x", "need": "y"}, status=422)
    assert "You can still change it, but everybody is told" in page.words


def test_somebody_of_two_councils_says_which(
    client: FlaskClient, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        other, third = a_council(session, prefix="XYZ"), a_council(session, prefix="NOT")
        person = an_officer(session, council)
        session.add(Membership(person_id=person.id, authority_id=other.id, role=Role.APPROVER))
        session.add(Membership(person_id=person.id, authority_id=third.id, role=Role.AUDITOR))
    sign_in(client, sessions, person)
    browser, address = Browser(client), "/desk/challenges/new"
    browser.submit(address, {"title": "A"}, status=422)
    browser.submit(address, {"title": "A", "authority": str(third.id)}, status=422)
    made = browser.submit(address, {"title": "A", "authority": str(other.id)}).location
    assert made == "/desk/challenges/XYZ-2026-001/statement/need"


def test_lists_and_links_of_a_statement_show_the_same_everywhere(
    officer: Browser, sessions: Sessions, draft: Challenge
) -> None:
    with sessions.write() as session:
        mine = session.get_one(Challenge, draft.id)
        mine.need = "Warm homes:\n- one\n- [two](https://www.example.org)\n\n<b>Now</b>"
    drawn = rendered("Warm homes:\n- one\n- [two](https://www.example.org)\n\n<b>Now</b>")
    base = f"/desk/challenges/{draft.reference}"
    assert drawn in officer.get(f"{base}/preview").text
    assert drawn in officer.get(f"{base}/publish").text
    assert "/help#markdown" in officer.get(f"{base}/statement/need").links()
    officer.submit(f"{base}/publish", {"notice": "to come"})
    assert drawn in officer.get(f"/challenges/{draft.reference}").text
