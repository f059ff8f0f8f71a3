"""Every ruling stays as it was made: who, when, what and why (PA 2023 ss.81-83)."""

import csv
import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import PER_PAGE, Page
from engage.records.sentences import say
from engage.reviews import queries, service
from engage.reviews.models import Conflict, Declaration, DeclarationRuling, Ruling
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_person, sign_in
from tests.reviews.scene import Scene, a_board

SHARES = "I own shares in a firm."
SAFEGUARD = "They sold the shares."
ASIDE = "The sale fell through."
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


def says(session: Session, scene: Scene, detail: str = SHARES) -> Declaration:
    return service.declare(
        session, scene.challenge, scene.member, kind=Conflict.ACTUAL, detail=detail, at=NOW
    )


def rules(
    session: Session, said: Declaration, by: Person, ruling: Ruling, why: str, *, minutes: int = 1
) -> None:
    at = NOW + timedelta(minutes=minutes)
    service.rule_on(session, said, ruling=ruling, mitigation=why, by=by.id, at=at)


def ruled_twice(session: Session) -> tuple[Scene, Declaration]:
    """An officer let them review; the chair has them stand aside since."""
    scene = a_board(session)
    said = says(session, scene)
    rules(session, said, scene.officer, Ruling.MAY_REVIEW, SAFEGUARD)
    rules(session, said, scene.chair, Ruling.STANDS_ASIDE, ASIDE, minutes=60)
    return scene, said


def test_both_stay_and_the_newest_counts(session: Session) -> None:
    scene, said = ruled_twice(session)
    wanted = select(DeclarationRuling).order_by(DeclarationRuling.ruled_at)
    first, second = session.scalars(wanted.execution_options(populate_existing=True))
    assert (first.ruling, first.mitigation) == (Ruling.MAY_REVIEW, SAFEGUARD)
    assert (first.ruled_by, first.ruled_at) == (scene.officer.id, NOW + timedelta(minutes=1))
    assert first.replaced_at == second.ruled_at == NOW + timedelta(minutes=60)
    assert (second.ruling, second.mitigation) == (Ruling.STANDS_ASIDE, ASIDE)
    assert (second.ruled_by, second.replaced_at) == (scene.chair.id, None)
    assert service.ruled(said) == {"ruling": Ruling.STANDS_ASIDE, "mitigation": ASIDE}


