"""A published challenge that is not listed is in no list, search, count, feed or alert."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges import queries as challenges
from engage.challenges.lifecycle import PUBLIC
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.search import matches
from tests.factories import NOW, a_challenge, a_council, an_officer, an_open_challenge, sign_in

TITLE = "Zebrafish counters at the quay"
LISTS = (
    "/",
    "/challenges",
    "/challenges?q=zebrafish",
    "/challenges?stage=open",
    "/challenges?stage=closed",
    "/challenges?sort=closing",
    "/challenges?region=UKE",
    "/challenges?cpv=72000000",
    "/councils/marlbury",
    "/challenges.atom",
    "/api/v1/challenges",
)


@pytest.fixture
def hidden(sessions: Sessions) -> Challenge:
    with sessions.write() as session:
        council = a_council(session, slug="marlbury")
        an_open_challenge(session, council, title="Listed")
        return an_open_challenge(
            session, council, title=TITLE, listed_at=None, notice_plan={"answer": "to come"}
        )


@pytest.mark.parametrize("address", LISTS)
def test_no_list_shows_it(client: FlaskClient, hidden: Challenge, address: str) -> None:
    words = client.get(address).text
    assert TITLE not in words
    assert hidden.reference not in words


@pytest.mark.parametrize("address", [each for each in LISTS if "closed" not in each])
def test_every_list_shows_it_once_it_is_listed(
    client: FlaskClient, sessions: Sessions, hidden: Challenge, address: str
) -> None:
    with sessions.write() as session:
        session.merge(hidden).listed_at = NOW
    assert TITLE in client.get(address).text


def test_its_address_shows_it_and_says_so(client: FlaskClient, hidden: Challenge) -> None:
    page = client.get(f"/challenges/{hidden.reference}").text
    assert TITLE in page
    assert "This page is not listed yet." in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_listed_page_may_be_indexed(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        shown = an_open_challenge(session)
    page = client.get(f"/challenges/{shown.reference}").text
    assert "noindex" not in page
    assert "not listed yet" not in page


def test_no_count_has_it(client: FlaskClient, hidden: Challenge) -> None:
    assert "1 challenge" in client.get("/challenges").text


def test_other_councils_do_not_see_it_in_their_plans(session: Session) -> None:
    mine = a_challenge(session, title="Zebrafish counters wanted", need=f"I need {TITLE}.")
    an_open_challenge(session, title=TITLE, need=f"I need {TITLE}.", listed_at=None)
    days = (NOW.date(), NOW.date())
    assert challenges.clashes(session, Actor(), mine, days) == []
    assert challenges.similar(session, mine) == []
    shown = an_open_challenge(session, title=TITLE, need=f"I need {TITLE}.")
    assert [each.title for each in challenges.clashes(session, Actor(), mine, days)] == [TITLE]
    assert [each.reference for each in challenges.similar(session, mine)] == [shown.reference]


def test_the_condition_is_about_every_public_stage(session: Session) -> None:
    for stage in PUBLIC:
        a_challenge(session, title=TITLE, stage=stage, published_at=NOW, listed_at=None)
    found = session.query(Challenge).where(matches("challenge", "zebrafish"))
    assert found.count() == len(PUBLIC)
    assert found.where(challenges.is_listed()).count() == 0


def test_its_own_council_sees_it(
    client: FlaskClient, sessions: Sessions, hidden: Challenge
) -> None:
    with sessions.write() as session:
        officer = an_officer(session, session.merge(hidden).authority)
    sign_in(client, sessions, officer)
    assert TITLE in client.get("/desk").text
