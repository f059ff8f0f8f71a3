"""The officer's pages of the questionnaire."""

import pytest
from flask.testing import FlaskClient

from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.responses import queries
from engage.responses.models import Answer as AnswerRow
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    a_challenge,
    a_council,
    a_draft_response,
    a_person,
    a_prompt,
    an_interest,
    an_open_challenge,
    sign_in,
)

TYPED = {"text": "How would you start?", "word_limit": "200", "purpose": "a", "required": "yes"}


class Desk:
    def __init__(self, client: FlaskClient, sessions: Sessions, role: Role = Role.OFFICER) -> None:
        with sessions.write() as session:
            council = a_council(session)
            self.challenge: Challenge = a_challenge(session, council)
            sign_in_as = a_person(session, role, at=council)
        sign_in(client, sessions, sign_in_as)
        self.browser, self.sessions = Browser(client), sessions
        self.root = f"/desk/challenges/{self.challenge.reference}/questionnaire"

    def texts(self) -> list[str]:
        with self.sessions.read() as session:
            return [prompt.text for prompt in queries.prompts(session, self.challenge.id)]


@pytest.fixture
def desk(client: FlaskClient, sessions: Sessions) -> Desk:
    return Desk(client, sessions)


def test_adding_changing_moving_and_removing(desk: Desk) -> None:
    browser, root = desk.browser, desk.root
    assert "No questions yet" in browser.get(root).words
    browser.submit(f"{root}/add", TYPED)
    browser.submit(f"{root}/add", TYPED | {"text": "When?", "purpose": "none", "required": None})
    page = browser.get(root)
    assert "400 words at the most" in page.words and "No purpose" in page.words
    first, second = (
        link
        for link in dict.fromkeys(page.links())
        if link.count("/") == 5 and not link.endswith(("/add", "/bank", "/preview"))
    )
    browser.submit(root, {"direction": "up"}, to=f"{second}/move")
    assert desk.texts() == ["When?", "How would you start?"]
    browser.submit(first, {"text": "How would you begin?"})
    browser.submit(f"{second}/remove")
    assert desk.texts() == ["How would you begin?"]


def test_advice_on_questions_is_read_dismissed_and_taken_back(desk: Desk) -> None:
    """Quoted with reasons, beside its question; a question that is moved stays dismissed."""
    browser, root = desk.browser, desk.root
    browser.submit(f"{root}/add", TYPED | {"text": "Which app would you build?"})
    browser.submit(f"{root}/add", TYPED | {"text": "When would it start?", "purpose": "none"})
    page = browser.get(root)
    assert "Question 1: “app”" in page.words
    assert "Question 2: “When would it start?”" in page.words
    assert "serves no purpose this engagement has" in page.words
    first = next(link for link in page.links() if link.startswith(f"{root}/"))
    app, purpose = (link for link in page.links() if "/advice/" in link)
    assert "“app”" in browser.get(first).words
    assert "Enter the reason" in browser.submit(purpose, {"reason": ""}, status=422).words
    browser.submit(purpose, {"reason": "We plan <b>with</b> it."})
    page = browser.follow()
    assert "Advice dismissed" in page.words and "We plan <b>with</b> it." in page.words
    browser.get(purpose, status=404)
    browser.submit(root, {"direction": "down"}, to=f"{first}/move")
    page = browser.get(root)
    assert "Question 2: “app”" in page.words
    assert [link for link in page.links() if "/advice/" in link] == [app]
    (undo,) = (form.action for form in page.forms if "/restore" in form.action)
    browser.submit(root, {}, to=undo)
    assert "counts again" in browser.follow().words
    assert "Question 1: “When would it start?”" in browser.get(root).words


def test_advice_on_questions_ends_with_changing_them(desk: Desk) -> None:
    with desk.sessions.write() as session:
        challenge = an_open_challenge(session, session.merge(desk.challenge).authority)
        prompt = a_prompt(session, challenge, text="Which app?", purpose="")
        marks = [each.mark for each in queries.advice(session, challenge, [prompt]).waiting]
    root = f"/desk/challenges/{challenge.reference}/questionnaire"
    page = desk.browser.get(root)
    assert "No purpose" in page.words and "to look at" not in page.words
    refused = desk.browser.submit(f"{root}/advice/{marks[0]}", {"reason": "x"}, status=422)
    assert "they stay as they are" in refused.words


@pytest.mark.parametrize("number", [3, 30])
def test_what_advice_on_questions_costs(desk: Desk, queries: Queries, number: int) -> None:
    with desk.sessions.write() as session:
        for each in range(number):
            a_prompt(session, desk.challenge, text=f"Which app {each}?", purpose="")
    with queries() as seen:
        desk.browser.get(desk.root)
    assert len(seen) <= 8


