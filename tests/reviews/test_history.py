"""Every declaration stays as it was made, with what was decided about it (PA 2023 ss.81-83)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.kernel.db import Sessions
from engage.kernel.paging import PER_PAGE
from engage.reviews import queries, service
from engage.reviews.models import Conflict, Declaration, Ruling
from engage.reviews.queries.figures import reviewers
from engage.reviews.service import DeclaredAgain
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_declaration, a_person, a_review, sign_in
from tests.reviews.scene import Scene, a_board, figures

SHARES = "I own shares in a firm."
MORE = "My brother owns some, too."
SAFEGUARD = "They sold the shares."


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


def says(session: Session, scene: Scene, detail: str, *, minutes: int = 0) -> Declaration:
    return service.declare(
        session,
        session.merge(scene.challenge),
        session.merge(scene.member),
        kind=Conflict.ACTUAL,
        detail=detail,
        at=NOW + timedelta(minutes=minutes),
    )


def rules(session: Session, said: Declaration, by: Person) -> None:
    service.rule_on(session, said, ruling=Ruling.MAY_REVIEW, mitigation=SAFEGUARD, by=by.id, at=NOW)


def a_history(session: Session) -> tuple[Scene, Declaration, Declaration]:
    """The member declared shares, may review, and has declared more since."""
    scene = a_board(session)
    read = says(session, scene, SHARES, minutes=1)
    rules(session, read, scene.officer)
    return scene, read, says(session, scene, MORE, minutes=2)


def test_only_one_declaration_counts_at_a_time(session: Session) -> None:
    scene = a_board(session)
    with pytest.raises(IntegrityError):
        a_declaration(session, scene.challenge, scene.member)


def test_declarations_that_were_replaced_count_nowhere(session: Session) -> None:
    scene, read, newer = a_history(session)
    for person in (scene.chair, *scene.members):
        a_review(session, scene.ideas[0], person, scene.scores())
    assert [one.id for one in queries.waiting_cases(session, scene.challenge.id)] == [newer.id]
    state = queries.status(session, scene.challenge.id)
    assert (state.seats, state.declared, state.waiting) == (3, 3, 1)
    assert len(queries.members(session, scene.challenge.id)) == 3
    assert reviewers(session, scene.challenge.id) == 3
    found = figures(session, scene)[scene.ideas[0].id]
    assert found.reviews == 2  # the safeguard was about what they said before
    assert (read.ruling, newer.ruling) == (Ruling.MAY_REVIEW, Ruling.WAITING)


def test_a_ruling_stays_with_what_it_was_about(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene, read, newer = a_history(session)
    sign_in(client, sessions, scene.officer)
    cases = f"/desk/challenges/{scene.ref}/conflicts"
    page = browser.get(f"{cases}/{read.id}")  # from an old e-mail: the page shows the newest
    assert MORE in page.words
    assert "What was declared and decided before Actual interest" in page.words
    typed = {"ruling": "stands aside", "mitigation": "Too close."}
    page = browser.post(f"{cases}/{read.id}", typed, status=422)
    assert "They have declared again" in page.words
    assert "Too close." in page.text
    assert f'action="{cases}/{newer.id}"' in page.text
    browser.submit(f"{cases}/{newer.id}", typed)
    with sessions.read() as session:
        stored = {one.id: one for one in session.scalars(select(Declaration))}
        assert stored[read.id].mitigation == SAFEGUARD
        assert stored[newer.id].ruling is Ruling.STANDS_ASIDE


@pytest.mark.parametrize("role", ["officer", "auditor", "chair"])
def test_the_history_is_read_by(
    client: FlaskClient, browser: Browser, sessions: Sessions, role: str
) -> None:
    with sessions.write() as session:
        scene, _, _ = a_history(session)
        auditor = a_person(session, Role.AUDITOR, at=scene.challenge.authority)
    reader = {"officer": scene.officer, "auditor": auditor, "chair": scene.chair}[role]
    sign_in(client, sessions, reader)
    board = f"/board/challenges/{scene.ref}"
    desk = f"/desk/challenges/{scene.ref}/board"
    place = board if role == "chair" else desk
    assert f"{place}/declarations" in browser.get(place).links()
    words = browser.get(f"{place}/declarations").words
    assert SHARES in words
    assert f"May review. Decided by {scene.officer.name}" in words
    assert words.index(MORE) < words.index(SHARES)


def test_the_council_administrator_reads_no_interests(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene, _, _ = a_history(session)
        admin = a_person(session, Role.COUNCIL_ADMIN, at=scene.challenge.authority)
    sign_in(client, sessions, admin)
    place = f"/desk/challenges/{scene.ref}/board"
    assert f"{place}/declarations" not in browser.get(place).links()


def test_members_read_their_own_history_only(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene, _, _ = a_history(session)
    place = f"/board/challenges/{scene.ref}/declare"
    sign_in(client, sessions, scene.member)
    words = browser.get(place).words
    assert f"Decided by {scene.officer.name}" in words
    assert SAFEGUARD in words
    sign_in(client, sessions, scene.members[1])
    words = browser.get(place).words
    assert not [each for each in (SHARES, MORE, SAFEGUARD) if each in words]


@pytest.mark.parametrize("number", [3, 30])
def test_the_history_costs_the_same(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        for minute in range(number):
            rules(session, says(session, scene, SHARES, minutes=minute), scene.officer)
    sign_in(client, sessions, scene.officer)
    with queries() as seen:
        client.get(f"/desk/challenges/{scene.ref}/board/declarations")
    assert len(seen) == 4
    sign_in(client, sessions, scene.member)
    with queries() as seen:
        client.get(f"/board/challenges/{scene.ref}/declare")
    assert len(seen) == 4


def test_a_long_history_has_pages(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        for minute in range(PER_PAGE):
            says(session, scene, f"Interest {minute}.", minutes=minute)
    sign_in(client, sessions, scene.member)
    place = f"/board/challenges/{scene.ref}/declare"
    assert f"{place}?page=2" in browser.get(place).links()
    assert "No interest" in browser.get(f"{place}?page=2").words
    browser.get(f"{place}?page=3", status=404)


@pytest.mark.slow
def test_of_two_declarations_at_once_both_stay_and_one_counts(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        scene = a_board(session)
    together = threading.Barrier(4)

    def again(number: int) -> None:
        together.wait()
        with fresh_sessions.write() as session:
            says(session, scene, f"Interest {number}.", minutes=number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(again, range(4)))
    theirs = Declaration.person_id == scene.member.id
    with fresh_sessions.read() as session:
        assert session.scalar(select(func.count()).where(theirs)) == 5
        current = queries.current(session, scene.challenge.id, scene.member.id)
        assert current is not None


@pytest.mark.slow
def test_a_ruling_and_a_new_declaration_at_once(fresh_sessions: Sessions) -> None:
    """Whichever is first: no ruling ever clears what nobody read."""
    with fresh_sessions.write() as session:
        scene = a_board(session)
        read = says(session, scene, SHARES, minutes=1)
    together = threading.Barrier(2)

    def again() -> UUID:
        together.wait()
        with fresh_sessions.write() as session:
            return says(session, scene, MORE, minutes=2).id

    def decides() -> str:
        together.wait()
        try:
            with fresh_sessions.write() as session:
                rules(session, session.get_one(Declaration, read.id), scene.chair)
        except DeclaredAgain as refusal:
            return str(refusal)
        return "ruled"

    with ThreadPoolExecutor(2) as pool:
        newer, said = pool.submit(again), pool.submit(decides)
        outcome, newest = said.result(60), newer.result(60)
    with fresh_sessions.read() as session:
        stored = {one.id: one.ruling for one in session.scalars(select(Declaration))}
    assert stored[newest] is Ruling.WAITING
    assert (stored[read.id] is Ruling.MAY_REVIEW) is (outcome == "ruled")
