"""The page before publishing says what the questionnaire asks of suppliers."""

import pytest
from flask.testing import FlaskClient

from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import a_challenge, a_prompt, an_officer, sign_in


def publish_page(client: FlaskClient, sessions: Sessions, *limits: int, over: bool = False) -> str:
    """The address of the page, for an officer, with questions of these lengths."""
    with sessions.write() as session:
        draft = a_challenge(session, value=50_000, retrospective=over)
        for limit in limits:
            a_prompt(session, draft, word_limit=limit)
        officer = an_officer(session, draft.authority)
    sign_in(client, sessions, officer)
    return f"/desk/challenges/{draft.reference}/publish"


def test_too_much_work_is_said_before_publishing(client: FlaskClient, sessions: Sessions) -> None:
    path = publish_page(client, sessions, 500, 500)
    page = Browser(client).get(path)
    assert "Taking part asks 111 minutes of each supplier, unpaid" in page.words
    assert "60 would be in proportion" in page.words
    questionnaire = path.replace("/publish", "/questionnaire")
    assert questionnaire in page.links()
    assert "Taking part asks 111 minutes" in Browser(client).get(questionnaire).words


@pytest.mark.parametrize(("limits", "over"), [((100,), False), ((), False), ((900, 900), True)])
def test_what_is_in_proportion_is_no_warning(
    client: FlaskClient, sessions: Sessions, limits: tuple[int, ...], over: bool
) -> None:
    page = Browser(client).get(publish_page(client, sessions, *limits, over=over))
    assert "Taking part asks" not in page.words


@pytest.mark.parametrize("number", [3, 30])
def test_what_the_page_costs(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    path = publish_page(client, sessions, *[100] * number)
    with queries() as seen:
        Browser(client).get(path)
    assert len(seen) <= 11
