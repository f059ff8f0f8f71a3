"""What taking part asks of a small business, against the size of the contract."""

import pytest
from flask.testing import FlaskClient

from engage.kernel.db import Sessions
from engage.responses.effort import effort
from tests.browsing import Browser
from tests.factories import a_challenge, a_council, a_prompt, an_officer, sign_in


@pytest.mark.parametrize(
    ("words", "answering", "minutes"),
    [(0, [], 0), (900, [], 0), (0, [10], 20), (400, [10], 22), (401, [10, 1], 24)],
)
def test_minutes(words: int, answering: list[int], minutes: int) -> None:
    assert effort(words, answering, None).minutes == minutes


@pytest.mark.parametrize(
    ("value", "enough"),
    [
        (None, 120), (0, 60), (207_720, 60), (207_721, 120), (1_000_000, 120), (1_000_001, 180),
        (5_193_001, 240), (2_147_483_647, 240),
    ],
)  # fmt: skip
def test_more_may_be_asked_for_more(value: int | None, enough: int) -> None:
    assert effort(0, [10], value).enough == enough


def test_an_hour_is_in_proportion_and_a_minute_more_is_not() -> None:
    assert not effort(0, [50], 50_000).is_too_much
    assert effort(0, [51], 50_000).is_too_much


def test_the_officer_is_warned(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        draft = a_challenge(session, council, value=50_000)
        a_prompt(session, draft, text="Why?", word_limit=400)
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    officer, address = Browser(client), f"/desk/challenges/{draft.reference}/questionnaire"
    page = officer.get(address).words
    assert "51 minutes of work, about" in page
    assert "would be in proportion" not in page
    with sessions.write() as session:
        a_prompt(session, draft, text="What else?", word_limit=400)
    page = officer.get(address).words
    assert (
        "Taking part asks 91 minutes of each supplier, unpaid. For a contract of £50,000, 60"
        in page
    )