def test_the_preview_is_what_suppliers_see(desk: Desk) -> None:
    desk.browser.submit(f"{desk.root}/add", TYPED | {"help": "In a few words."})
    page = desk.browser.get(f"{desk.root}/preview")
    assert "How would you start?" in page.words and "In a few words." in page.words


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 501},
        {"text": "a\x00b"},
        {"word_limit": "0"},
        {"word_limit": "many"},
        {"word_limit": "99999999999999999999"},
        {"purpose": ""},
        {"purpose": "z"},
    ],
)
def test_what_will_not_do_is_said_beside_the_field(desk: Desk, wrong: dict[str, str]) -> None:
    page = desk.browser.submit(f"{desk.root}/add", TYPED | wrong, status=422)
    assert "There is a problem" in page.words
    assert desk.texts() == []


@pytest.mark.parametrize("begun", [False, True])
def test_once_open_it_says_why_only_more_may_come(desk: Desk, begun: bool) -> None:
    with desk.sessions.write() as session:
        council = session.merge(desk.challenge).authority
        challenge = an_open_challenge(session, council)
        prompt = a_prompt(session, challenge)
        if begun:
            a_draft_response(session, an_interest(session, challenge))
    root = f"/desk/challenges/{challenge.reference}/questionnaire"
    page = desk.browser.get(root)
    assert "they stay as they are" in page.words and "Add a question" in page.words
    assert "cannot change it" in desk.browser.get(f"{root}/add").words
    desk.browser.submit(f"{root}/add", TYPED)
    desk.browser.submit(f"{root}/{prompt.id}", TYPED, status=422)
    desk.browser.submit(f"{root}/{prompt.id}/remove", status=422)
    desk.browser.post(f"{root}/{prompt.id}/move", status=409)


def test_two_officers_see_both_versions_of_a_question(desk: Desk) -> None:
    with desk.sessions.write() as session:
        prompt = a_prompt(session, session.merge(desk.challenge))
    own = f"{desk.root}/{prompt.id}"
    mine = desk.browser.get(own).forms[-1].values | {"text": "My question?"}
    desk.browser.submit(own, {"text": "Their question?", "word_limit": "120"})
    page = desk.browser.submit(own, mine, status=409)
    for words in ("Saved by your colleague", "Their question?", "My question?", "120 words"):
        assert words in page.words
    desk.browser.post(own, page.forms[-1].values)
    assert desk.texts() == ["My question?"]


def test_a_question_that_changed_is_read_again_before_it_is_removed(desk: Desk) -> None:
    with desk.sessions.write() as session:
        prompt = a_prompt(session, session.merge(desk.challenge))
    own = f"{desk.root}/{prompt.id}"
    old = desk.browser.get(f"{own}/remove").forms[-1].values
    desk.browser.submit(own, {"text": "Their question?"})
    page = desk.browser.submit(f"{own}/remove", old, status=409)
    assert "Their question?" in page.words and "Read it again" in page.words
    desk.browser.post(f"{own}/remove", page.forms[-1].values)
    assert desk.texts() == []


def test_words_for_a_question_that_a_colleague_removed_can_be_copied(desk: Desk) -> None:
    with desk.sessions.write() as session:
        prompt = a_prompt(session, session.merge(desk.challenge))
    own = f"{desk.root}/{prompt.id}"
    mine = desk.browser.get(own).forms[-1].values | {"text": "My very own question?"}
    desk.browser.submit(f"{own}/remove")
    desk.browser.follow()
    assert "My very own question?" in desk.browser.post(own, mine, status=404).text


def test_a_question_with_an_answer_stays_and_the_page_says_why(desk: Desk) -> None:
    with desk.sessions.write() as session:
        challenge = session.merge(desk.challenge)
        prompt = a_prompt(session, challenge)
        response = a_draft_response(session, an_interest(session, challenge))
        session.add(AnswerRow(response_id=response.id, prompt_id=prompt.id, text="Begun."))
    page = desk.browser.submit(f"{desk.root}/{prompt.id}/remove", status=422)
    assert "answers are kept" in page.words and "Change its words instead" in page.words
    assert "Nobody has answered it yet" not in page.words
    assert len(desk.texts()) == 1


def test_auditors_only_read(client: FlaskClient, sessions: Sessions) -> None:
    desk = Desk(client, sessions, Role.AUDITOR)
    page = desk.browser.get(desk.root)
    assert "Add a question" not in page.words
    desk.browser.get(f"{desk.root}/add", status=403)
