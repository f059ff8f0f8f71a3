"""The public list: what it finds, what it never shows, and what it costs."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from engage.challenges import queries
from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_challenge, a_closed_challenge, a_council, an_open_challenge

MICRO = timedelta(microseconds=1)


@pytest.fixture
def public(client: FlaskClient, sessions: Sessions) -> Browser:
    with sessions.write() as session:
        marlbury = a_council(session, name="Marlbury Council", slug="marlbury")
        other = a_council(session, name="Otherham Council", slug="otherham")
        an_open_challenge(
            session, marlbury, title="Damp homes", cpv=["72000000"], region="UKE",
            engagement_ends=NOW + timedelta(days=9),
        )  # fmt: skip
        an_open_challenge(
            session, other, title="Quiet buses", need="Buses at night.", cpv=["60112000"],
            region="UKI", engagement_ends=NOW + timedelta(days=2),
            published_at=NOW - timedelta(days=1),
        )  # fmt: skip
        a_closed_challenge(session, marlbury, title="Safer bins", region="UKL")
        a_challenge(session, other, title="Shared chairs", stage=Stage.CONCLUDED, published_at=NOW)
        a_challenge(session, marlbury, title="Withdrawn thing", stage=Stage.WITHDRAWN,
                    published_at=NOW)  # fmt: skip
        a_challenge(session, marlbury, title="Secret draft of homes")
    return Browser(client)


TITLES = ("Damp homes", "Quiet buses", "Safer bins", "Shared chairs", "Withdrawn thing")


def found(browser: Browser, address: str) -> set[str]:
    page = browser.get(address)
    assert "Secret" not in page.text
    names = {title for title in TITLES if title in page.words}
    counted = f"{len(names)} challenge" if names else "No challenges"
    assert counted in page.words
    return names


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", set(TITLES)),
        ("q=damp", {"Damp homes"}),
        ("q=secret", set()),
        ("q=night+buses", {"Quiet buses"}),
        ("stage=open", {"Damp homes", "Quiet buses"}),
        ("stage=closed", {"Safer bins"}),
        ("stage=outcome", {"Shared chairs"}),
        ("stage=withdrawn", {"Withdrawn thing"}),
        ("council=otherham", {"Quiet buses", "Shared chairs"}),
        ("cpv=60000000", {"Quiet buses"}),
        ("region=UKL", {"Safer bins"}),
        ("region=ENG&stage=open", {"Damp homes", "Quiet buses"}),
        ("region=UK", set(TITLES)),
        ("q=homes&cpv=60000000", set()),
    ],
)
def test_search_and_filters(public: Browser, query: str, titles: set[str]) -> None:
    assert found(public, f"/challenges?{query}") == titles


def test_each_council_is_linked_from_the_list_and_not_from_its_own(public: Browser) -> None:
    links = public.get("/challenges").links()
    assert {"/councils/marlbury", "/councils/otherham"} <= set(links)
    own = public.get("/councils/marlbury")
    assert "/councils/marlbury" not in own.links() and "Marlbury Council · " in own.words


def test_a_councils_own_page(public: Browser) -> None:
    assert found(public, "/councils/marlbury") == {"Damp homes", "Safer bins", "Withdrawn thing"}
    assert found(public, "/councils/marlbury?q=damp") == {"Damp homes"}
    public.get("/councils/nowhere", status=404)
    public.get("/councils/%00", status=404)


def test_orders(public: Browser) -> None:
    def order(address: str) -> list[str]:
        words = public.get(address).words
        return sorted((t for t in TITLES if t in words), key=words.index)

    assert order("/challenges?stage=open") == ["Damp homes", "Quiet buses"]
    assert order("/challenges?sort=closing")[:2] == ["Quiet buses", "Damp homes"]


@pytest.mark.parametrize(("offset", "open_"), [(-MICRO, True), (0 * MICRO, False), (MICRO, False)])
def test_closed_from_the_instant_it_ends(
    client: FlaskClient, sessions: Sessions, offset: timedelta, open_: bool
) -> None:
    """Even while the sweeper has not been."""
    with sessions.write() as session:
        an_open_challenge(session, title="Damp homes", engagement_ends=NOW - offset)
    browser = Browser(client)
    assert bool(found(browser, "/challenges?stage=open")) is open_
    assert bool(found(browser, "/challenges?stage=closed")) is not open_
    assert ("Ends at" in browser.get("/challenges").words) is open_


def test_drafts_are_not_public(sessions: Sessions) -> None:
    with sessions.write() as session:
        draft, opened = a_challenge(session), an_open_challenge(session)
        assert queries.public(session, None, draft.reference) is None
        assert queries.public(session, None, "\x00") is None
        assert queries.public(session, None, opened.reference) is not None


def test_pages(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        for number in range(120):
            an_open_challenge(session, council, title=f"Need {number}")
    browser = Browser(client)
    page = browser.get("/challenges?stage=open")
    assert page.text.count('<h2 class="govuk-heading-s">') == 50
    assert "1 to 50 of 120 challenges" in page.words
    assert "/challenges?stage=open&page=2" in page.links()
    assert "101 to 120 of 120" in browser.get("/challenges?page=3").words
    assert "1 to 100 of 120" in browser.get("/challenges?per=100").words
    for address in (
        "page=4",
        "page=0",
        "page=x",
        "page=-1",
        "per=0",
        "per=101",
        "per=²",
        "page=²",
        "per=000001999999",
        "per=0050",
    ):
        browser.get(f"/challenges?{quote(address, safe='=')}", status=404)


@pytest.mark.parametrize("number", [3, 30])
def test_what_a_list_costs(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        for _ in range(number):
            an_open_challenge(session)
    with queries() as seen:
        client.get("/challenges?q=homes&sort=closing")
    assert len(seen) == 2
    with queries() as seen:
        client.get("/challenges")
    assert len(seen) == 2


def test_caches_may_keep_it(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        an_open_challenge(session)
    first = client.get("/challenges")
    assert "public" in first.headers["Cache-Control"]
    tag = first.headers["ETag"]
    assert client.get("/challenges", headers={"If-None-Match": tag}).status_code == 304
    with sessions.write() as session:
        an_open_challenge(session)
    assert client.get("/challenges", headers={"If-None-Match": tag}).status_code == 200


def test_empty_states(client: FlaskClient) -> None:
    browser = Browser(client)
    assert "No challenges yet" in browser.get("/challenges").words
    assert "Nothing fits this search" in browser.get("/challenges?q=homes").words


BAD = ["\x00", "‮homes", "<script>alert(1)</script>", "'; DROP TABLE challenge", '"(*', "é" * 199]


@pytest.mark.parametrize("text", [*BAD, "x" * 100_000, "%00"])
def test_anything_may_be_typed(public: Browser, text: str) -> None:
    for field in ("q", "stage", "council", "cpv", "region", "sort"):
        answer = public._ask.get(f"/challenges?{field}={quote(text)}")
        assert answer.status_code in (200, 422), field
        assert b"<script>alert" not in answer.data
        assert b"Secret" not in answer.data


def test_filters_offer_any(client: FlaskClient) -> None:
    page = Browser(client).get("/challenges").text
    assert page.count(">Any</option>") == 3 and "Choose one" not in page
