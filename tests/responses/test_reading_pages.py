"""What the council sees after the end: a list, each response, and how many a day."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from engage.accounts.models import Person
from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.responses.models import Prompt, Response
from engage.responses.views.reading import by_day
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
    sign_in,
)

MOST_QUERIES = 6


class Desk:
    """An officer of a council whose engagement has ended."""

    def __init__(self, client: FlaskClient, sessions: Sessions, responses: int) -> None:
        with sessions.write() as session:
            self.council: Authority = a_council(session)
            self.officer: Person = an_officer(session, self.council)
            self.challenge: Challenge = a_closed_challenge(session, self.council)
            self.prompt: Prompt = a_prompt(session, self.challenge, text="How?")
            self.responses: list[Response] = []
            for number in range(responses):
                holder = an_interest(session, self.challenge, organisation=f"Firm {number}")
                answers = {self.prompt.id: f"Answer {number} with <b>care</b>"}
                self.responses.append(a_submitted_response(session, holder, answers))
                time.sleep(0.001)  # ids of one millisecond are in no order
        sign_in(client, sessions, self.officer)
        self.browser = Browser(client)
        self.root = f"/desk/challenges/{self.challenge.reference}"


Make = Callable[[int], Desk]


@pytest.fixture
def make(client: FlaskClient, sessions: Sessions) -> Make:
    return lambda responses: Desk(client, sessions, responses)


def test_the_list_is_in_the_order_they_came(make: Make) -> None:
    desk = make(3)
    words = desk.browser.get(f"{desk.root}/responses").words
    assert words.index("Firm 0") < words.index("Firm 1") < words.index("Firm 2")
    assert "3 responses" in words and "Responses each day" in words


def test_fifty_a_page(make: Make) -> None:
    desk = make(51)
    first = desk.browser.get(f"{desk.root}/responses").words
    second = desk.browser.get(f"{desk.root}/responses?page=2").words
    assert "Firm 49" in first and "Firm 50" not in first and "Firm 50" in second
    for number in ("3", "0", "x", "-1"):
        desk.browser.get(f"{desk.root}/responses?page={number}", status=404)


@pytest.mark.slow
@pytest.mark.parametrize("number", [3, 300])
def test_the_list_costs_the_same_however_long(make: Make, queries: Queries, number: int) -> None:
    desk = make(number)
    desk.browser.get(f"{desk.root}/responses")
    with queries() as seen:
        desk.browser.get(f"{desk.root}/responses")
    assert len(seen) <= MOST_QUERIES, "\n".join(seen)


def test_one_response_with_its_neighbours(make: Make) -> None:
    desk = make(3)
    page = desk.browser.get(f"{desk.root}/responses/{desk.responses[1].id}")
    assert "Answer 1 with <b>care</b>" in page.words and "<b>care" not in page.text
    links = page.links()
    assert f"{desk.root}/responses/{desk.responses[0].id}" in links
    assert f"{desk.root}/responses/{desk.responses[2].id}" in links


def test_an_empty_list_says_what_to_do(make: Make) -> None:
    desk = make(0)
    assert "no supplier sent a response" in desk.browser.get(f"{desk.root}/responses").words


def test_a_neighbour_council_sees_nothing(
    make: Make, client: FlaskClient, sessions: Sessions
) -> None:
    desk = make(1)
    with sessions.write() as session:
        stranger = an_officer(session, a_council(session))
    sign_in(client, sessions, stranger)
    for tail in ("/responses", f"/responses/{desk.responses[0].id}", "/compile"):
        assert client.get(desk.root + tail).status_code == 404
    for tail in ("/responses.csv", "/compile"):
        assert client.post(desk.root + tail).status_code == 404


def test_a_response_of_another_challenge(make: Make, sessions: Sessions) -> None:
    desk = make(1)
    with sessions.write() as session:
        other = a_closed_challenge(session, session.merge(desk.council))
        foreign = a_submitted_response(session, an_interest(session, other))
    for response_id in (foreign.id, uuid4()):
        desk.browser.get(f"{desk.root}/responses/{response_id}", status=404)


def test_days_are_london_days_and_old_ones_are_together() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # past midnight in London
    assert by_day({late: 1}) == [("1 July", 1)]
    many = {NOW + timedelta(days=day): 1 for day in range(20)}
    rows = by_day(many | {NOW: 2})
    assert rows[0] == ("Earlier", 7) and len(rows) == 15