def test_only_one_ruling_counts_for_the_database_as_well(session: Session) -> None:
    scene, said = ruled_twice(session)
    session.add(
        DeclarationRuling(
            declaration_id=said.id,
            ruling=Ruling.MAY_REVIEW,
            mitigation=SAFEGUARD,
            ruled_by=scene.officer.id,
            ruled_at=NOW,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_timeline_says_that_it_was_again(session: Session) -> None:
    ruled_twice(session)
    wanted = select(RecordedEvent).where(RecordedEvent.name == "declaration.ruled")
    facts = session.scalars(wanted.order_by(RecordedEvent.occurred_at)).all()
    assert [say(fact.name, fact.payload) for fact in facts] == [
        "A declared interest was ruled on: may review",
        "A declared interest was ruled on again: stands aside. What was decided before is kept",
    ]
    assert SAFEGUARD not in str([fact.payload for fact in facts])


@pytest.mark.parametrize("role", ["officer", "auditor", "chair"])
def test_the_whole_history_is_read_by(
    client: FlaskClient, browser: Browser, sessions: Sessions, role: str
) -> None:
    with sessions.write() as session:
        scene, _ = ruled_twice(session)
        auditor = a_person(session, Role.AUDITOR, at=scene.challenge.authority)
    reader = {"officer": scene.officer, "auditor": auditor, "chair": scene.chair}[role]
    sign_in(client, sessions, reader)
    root = "/board/challenges/{}" if role == "chair" else "/desk/challenges/{}/board"
    words = browser.get(root.format(scene.ref) + "/declarations").words
    assert f"Stands aside. Decided by {scene.chair.name}" in words
    assert "May review, until" in words
    assert f"Decided by {scene.officer.name}" in words
    assert words.index(ASIDE) < words.index(SAFEGUARD)
    assert words.count(SHARES) == 1


def test_who_decides_again_reads_what_was_decided(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene, said = ruled_twice(session)
    sign_in(client, sessions, scene.officer)
    words = browser.get(f"/desk/challenges/{scene.ref}/conflicts/{said.id}").words
    _, _, before = words.partition("What was declared and decided before")
    assert ASIDE in before
    assert SAFEGUARD in before


def test_members_read_rulings_on_their_own_interests_only(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene, _ = ruled_twice(session)
    place = f"/board/challenges/{scene.ref}"
    sign_in(client, sessions, scene.member)
    words = browser.get(f"{place}/declare").words
    assert ASIDE in words
    assert SAFEGUARD in words
    sign_in(client, sessions, scene.members[1])
    for page in (place, f"{place}/declare", "/board"):
        words = browser.get(page).words
        assert not [each for each in (SHARES, ASIDE, SAFEGUARD) if each in words], page


def test_another_council_reads_none_of_it(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene, said = ruled_twice(session)
        strangers = [a_person(session, role) for role in (Role.OFFICER, Role.AUDITOR)]
    root = f"/desk/challenges/{scene.ref}"
    for stranger in strangers:
        sign_in(client, sessions, stranger)
        browser.get(f"{root}/board/declarations", status=404)
        browser.get(f"{root}/conflicts/{said.id}", status=404)
        assert client.post(f"{root}/board/declarations.csv").status_code == 404


def test_the_file_has_a_line_for_each_ruling(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene, said = ruled_twice(session)
        rules(session, said, scene.officer, Ruling.MAY_REVIEW, FORMULA, minutes=90)
        auditor = a_person(session, Role.AUDITOR, at=scene.challenge.authority)
    sign_in(client, sessions, auditor)
    place = f"/desk/challenges/{scene.ref}/board/declarations"
    assert f'action="{place}.csv"' in browser.get(place).text
    answer = client.post(f"{place}.csv")
    found = csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    rows = [row for row in found if row["member"] == scene.member.name]
    assert [row["safeguard or reason"] for row in rows] == [f"'{FORMULA}", ASIDE, SAFEGUARD, ""]
    assert [row["decided by"] for row in rows[:3]] == [
        scene.officer.name,
        scene.chair.name,
        scene.officer.name,
    ]
    assert [row["what they say"] for row in rows] == [SHARES] * 3 + [""]
    assert rows[0]["decided again at"] == ""
    assert rows[1]["decided again at"] == rows[0]["decided at"]
    with sessions.read() as session:
        wanted = select(RecordedEvent).where(RecordedEvent.name == "declarations.exported")
        assert session.scalars(wanted).one().actor_id == auditor.id


@pytest.mark.parametrize("number", [3, 30])
def test_many_rulings_cost_the_same(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        said = says(session, scene)
        for each in range(number):
            ruling = (Ruling.MAY_REVIEW, Ruling.STANDS_ASIDE)[each % 2]
            rules(session, said, scene.officer, ruling, f"Reason {each}.", minutes=each + 1)
    sign_in(client, sessions, scene.officer)
    with queries() as seen:
        client.get(f"/desk/challenges/{scene.ref}/board/declarations")
    assert len(seen) == 4


def test_a_page_may_end_between_two_rulings(session: Session) -> None:
    scene = a_board(session, members=1)
    said = says(session, scene)
    for each in range(PER_PAGE + 1):
        rules(session, said, scene.officer, Ruling.MAY_REVIEW, f"Reason {each}.", minutes=each)
    mine = (session, scene.challenge.id, scene.member.id)
    assert queries.count_declared(*mine) == PER_PAGE + 2  # and that there was none, before
    pages = [queries.declared(*mine, page=Page(number)) for number in (1, 2)]
    assert [one.detail for page in pages for one in page] == [SHARES, SHARES, ""]
    assert [len(one.decided) for page in pages for one in page] == [PER_PAGE, 1, 0]
