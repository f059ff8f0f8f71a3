import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Membership, Person, Role
from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from engage.reviews.models import Declaration, Referral, Review, Ruling, Verdict
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import a_person, a_review, sign_in
from tests.reviews.scene import REASONS, Scene, a_board
from tests.reviews.shortlists import a_released_shortlist


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


def ruled(session: Session, scene: Scene, person: Person, ruling: Ruling) -> Declaration:
    wanted = select(Declaration).where(
        Declaration.person_id == person.id, Declaration.challenge_id == scene.challenge.id
    )
    said = session.scalars(wanted).one()
    said.kind, said.detail = "actual", "Shares"  # type: ignore[assignment]  # stored as words
    said.ruling, said.mitigation = ruling, "Too close to one supplier."
    session.flush()
    return said


def test_a_member_declares_reviews_and_goes_on(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, declared=False)
    sign_in(client, sessions, scene.member)
    assert "Declare your interests" in browser.get("/board").words
    browser.get(f"/board/challenges/{scene.ref}", status=303)
    browser.follow()
    browser.submit(f"/board/challenges/{scene.ref}/declare", {"kind": "none"})
    page = browser.follow()
    assert "You have reviewed 0 of 2" in page.words
    first, second = (f"/board/reviews/{idea.id}" for idea in scene.ideas)
    assert "We would try plan 1." in browser.get(first).words
    answer = browser.submit(first, {**scene.typed(), "do": "submit"})
    assert answer.location == second
    assert "You have reviewed 1 of 2" in browser.follow().words
    browser.submit(second, {**scene.typed(), "do": "submit"})
    assert "Nobody else has submitted" in browser.follow().words


