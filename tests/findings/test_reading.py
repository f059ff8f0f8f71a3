"""The reading room: what is on the shelves and when, filters, marks, and what is unread."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.findings.models import SentAnswer, Shelf
from engage.findings.sentences import Span, found_in, pieces, place_of, sentences, without
from engage.findings.service.filing import file_due
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.responses.models import Prompt, Submission
from engage.suppliers.models import Size
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_prompt,
    a_submitted_response,
    a_supplier,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)

MOST_QUERIES = 7
TEXTS = (
    "Small sensors in forty homes. Batteries last for three years.",
    "Train ten residents as scouts.",
    "A sensor sees the damp before anybody does.",
)


@dataclass
class Desk:
    """An officer, and a challenge that has ended, with three answers on the shelves."""

    browser: Browser
    challenge: Challenge
    prompt: Prompt
    officer: Person

    @property
    def root(self) -> str:
        return f"/desk/challenges/{self.challenge.reference}"

    @property
    def question(self) -> str:
        return f"{self.root}/reading/{self.prompt.id}"


def answered(session: Session, challenge: Challenge, prompt: Prompt, number: int) -> None:
    for place in range(number):
        supplier = a_supplier(
            session, size=Size.MICRO if place else Size.LARGE, regions=["UKE" if place else "UKI"]
        )
        holder = an_interest(
            session, challenge, organisation=f"Firm {place}", supplier_id=supplier.id
        )
        a_submitted_response(session, holder, {prompt.id: TEXTS[place % len(TEXTS)]})


def a_desk(client: FlaskClient, sessions: Sessions, number: int = 3) -> Desk:
    with sessions.write() as session:
        council = a_council(session)
        officer = an_officer(session, council, name="Olu Officer")
        challenge = a_closed_challenge(session, council)
        prompt = a_prompt(session, challenge, text="What would you try?")
        answered(session, challenge, prompt, number)
    sign_in(client, sessions, officer)
    file_due(sessions)
    return Desk(Browser(client), challenge, prompt, officer)


def test_nothing_is_on_the_shelves_before_the_end(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = an_officer(session, council)
        challenge = an_open_challenge(session, council)
        prompt = a_prompt(session, challenge)
        answered(session, challenge, prompt, 2)
    file_due(sessions)
    with sessions.read() as session:
        assert not session.scalar(select(func.count()).select_from(SentAnswer))
    sign_in(client, sessions, officer)
    browser, root = Browser(client), f"/desk/challenges/{challenge.reference}/reading"
    for address in (root, f"{root}/compare"):
        assert "Responses are sealed" in browser.get(address).words
    browser.get(f"{root}/{prompt.id}", status=404)


def test_what_is_taken_back_leaves_the_shelves(sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        answered(session, challenge, a_prompt(session, challenge), 3)
    assert (file_due(sessions), file_due(sessions)) == (3, 0)
    with sessions.write() as session:
        session.scalars(select(Submission)).first().replaced_at = NOW  # type: ignore[union-attr]
        session.delete(session.get_one(Shelf, challenge.id))
    file_due(sessions)
    with sessions.read() as session:
        assert len(session.scalars(select(SentAnswer)).all()) == 2


def test_an_officer_reads_filters_marks_and_compares(
    client: FlaskClient, sessions: Sessions
) -> None:
    desk = a_desk(client, sessions)
    browser = desk.browser
    assert "3 unread" in browser.get(f"{desk.root}/reading").words
    page = browser.get(desk.question)
    assert all(text.split(".")[0] in page.words for text in TEXTS) and page.words.count("New") == 3
    assert "All read" in browser.get(f"{desk.root}/reading").words
    assert "New" not in browser.get(desk.question).words
    for query, firms in (
        ("?q=sensor", [0, 2]),
        ("?q=sensor+-batteries", [2]),
        ("?size=micro", [1, 2]),
        ("?region=UKI", [0]),
        ("?unread=yes", []),
    ):
        found = browser.get(f"{desk.question}{query}").words
        assert [n for n in range(3) if f"Firm {n}" in found] == firms, query
    _marks_and_compares(client, sessions, desk, page.links())
    with sessions.read() as session:
        facts = session.scalars(select(RecordedEvent).where(RecordedEvent.name == "answers.read"))
        assert {fact.payload["number"] for fact in facts} == {3}


def _marks_and_compares(
    client: FlaskClient, sessions: Sessions, desk: Desk, links: list[str]
) -> None:
    browser = desk.browser
    assert (
        '<mark class="e-mark e-mark--found">sensors</mark>'
        in browser.get(f"{desk.question}?q=sensor").text
    )
    [*_, address] = [each for each in links if "/reading/answers/" in each]
    said = {"place": "0", "passage": "", "colour": "green", "note": "Ask who sees it", "shared": ""}
    browser.post(address, said, status=303)
    marked = browser.get(address)
    assert "e-mark--green" in marked.text and "Ask who sees it" in marked.words
    browser.post(address, said | {"passage": "not in it"}, status=422)
    browser.post(address, said | {"place": "whole", "note": ""}, status=422)
    _others_see_only_what_is_shared(client, sessions, desk, address)
    two = browser.get(f"{desk.root}/reading/compare").links()
    first = next(link for link in two if "with=" in link)
    both = next(link for link in browser.get(first).links() if link.count("with=") == 2)
    assert TEXTS[0] in browser.get(both).words


def _others_see_only_what_is_shared(
    client: FlaskClient, sessions: Sessions, desk: Desk, address: str
) -> None:
    with sessions.write() as session:
        council = session.merge(desk.challenge).authority
        colleague = an_officer(session, council)
    sign_in(client, sessions, colleague)
    assert "Ask who sees it" not in desk.browser.get(address).words
    shared = {"place": "whole", "colour": "none", "note": "For all of us", "shared": "yes"}
    desk.browser.post(address, shared | {"passage": ""}, status=303)
    sign_in(client, sessions, desk.officer)
    assert "For all of us" in desk.browser.get(address).words


@pytest.mark.slow
@pytest.mark.parametrize("number", [3, 45])
def test_a_page_costs_the_same_however_many_answers(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    desk = a_desk(client, sessions, number)
    for address in (f"{desk.root}/reading", desk.question, f"{desk.question}?q=sensor&size=micro"):
        desk.browser.get(address)
        with queries() as seen:
            desk.browser.get(address)
        assert len(seen) <= MOST_QUERIES, "\n".join(seen)


def test_sentences_spans_and_passages() -> None:
    text = "One. Two is 3.5 long!\nThree"
    assert [text[a:b] for a, b in sentences(text)] == ["One.", "Two is 3.5 long!", "Three"]
    spans = [Span(0, 4, "green"), Span(2, 8, "blue")]
    assert [tuple(each) for each in pieces("One. Two", spans)] == [
        ("On", "green"),
        ("e.", "blue"),
        (" Two", "blue"),
    ]
    assert [each[:2] for each in found_in("Homes and a home", "home")] == [(0, 5), (12, 16)]
    assert place_of("a  b\nc", "b c") == (3, 6)
    assert without("Call Ann now. Ann knows.", [Span(5, 8, "s.40"), Span(14, 17, "s.40")]) == (
        "Call [withheld: s.40] now. [withheld: s.40] knows."
    )
