"""The public list: what it finds, what it never shows, and what it costs."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from engage.challenges import queries as challenges
from engage.challenges.lifecycle import Stage
from engage.challenges.queries import searching
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
            session, marlbury, title="Damp homes", cpv=["72212000"], region="UKE", value=60_000,
            engagement_ends=NOW + timedelta(days=9),
        )  # fmt: skip
        an_open_challenge(
            session, other, title="Quiet buses", need="Buses at night.", cpv=["60112000"],
            region="UKI", value=5_000_000, sme_suitable=True,
            engagement_ends=NOW + timedelta(days=2),
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
        ("stage=soon", {"Quiet buses"}),
        ("stage=ended", {"Safer bins", "Shared chairs", "Withdrawn thing"}),
        ("sort=closing", {"Damp homes", "Quiet buses"}),
        ("sort=closing&stage=closed", {"Safer bins"}),
        ("cpv=72200000", {"Damp homes"}),
        ("cpv=72212000", {"Damp homes"}),
        ("cpv=72212100", set()),
        ("value=2", {"Damp homes"}),
        ("value=5", {"Quiet buses"}),
        ("value=1", set()),
        ("sme=yes", {"Quiet buses"}),
        ("q=homes&cpv=72000000&region=UKE&council=marlbury&value=2&stage=open", {"Damp homes"}),
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


@pytest.mark.parametrize("query", ["", "q=damp", "q=homes", "cpv=60000000", "q=buses&cpv=60000000"])
def test_common_words_and_subjects_find_the_same(
    public: Browser, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    titles = found(public, f"/challenges?{query}")
    monkeypatch.setattr(searching, "FEW", 0)
    page = public.get(f"/challenges?{query}&per=2").words
    assert {title for title in TITLES if title in page} <= titles
    assert len([title for title in TITLES if title in page]) == min(len(titles), 2)


def test_counts_end_where_they_would_cost(
    client: FlaskClient, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_SHOWN", 4)
    monkeypatch.setattr(challenges, "MOST_SHOWN", 4)
    browser = Browser(client)
    with sessions.write() as session:
        council = a_council(session)
        for number in range(4):
            an_open_challenge(session, council, title=f"Need {number}")
    assert "1 to 2 of 4 challenges" in browser.get("/challenges?per=2").words
    assert "Open now (4)" in browser.get("/challenges?per=2").words
    with sessions.write() as session:
        a_closed_challenge(session, council)
    first = browser.get("/challenges?per=2")
    assert "1 to 2 of more than 4 challenges" in first.words
    assert "Open now (" not in first.words
    last = browser.get("/challenges?per=2&page=2")
    assert "3 to 4 of more than 4" in last.words and "Only so many are shown" in last.words
    browser.get("/challenges?per=2&page=3", status=404)
    assert "1 to 2 of 4" in browser.get("/challenges?per=2&stage=open").words


def test_words_that_all_have_are_not_counted(
    client: FlaskClient, sessions: Sessions, monkeypatch: pytest.MonkeyPatch, dialect: str
) -> None:
    monkeypatch.setattr(searching, "FEW", 1)
    with sessions.write() as session:
        council = a_council(session)
        for number in range(5):
            an_open_challenge(session, council, title=f"Need of homes {number}")
    browser, counted = Browser(client), "4" if dialect == "sqlite" else "5"
    assert "1 to 2 of" in browser.get("/challenges?q=homes&per=2").words
    assert f"3 to 4 of {'more than ' if dialect == 'sqlite' else ''}{counted}" in (
        browser.get("/challenges?q=homes&per=2&page=2").words
    )
    assert "5 to 5 of 5" in browser.get("/challenges?q=homes&per=2&page=3").words
    browser.get("/challenges?q=homes&per=2&page=4", status=404)


def test_the_tree_of_subjects_opens_step_by_step(client: FlaskClient) -> None:
    def offered(address: str) -> list[str]:
        box = Browser(client).get(address).text.split('name="cpv"')[1].split("</select>")[0]
        return re.findall(r'value="([0-9]{8})"', box)

    assert len(offered("/challenges")) == 45
    assert offered("/challenges?cpv=72000000")[:3] == ["72000000", "72100000", "72200000"]
    assert offered("/challenges?cpv=72210000")[:4] == [
        "72000000", "72200000", "72210000", "72211000",
    ]  # fmt: skip


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
        assert challenges.public(session, None, draft.reference) is None
        assert challenges.public(session, None, "\x00") is None
        assert challenges.public(session, None, opened.reference) is not None


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
    lost = browser.get("/challenges?stage=nonsense&page=99", status=404)
    assert {"/challenges?stage=nonsense", "/challenges"} <= set(lost.links())
    assert "Clear the filters" in lost.words
    assert "Clear the filters" in browser.get("/challenges?stage=nonsense", status=422).words
    assert "Clear the filters" not in browser.get("/challenges").words


@pytest.mark.parametrize("number", [3, 30])
def test_what_a_list_costs(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        for _ in range(number):
            an_open_challenge(session)
    with queries() as seen:
        client.get("/challenges?q=homes&sort=closing")
    assert len(seen) <= 4
    with queries() as seen:
        client.get("/challenges?q=homes&cpv=72000000&region=UKE&value=2&sme=yes&stage=open")
    assert len(seen) <= 5
    with queries() as seen:
        client.get("/challenges")
    assert len(seen) == 3


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
    assert page.count(">Any</option>") == 4 and "Choose one" not in page
