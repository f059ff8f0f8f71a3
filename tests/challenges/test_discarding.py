"""A draft that was deleted is gone for everybody, and the trail still says that it was there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.challenges import service
from engage.challenges.events import ChallengeDiscarded
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import Discarded
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.lifecycle import IllegalMove
from engage.notices.models import SourceNotice
from engage.notices.parsing import Notice
from engage.notices.queries import earlier
from engage.responses.handlers import forget_questions
from engage.responses.queries import prompts
from engage.responses.service import add_prompt
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, a_council, a_person, a_prompt, a_seat, sign_in

TITLE = "Orangutan shelters"
GONE = "challenge.discarded"


@pytest.fixture
def draft(sessions: Sessions) -> Challenge:
    with sessions.write() as session:
        return a_challenge(session, a_council(session), title=TITLE, need=f"{TITLE} for all.")


@pytest.fixture
def people(sessions: Sessions, draft: Challenge) -> dict[Role, Person]:
    """One of each role, the board's with a seat."""
    with sessions.write() as session:
        council = session.merge(draft).authority
        made = {role: a_person(session, role, at=council) for role in Role}
        for role in (Role.BOARD_MEMBER, Role.BOARD_CHAIR):
            a_seat(session, draft, made[role], is_chair=role is Role.BOARD_CHAIR)
        return made


def discarded(sessions: Sessions, draft: Challenge) -> None:
    with sessions.write() as session:
        service.discard(session, session.get_one(Challenge, draft.id), by=None, at=NOW)


def test_what_it_says_is_erased_and_the_trail_names_the_reference(session: Session) -> None:
    draft = a_challenge(session, title=TITLE)
    service.discard(session, draft, by=None, at=NOW)
    session.expire(draft)
    assert (draft.stage, draft.title) == (Stage.DISCARDED, TITLE)
    assert (draft.need, draft.purposes, draft.cpv_codes, draft.value) == ("", [], [], None)
    fact = session.scalars(select(RecordedEvent).where(RecordedEvent.name == GONE)).one()
    assert fact.payload == {"reference": draft.reference}
    assert fact.challenge_id == draft.id


def test_its_questionnaire_goes_and_no_other(session: Session) -> None:
    draft, other = a_challenge(session), a_challenge(session)
    for challenge in (draft, other):
        a_prompt(session, challenge)
    service.discard(session, draft, by=None, at=NOW)
    event = session.scalars(select(RecordedEvent).where(RecordedEvent.name == GONE)).one()
    assert forget_questions in SUBSCRIPTIONS[ChallengeDiscarded.name].values()
    for _twice in range(2):
        forget_questions(session, event)
    assert not prompts(session, draft.id)
    assert prompts(session, other.id)


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.DRAFT, Stage.DISCARDED}))
def test_what_suppliers_have_read_cannot_be_deleted(session: Session, stage: Stage) -> None:
    challenge = a_challenge(session, stage=stage)
    with pytest.raises(IllegalMove):
        service.discard(session, challenge, by=None, at=NOW)


def test_who_comes_a_moment_later_is_told(session: Session) -> None:
    draft = a_challenge(session)
    service.discard(session, draft, by=None, at=NOW)
    with pytest.raises(Discarded):
        service.publish(session, draft, by=draft.id, at=NOW)
    with pytest.raises(Discarded):
        service.revise(session, draft, changes={"need": "x"}, by=None, at=NOW)
    with pytest.raises(Discarded):
        service.discard(session, draft, by=None, at=NOW)
    with pytest.raises(Discarded):
        add_prompt(
            session, draft, text="Why?", word_limit=9, required=True, purpose="", by=None, at=NOW
        )


def test_a_notice_may_be_started_from_again(session: Session) -> None:
    draft = a_challenge(session)
    origin = SourceNotice(
        challenge_id=draft.id,
        authority_id=draft.authority_id,
        notice_id="083655-2026",
        findings={},
        imported_at=NOW,
    )
    session.add(origin)
    session.flush()
    notice = Notice(notice_id="083655-2026")
    assert earlier(session, draft.authority_id, notice) == draft.reference
    service.discard(session, draft, by=None, at=NOW)
    assert earlier(session, draft.authority_id, notice) is None


def test_from_the_hub_to_the_list(
    client: FlaskClient, sessions: Sessions, draft: Challenge, people: dict[Role, Person]
) -> None:
    sign_in(client, sessions, people[Role.OFFICER])
    officer = Browser(client)
    hub = f"/desk/challenges/{draft.reference}"
    assert f'href="{hub}/discard"' in officer.get(hub).text
    assert "cannot be brought back" in officer.get(f"{hub}/discard").words
    officer.submit(f"{hub}/discard")
    shown = officer.follow().words
    assert f"Draft {draft.reference} deleted" in shown
    assert TITLE not in shown
    assert client.post(f"{hub}/statement/need", data={"title": "x"}).status_code in (400, 404)


@pytest.mark.slow
def test_no_page_about_it_is_left_for_anybody(
    app: Flask,
    client: FlaskClient,
    sessions: Sessions,
    draft: Challenge,
    people: dict[Role, Person],
) -> None:
    discarded(sessions, draft)
    pages = [
        rule.rule.replace("<ref>", draft.reference)
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"ref"} and "GET" in (rule.methods or ())
    ]
    assert len(pages) > 30
    for person in people.values():
        sign_in(client, sessions, person)
        found = {path: client.get(path).status_code for path in pages}
        assert {path: code for path, code in found.items() if code not in (404, 303)} == {}


def test_no_list_search_or_count_knows_it(
    client: FlaskClient, sessions: Sessions, draft: Challenge, people: dict[Role, Person]
) -> None:
    lists = ("/desk", "/desk/challenges", "/desk/challenges?stage=draft", "/board")
    public = ("/", "/challenges", "/challenges?q=orangutan", "/challenges.atom")
    for path in (lists[0], "/board"):
        role = Role.OFFICER if path == "/desk" else Role.BOARD_MEMBER
        sign_in(client, sessions, people[role])
        assert TITLE in client.get(path).text  # until it is deleted
    discarded(sessions, draft)
    for person in people.values():
        sign_in(client, sessions, person)
        for path in (*lists, *public, f"/councils/{draft.authority.slug}"):
            shown = client.get(path).text
            assert TITLE not in shown and draft.reference not in shown
    sign_in(client, sessions, people[Role.AUDITOR])
    assert client.get("/desk/challenges?stage=discarded").status_code == 404
