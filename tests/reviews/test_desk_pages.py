import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from engage.kernel.paging import PER_PAGE
from engage.reviews.models import Conflict, Declaration, Ruling, Verdict
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import a_person, a_review, a_seat, sign_in
from tests.reviews.scene import CANARY, Scene, a_board, a_response
from tests.reviews.shortlists import a_released_shortlist


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


def at_desk(client: FlaskClient, sessions: Sessions, scene: Scene) -> str:
    sign_in(client, sessions, scene.officer)
    return f"/desk/challenges/{scene.ref}/board"


def test_the_officer_sets_up_a_board(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=0, members=1, stage=Stage.CLOSED)
        session.delete(scene.need)
        session.delete(scene.cost)
        a_response(session, scene, 1)
        a_response(session, scene, 2)
        new = a_person(session, Role.BOARD_MEMBER, at=scene.challenge.authority, name="Nia New")
    place = at_desk(client, sessions, scene)
    browser.get(place)
    browser.submit(f"{place}/criteria")  # as offered
    page = browser.follow()
    assert "The criteria are saved" in page.words
    assert "Meets the need" in page.words
    browser.submit(
        f"{place}/members",
        {"members": [str(scene.chair.id), str(new.id)], "chair": str(scene.chair.id)},
    )
    assert "Nia New" in browser.follow().words
    assert f"{CANARY} Homes 2" in browser.get(f"{place}/refer").words
    browser.submit(f"{place}/refer")  # all of them, as offered
    page = browser.follow()
    assert "2 more ideas" in page.words
    assert "0 of 2" in page.words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"weight_1": "39"}, "add up to 99"),
        ({"weight_1": "many"}, "must be a number"),
        ({"weight_1": "10000000000"}, "must be 100 or fewer"),
        ({"weight_1": ""}, "weighs"),
        ({"name_1": ""}, "what this weight is for"),
        ({"name_1": "x" * 121}, "120 characters or fewer"),
        ({"name_1": "Need\x00"}, "cannot be printed"),
    ],
)
def test_bad_criteria_are_shown_with_what_was_typed(
    client: FlaskClient,
    browser: Browser,
    sessions: Sessions,
    typed: dict[str, str],
    sentence: str,
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=0, stage=Stage.CLOSED)
        for one in (scene.need, scene.cost):
            session.delete(one)
    place = at_desk(client, sessions, scene)
    page = browser.submit(f"{place}/criteria", typed, status=422)
    assert sentence in page.words
    assert "Reuse and open standards" in page.text


def test_responses_are_sealed_until_the_end(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=0, stage=Stage.OPEN)
        response = a_response(session, scene, 1)
    place = at_desk(client, sessions, scene)
    assert "sealed" in browser.get(place).words
    page = browser.get(f"{place}/refer")
    assert "sealed" in page.words
    assert CANARY not in page.text
    answer = client.post(f"{place}/refer", data={"responses": str(response.id)})
    assert answer.status_code == 422
    assert CANARY.encode() not in answer.data


def test_progress_shows_no_scores(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=1)
    place = at_desk(client, sessions, scene)
    before = browser.get(place)
    with sessions.write() as session:
        a_review(session, scene.ideas[0], scene.member, scene.scores(5, 4), comment="Zebra")
    after = browser.get(place)
    assert "Zebra" not in after.text
    pairs = zip(before.words.split(), after.words.split(), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1]] == [("0", "1")]


