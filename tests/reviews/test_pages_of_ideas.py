"""Long boards: the shortlist and the responses to refer come in pages, and nothing is lost."""

from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from engage.kernel.paging import PER_PAGE
from engage.responses.models import Submission
from engage.reviews.models import Referral, Verdict
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import a_review, sign_in
from tests.reviews.scene import REASONS, Scene, a_board, a_response

MORE = 3


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


def referred(sessions: Sessions, scene: Scene) -> int:
    with sessions.read() as session:
        theirs = Referral.challenge_id == scene.challenge.id
        return session.scalar(select(func.count()).where(theirs)) or 0


def test_every_page_refers_what_is_ticked_on_it(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=0, stage=Stage.CLOSED)
        for number in range(PER_PAGE + MORE):
            a_response(session, scene, number)
    sign_in(client, sessions, scene.officer)
    place = f"/desk/challenges/{scene.ref}/board/refer"
    browser.get(f"{place}?page=2")
    assert browser.submit(f"{place}?page=2").location == place
    assert referred(sessions, scene) == MORE
    page = browser.get(place)
    ids = next(form.values["responses"] for form in page.forms if "responses" in form.values)
    assert len(ids) == PER_PAGE
    browser.submit(place, {"responses": list(ids[1:])})
    assert referred(sessions, scene) == MORE + PER_PAGE - 1
    browser.submit(place)  # the one that was left
    assert referred(sessions, scene) == MORE + PER_PAGE
    assert "Nothing to put to the board" in browser.get(place).words


def test_a_page_that_went_while_it_was_open_loses_nothing(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    """Somebody else referred the first page: what is ticked on the second still goes."""
    with sessions.write() as session:
        scene = a_board(session, ideas=0, stage=Stage.CLOSED)
        for number in range(PER_PAGE + MORE):
            a_response(session, scene, number)
    sign_in(client, sessions, scene.officer)
    place = f"/desk/challenges/{scene.ref}/board/refer"
    page = browser.get(f"{place}?page=2")
    ids = next(form.values["responses"] for form in page.forms if "responses" in form.values)
    browser.get(place)
    browser.submit(place)
    browser.get(place)
    browser.post(f"{place}?page=2", {"responses": ids})
    assert referred(sessions, scene) == MORE + PER_PAGE
    browser.get(place)
    browser.post(f"{place}?page=2", {"responses": ids}, status=422)  # they are there already


def test_the_page_says_nothing_about_the_name(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    """Numbers continue from page to page, so the pages must not be in order of name or time."""
    with sessions.write() as session:
        scene = a_board(session, ideas=0, stage=Stage.CLOSED)
        made = [str(a_response(session, scene, number).id) for number in range(2 * PER_PAGE)]
        for sent in session.scalars(select(Submission)):
            sent.sha256 = sha256(sent.id.bytes).hexdigest()
    sign_in(client, sessions, scene.officer)
    page = browser.get(f"/desk/challenges/{scene.ref}/board/refer")
    ids = next(form.values["responses"] for form in page.forms if "responses" in form.values)
    assert set(ids) != set(made[:PER_PAGE])
    assert set(ids) != set(made[PER_PAGE:])


def test_the_shortlist_has_pages(client: FlaskClient, browser: Browser, sessions: Sessions) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=PER_PAGE + MORE, members=1)
        best = scene.ideas[-1]
        a_review(session, best, scene.chair, scene.scores(5, 5))
        a_review(session, scene.ideas[0], scene.member, scene.scores(5, 5))
    sign_in(client, sessions, scene.chair)
    place = f"/board/challenges/{scene.ref}/shortlist"
    page = browser.get(place)
    assert page.words.index(f"Idea {best.number}") < page.words.index("Idea 1 ")
    assert f"Decide about Idea {best.number}" in page.words
    assert f"{place}?page=2" in page.links()
    last = PER_PAGE + MORE - 1
    page = browser.get(f"{place}?idea={last}&page=2")
    assert f"Decide about Idea {last}" in page.words
    data = {"verdict": "shortlisted", "reasons": REASONS, "although": "y"}
    answer = browser.submit(f"{place}?page=2", data | {"idea": str(last), "version": "1"})
    assert answer.location == f"{place}?page=2"
    with sessions.read() as session:
        decided = session.scalars(select(Referral).where(Referral.verdict != Verdict.PENDING))
        assert [one.number for one in decided] == [last]
    browser.get(f"{place}?page=3", status=404)
    for nonsense in ("0", "x", "1" * 40, "²"):
        browser.get(f"{place}?idea={nonsense}", status=404)


def test_lists_cost_the_same(client: FlaskClient, sessions: Sessions, queries: Queries) -> None:
    counts = []
    for number in (3, 30):
        with sessions.write() as session:
            scene = a_board(session, ideas=number)
            for idea in scene.ideas:
                a_review(session, idea, scene.chair, scene.scores())
            for each in range(number):
                a_response(session, scene, 100 + each)
        seen_of = []
        for person, path in (
            (scene.chair, f"/board/challenges/{scene.ref}/shortlist"),
            (scene.chair, f"/board/challenges/{scene.ref}"),
            (scene.officer, f"/desk/challenges/{scene.ref}/board/refer"),
            (scene.officer, f"/desk/challenges/{scene.ref}/board"),
        ):
            sign_in(client, sessions, person)
            with queries() as seen:
                assert client.get(path).status_code == 200
            seen_of.append(len(seen))
        counts.append(seen_of)
    assert counts[0] == counts[1]
