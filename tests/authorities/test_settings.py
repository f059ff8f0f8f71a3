import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts.models import Role
from engage.authorities.forms import REGIONS
from engage.authorities.models import ApprovalRule, Authority
from engage.challenges.portals import portal_at
from engage.challenges.reference import region_choices
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from tests.browsing import Browser
from tests.factories import a_council, a_person, sign_in

ADDRESS = "/council/marlbury/settings"


@pytest.fixture
def browser(client: FlaskClient, sessions: Sessions) -> Browser:
    with sessions.write() as session:
        council = a_council(session, slug="marlbury", brand_colour="#1d5c63")
        admin = a_person(session, Role.COUNCIL_ADMIN, at=council)
    sign_in(client, sessions, admin)
    return Browser(client)


def stored(sessions: Sessions) -> Authority:
    with sessions.read() as session:
        return session.scalars(select(Authority)).one()


def test_settings_are_kept(browser: Browser, sessions: Sessions) -> None:
    browser.submit(
        ADDRESS,
        {
            "name": "Marlbury Borough Council",
            "email": "Buying@marlbury.example.org",
            "postcode": "mb12aa",
            "ppon": "GB-PPON:pjyg-6658-ppmy",
            "website": "https://www.marlbury.example.org/",
            "brand_colour": "#70264D",
        },
    )
    council = stored(sessions)
    assert council.name == "Marlbury Borough Council"
    assert (council.postcode, council.ppon) == ("MB1 2AA", "PJYG-6658-PPMY")
    assert council.brand_colour == "#70264d"
    page = browser.follow()
    assert "#70264d" in page.text and "White text on this colour" in page.words
    with sessions.read() as session:
        event = session.scalars(select(RecordedEvent)).one()
    assert event.name == "council.changed"
    assert "brand_colour" in event.payload["changed"] and "street" not in event.payload["changed"]


def test_saving_what_is_there_changes_nothing(browser: Browser, sessions: Sessions) -> None:
    before = stored(sessions)
    browser.submit(ADDRESS)
    after = stored(sessions)
    assert (after.name, after.ppon, after.email) == (before.name, None, before.email)
    with sessions.read() as session:
        assert not session.scalars(select(RecordedEvent)).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"email": "nobody"},
        {"email": ""},
        {"ppon": "PJYG-6658"},
        {"ppon": "PJYG-6658-PPMY\nX"},
        {"postcode": "12345"},
        {"website": "javascript:alert(1)"},
        {"website": "www.marlbury.gov.uk"},
        {"website": "https://evil@marlbury"},
        {"approval_rule": "above", "approval_above": ""},
        {"approval_rule": "above", "approval_above": "many"},
        {"approval_rule": "sometimes"},
        {"brand_colour": "red"},
        {"brand_colour": ""},
        {"brand_colour": "#ffff00"},
        {"brand_colour": "#1d5c6;"},
        {"street": "\x00"},
    ],
)
def test_bad_settings_are_refused(
    browser: Browser, sessions: Sessions, wrong: dict[str, str]
) -> None:
    before = stored(sessions)
    page = browser.submit(ADDRESS, wrong, status=422)
    assert "There is a problem" in page.words
    assert stored(sessions).name == before.name


def test_the_page_never_shows_an_unsafe_colour(browser: Browser) -> None:
    page = browser.submit(ADDRESS, {"brand_colour": "}body{"}, status=422)
    assert "{--govuk-brand-colour:}body{" not in page.text


def test_two_administrators_see_both_versions(browser: Browser, sessions: Sessions) -> None:
    mine = browser.get(ADDRESS).forms[-1].values | {"street": "1 My Street"}
    browser.submit(ADDRESS, {"street": "2 Their Street", "name": "Their name"})
    page = browser.submit(ADDRESS, mine, status=409)
    for words in ("Saved by your colleague", "2 Their Street", "What you typed", "1 My Street"):
        assert words in page.words
    assert "Their name" in page.words
    assert stored(sessions).street == "2 Their Street"
    browser.post(ADDRESS, page.forms[-1].values)
    assert stored(sessions).street == "1 My Street"


def test_pressing_the_button_twice_is_no_conflict(browser: Browser) -> None:
    mine = browser.get(ADDRESS).forms[-1].values | {"street": "1 My Street"}
    browser.submit(ADDRESS, mine)
    browser.submit(ADDRESS, mine)


def test_when_somebody_else_approves(browser: Browser, sessions: Sessions) -> None:
    browser.submit(ADDRESS, {"approval_rule": "above", "approval_above": "£100,000"})
    council = stored(sessions)
    assert (council.approval_rule, council.approval_above) == (ApprovalRule.ABOVE, 100_000)
    browser.submit(ADDRESS, {"approval_rule": "always"})
    assert stored(sessions).approval_rule is ApprovalRule.ALWAYS


def test_the_nation_decides_the_law_and_the_site(browser: Browser, sessions: Sessions) -> None:
    browser.submit(ADDRESS, {"region": "UKM"})
    council = stored(sessions)
    assert council.region == "UKM"
    assert portal_at(council.region).name == "Public Contracts Scotland"
    browser.submit(ADDRESS, {"region": "UKZ"}, status=422)
    assert [each for each in region_choices() if each[0] not in ("UK", "ENG")] == list(REGIONS)