def test_a_member_reads_the_need_as_everybody_does(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        scene.challenge.need = "- on [Saturdays](https://a.example)"
        session.add(scene.challenge)
    sign_in(client, sessions, scene.member)
    page = browser.get(f"/board/challenges/{scene.ref}")
    assert '<a href="https://a.example" class="govuk-link"' in page.text


def test_an_interest_has_to_be_described(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, declared=False)
    sign_in(client, sessions, scene.member)
    place = f"/board/challenges/{scene.ref}/declare"
    assert "Say what the interest is" in browser.submit(place, {"kind": "actual"}, status=422).words
    browser.submit(place, {"kind": "actual", "detail": "Shares."})
    assert "Somebody has to decide" in browser.follow().words


def test_the_chair_decides_about_an_interest(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        said = ruled(session, scene, scene.member, Ruling.WAITING)
    sign_in(client, sessions, scene.chair)
    case = f"/board/challenges/{scene.ref}/conflicts/{said.id}"
    assert case in browser.get(f"/board/challenges/{scene.ref}").text
    browser.submit(case, {"ruling": "may review", "mitigation": "Leaves Idea 2 out."})
    assert case not in browser.follow().text
    sign_in(client, sessions, scene.member)
    assert "Leaves Idea 2 out." in browser.get(f"/board/challenges/{scene.ref}").words


def test_only_the_chair_sees_declarations_of_others(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        said = ruled(session, scene, scene.member, Ruling.MAY_REVIEW)
        own = ruled(session, scene, scene.chair, Ruling.MAY_REVIEW)
    place = f"/board/challenges/{scene.ref}/conflicts"
    for person, declaration in ((scene.members[1], said), (scene.chair, own)):
        sign_in(client, sessions, person)
        assert client.get(f"{place}/{declaration.id}").status_code == 403


def test_a_draft_is_kept_and_can_have_gaps(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
    sign_in(client, sessions, scene.member)
    place = f"/board/reviews/{scene.ideas[0].id}"
    browser.submit(place, {"comment": "Half", "do": "draft"})
    page = browser.follow()
    assert "Only you can see it" in page.words
    assert "Half" in page.text
    page = browser.submit(place, {"do": "submit"}, status=422)
    assert "Score “Meets the need” from 0 to 5" in page.words
    assert "Half" in page.text


def test_two_windows_show_both_and_lose_nothing(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
    sign_in(client, sessions, scene.member)
    place = f"/board/reviews/{scene.ideas[0].id}"
    browser.submit(place, {**scene.typed(5, 5, "First window"), "do": "draft"})
    second = {**scene.typed(1, 2, "Second window"), "version": "0", "do": "submit"}
    page = browser.submit(place, second, status=409)
    assert "First window" in page.words
    assert "Saved in your other window" in page.words
    assert page.forms[-1].values["comment"] == "Second window"
    assert page.forms[-1].values[f"score_{scene.need.id.hex}"] == "1"
    sent = {**page.forms[-1].values, "do": "submit"}
    browser.post(place, sent)
    with sessions.read() as session:
        stored = session.scalars(select(Review)).one()
        assert (stored.comment, stored.submitted_at is not None) == ("Second window", True)


def test_a_late_review_is_refused_and_kept_on_the_page(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
    sign_in(client, sessions, scene.member)
    place = f"/board/reviews/{scene.ideas[0].id}"
    browser.get(place)
    with sessions.write() as session:
        session.get_one(Referral, scene.ideas[0].id).verdict = Verdict.SHORTLISTED
    page = browser.post(place, {**scene.typed(comment="Late words"), "do": "submit"}, status=422)
    assert "can no longer change" in page.words
    assert "Late words" in page.text
    assert "Reviews of this idea can no longer change" in browser.get(place).words


def test_the_chair_shortlists_with_reasons(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, members=1)
        for idea in scene.ideas:
            a_review(session, idea, scene.chair, scene.scores(4, 3))
        a_review(session, scene.ideas[1], scene.member, scene.scores(5, 5))
    sign_in(client, sessions, scene.chair)
    place = f"/board/challenges/{scene.ref}/shortlist"
    page = browser.get(place)
    assert "72.0 to 100.0" in page.words
    assert "86.0" in page.words
    assert "never" not in page.words
    assert "does not select a supplier" in page.words
    good = {"idea": "2", "version": "1", "verdict": "shortlisted", "reasons": REASONS}
    browser.post(place, good)
    browser.follow()
    missing = {"idea": "1", "version": "1", "verdict": "not shortlisted", "reasons": "Too dear."}
    page = browser.post(place, missing, status=422)
    assert "Not every review" in page.words
    assert "1 review of this idea is not in" in page.words
    browser.post(place, {**missing, "although": "yes"})
    page = browser.follow()
    assert "Every idea is decided" in page.words
    assert "Too dear." in page.words
    with sessions.write() as session:
        a_released_shortlist(session, scene.challenge, by=scene.officer)
    sign_in(client, sessions, scene.member)
    assert REASONS in browser.get(place).words


def test_the_shortlist_is_the_chairs_until_it_is_released(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
    sign_in(client, sessions, scene.member)
    place = f"/board/challenges/{scene.ref}/shortlist"
    assert client.get(place).status_code == 403
    assert client.post(place).status_code == 403
    with sessions.write() as session:
        for idea in session.scalars(select(Referral)):
            idea.verdict = Verdict.SHORTLISTED
    assert client.get(place).status_code == 403
    with sessions.write() as session:
        a_released_shortlist(session, scene.challenge, by=scene.officer)
    assert client.get(place).status_code == 200
    assert client.post(place).status_code == 403


def test_a_decision_from_an_old_page_is_shown_first(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        for idea in scene.ideas:
            idea.verdict, idea.reasons = Verdict.SHORTLISTED, "Decided elsewhere"
    sign_in(client, sessions, scene.chair)
    old = {"idea": "1", "version": "1", "verdict": "not shortlisted", "reasons": "Mine"}
    place = f"/board/challenges/{scene.ref}/shortlist"
    browser.get(place)
    page = browser.post(place, old, status=409)
    assert "Saved in another window" in page.words
    assert "Decided elsewhere" in page.words
    assert "Mine" in page.text


@pytest.mark.parametrize("idea", ["99", "x", "-1", "9" * 30, "\x00"])
def test_no_such_idea(client: FlaskClient, sessions: Sessions, idea: str) -> None:
    with sessions.write() as session:
        scene = a_board(session)
    sign_in(client, sessions, scene.chair)
    place = f"/board/challenges/{scene.ref}/shortlist"
    assert client.get(place, query_string={"idea": idea}).status_code == 404
    assert client.post(place, data={"idea": idea}).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"version": "9" * 40},
        {"version": "²"},
        {"version": "-1"},
        {"comment": "\x00"},
        {"comment": "x" * 5000},
        {"score": "7"},
    ],
)
def test_nonsense_in_a_review_is_refused(
    client: FlaskClient, sessions: Sessions, data: dict[str, str]
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
    sign_in(client, sessions, scene.member)
    typed = scene.typed()
    if "score" in data:
        typed[f"score_{scene.need.id.hex}"] = data["score"]
    answer = client.post(f"/board/reviews/{scene.ideas[0].id}", data={**typed, **data})
    assert answer.status_code in (303, 422)
    assert answer.status_code == 422 or "version" in data


def test_those_without_a_seat_find_nothing(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        scene, other = a_board(session), a_board(session)
        unseated = a_person(session, Role.BOARD_MEMBER, at=scene.challenge.authority)
    for person in (unseated, other.member, other.chair, scene.officer):
        sign_in(client, sessions, person)
        for page in ("", "/declare", "/shortlist"):
            path = f"/board/challenges/{scene.ref}{page}"
            assert client.get(path).status_code == 404, path
        assert client.get(f"/board/reviews/{scene.ideas[0].id}").status_code == 404


def test_a_seat_is_nothing_without_the_role(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        for held in session.scalars(
            select(Membership).where(Membership.person_id == scene.member.id)
        ):
            session.delete(held)
    sign_in(client, sessions, scene.member)
    assert client.get(f"/board/challenges/{scene.ref}").status_code == 404
    assert client.get("/board").status_code == 403


def test_a_board_with_nothing_yet(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=0, stage=Stage.OPEN)
        alone = a_person(session, Role.BOARD_MEMBER, at=scene.challenge.authority)
    sign_in(client, sessions, scene.chair)
    assert "told when there are ideas" in browser.get("/board").words
    assert "No ideas yet" in browser.get(f"/board/challenges/{scene.ref}").words
    assert "No ideas yet" in browser.get(f"/board/challenges/{scene.ref}/shortlist").words
    sign_in(client, sessions, alone)
    assert "on no board yet" in browser.get("/board").words


def test_queries_do_not_grow_with_the_ideas(
    client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    with sessions.write() as session:
        boards = [a_board(session, ideas=number) for number in (3, 30)]
        for scene in boards:
            for idea in scene.ideas:
                for person in (scene.chair, *scene.members):
                    a_review(session, idea, person, scene.scores())
    counts = []
    for scene in boards:
        sign_in(client, sessions, scene.chair)
        place = f"/board/challenges/{scene.ref}"
        pages = ("/board", place, f"{place}/shortlist", f"/board/reviews/{scene.ideas[0].id}")
        for number, path in enumerate(pages):
            with queries() as seen:
                assert client.get(path).status_code == 200
            counts.append((number, len(seen)))
    assert counts[:4] == counts[4:]
    assert max(number for _, number in counts) <= 14


def test_the_chair_is_told_at_home_that_an_interest_waits(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        ruled(session, scene, scene.member, Ruling.WAITING)
    sign_in(client, sessions, scene.members[1])
    assert "Decide about 1" not in browser.get("/board").words
    sign_in(client, sessions, scene.chair)
    assert "Decide about 1 declared interest" in browser.get("/board").words
    with sessions.write() as session:
        ruled(session, scene, scene.member, Ruling.MAY_REVIEW)
    assert "Decide about 1" not in browser.get("/board").words