def test_somebody_else_decides_about_an_interest(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        said = _conflicted(session, scene, scene.member)
    place = at_desk(client, sessions, scene)
    assert "Interests to decide about" in browser.get(place).words
    case = f"/desk/challenges/{scene.ref}/conflicts/{said.id}"
    assert "Shares in it" in browser.get(case).words
    browser.submit(case, {"ruling": "stands aside"}, status=422)
    browser.submit(case, {"ruling": "stands aside", "mitigation": "Too close."})
    assert "Stands aside" in browser.follow().words


def test_two_people_see_both_decisions_about_an_interest(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        said = _conflicted(session, scene, scene.member)
    at_desk(client, sessions, scene)
    case = f"/desk/challenges/{scene.ref}/conflicts/{said.id}"
    old = browser.get(case).forms[-1].values
    browser.submit(case, {"ruling": "stands aside", "mitigation": "Too close."})
    mine = old | {"ruling": "may review", "mitigation": "They sold the shares."}
    page = browser.submit(case, mine, status=409)
    for words in ("Stand aside", "Too close.", "Review, with a safeguard", "They sold the shares."):
        assert words in page.words
    browser.post(case, page.forms[-1].values)
    with sessions.read() as session:
        assert session.get_one(Declaration, said.id).mitigation == "They sold the shares."


def test_two_officers_see_both_versions_of_the_criteria(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=0, stage=Stage.CLOSED)
    place = f"{at_desk(client, sessions, scene)}/criteria"
    mine = browser.get(place).forms[-1].values | {"name_1": "My criterion"}
    browser.submit(place, {"name_1": "Their criterion", "help_1": "Look hard."})
    page = browser.submit(place, mine, status=409)
    for words in ("The name of criterion 1", "Their criterion", "My criterion", "Look hard."):
        assert words in page.words
    browser.post(place, page.forms[-1].values)
    assert "My criterion" in browser.follow().words


def test_two_officers_see_both_boards(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=0, members=1, stage=Stage.CLOSED)
        council = scene.challenge.authority
        nia = a_person(session, Role.BOARD_MEMBER, at=council, name="Nia New")
        owen = a_person(session, Role.BOARD_MEMBER, at=council, name="Owen Old")
    place = f"{at_desk(client, sessions, scene)}/members"
    chair = str(scene.chair.id)
    mine = browser.get(place).forms[-1].values | {"members": [chair, str(nia.id)]}
    browser.submit(place, {"members": [chair, str(owen.id)]})
    page = browser.submit(place, mine, status=409)
    both = page.words.split("Two versions")[1].split("still in the form")[0]
    assert "Owen Old" in both and "Nia New" in both
    browser.post(place, page.forms[-1].values)
    assert "Nia New" in browser.follow().words


def test_an_officer_on_the_board_does_not_decide_about_themselves(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        council = scene.challenge.authority
        both = a_person(session, Role.OFFICER, Role.BOARD_MEMBER, at=council)
        a_seat(session, scene.challenge, both)
        said = _conflicted(session, scene, both)
    sign_in(client, sessions, both)
    assert client.get(f"/desk/challenges/{scene.ref}/conflicts/{said.id}").status_code == 403


def test_desks_of_other_councils_see_nothing(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        scene, other = a_board(session), a_board(session)
        said = _conflicted(session, scene, scene.member)
    sign_in(client, sessions, other.officer)
    own = f"/desk/challenges/{other.ref}"
    for path in (
        f"/desk/challenges/{scene.ref}/board",
        f"/desk/challenges/{scene.ref}/board/refer",
        f"/desk/challenges/{scene.ref}/conflicts/{said.id}",
        f"{own}/conflicts/{said.id}",
        "/desk/challenges/nonsense/board",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("members", {"members": "nonsense", "chair": "nonsense"}),
        ("members", {"members": ["\x00", "1"], "chair": "\ud800".encode("utf-8", "replace")}),
        ("refer", {"responses": "nonsense"}),
        ("criteria", {"name_1": "\x00", "weight_1": "1e9"}),
    ],
)
def test_nonsense_is_refused(
    client: FlaskClient, sessions: Sessions, page: str, data: dict[str, str]
) -> None:
    with sessions.write() as session:
        scene = a_board(session, stage=Stage.CLOSED, ideas=0)
    place = at_desk(client, sessions, scene)
    assert client.post(f"{place}/{page}", data=data).status_code == 422


def test_queries_do_not_grow_with_the_board(
    client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    with sessions.write() as session:
        small, large = a_board(session, ideas=3), a_board(session, ideas=30, members=30)
        for scene in (small, large):
            scene.officer.name = "Olu Officer"
            a_released_shortlist(session, scene.challenge, by=scene.chair)
    counts = []
    for scene in (small, large):
        place = at_desk(client, sessions, scene)
        for page in ("", "/members", "/criteria"):
            with queries() as seen:
                assert client.get(place + page).status_code == 200
            counts.append((page, len(seen)))
    assert counts[:3] == counts[3:]


def _conflicted(session: Session, scene: Scene, person: Person) -> Declaration:
    wanted = select(Declaration).where(Declaration.person_id == person.id)
    said = session.scalars(wanted).one_or_none() or Declaration(
        challenge_id=scene.challenge.id,
        authority_id=scene.challenge.authority_id,
        person_id=person.id,
        declared_at=scene.challenge.created_at,
    )
    said.kind, said.detail, said.ruling = Conflict.ACTUAL, "Shares in it", Ruling.WAITING
    session.add(said)
    session.flush()
    return said


def test_the_desk_reads_decisions_once_they_are_released(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        first, second = scene.ideas
        first.verdict, first.reasons = Verdict.SHORTLISTED, "It begins small."
    place = at_desk(client, sessions, scene)
    assert "It begins small." not in browser.get(place).words
    with sessions.write() as session:
        session.merge(second).verdict = Verdict.NOT_SHORTLISTED
    assert "It begins small." not in browser.get(place).words
    with sessions.write() as session:
        a_released_shortlist(session, scene.challenge, by=scene.chair)
    page = browser.get(place)
    assert "Idea 1: shortlisted" in page.words
    assert "It begins small." in page.words
    for link in (one for one in page.links() if "/responses/" in one):
        browser.get(link)


def test_decisions_come_in_pages(
    client: FlaskClient, browser: Browser, sessions: Sessions, queries: Queries
) -> None:
    with sessions.write() as session:
        small, large = a_board(session, ideas=3), a_board(session, ideas=PER_PAGE + 1)
        for one in (*small.ideas, *large.ideas):
            one.verdict, one.reasons = Verdict.SHORTLISTED, "It begins small."
        for scene in (small, large):
            scene.officer.name = "Olu Officer"
            a_released_shortlist(session, scene.challenge, by=scene.chair)
    counts = []
    for scene in (small, large):
        place = at_desk(client, sessions, scene)
        with queries() as seen:
            first = browser.get(place)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert f"1 to {PER_PAGE} of {PER_PAGE + 1} ideas" in first.words
    last = f"Idea {PER_PAGE + 1}: shortlisted"
    assert last not in first.words and f"{place}?page=2#decided" in first.links()
    assert last in browser.get(f"{place}?page=2").words
    browser.get(f"{place}?page=3", status=404)


def test_each_response_is_read_before_it_is_put_to_the_board(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=0, stage=Stage.CLOSED)
        sent = a_response(session, scene, 1)
    place = at_desk(client, sessions, scene)
    path = f"/desk/challenges/{scene.ref}/responses/{sent.id}"
    assert path in browser.get(f"{place}/refer").links()
    assert "We would try plan 1." in browser.get(path).words
