"""The public page of a challenge: its one address, its card, its dates, why it was withdrawn."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, an_open_challenge


def test_one_address_and_a_card_without_pictures(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        made = an_open_challenge(session, title='Warm "homes" <b>', need="**Warm** & dry.\n- now")
    page = Browser(client).get(f"/challenges/{made.reference}?after=1").text
    head = page.split("</head>")[0]
    assert (
        f'<link rel="canonical" href="http://127.0.0.1:8000/challenges/{made.reference}">' in head
    )
    assert '<meta property="og:title" content="Warm &#34;homes&#34; &lt;b&gt;">' in head
    assert '<meta property="og:description" content="Warm &amp; dry. now">' in head
    assert "og:image" not in head and "<img" not in page
    assert head.count("canonical") == 1


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (datetime(2026, 3, 20, 12, tzinfo=UTC), "12 noon on Friday 20 March 2026, GMT"),
        (
            datetime(2026, 4, 20, 11, tzinfo=UTC),
            "12 noon on Monday 20 April 2026, BST (UK summer time)",
        ),
    ],
)
def test_the_end_as_it_was_set_with_its_zone(
    client: FlaskClient, sessions: Sessions, ends: datetime, said: str
) -> None:
    with sessions.write() as session:
        made = an_open_challenge(session, engagement_ends=ends)
    text = Browser(client).get(f"/challenges/{made.reference}").text
    assert said in text.replace("</time>", "")


def test_a_withdrawn_challenge_says_why(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        made = a_challenge(
            session, stage=Stage.WITHDRAWN, published_at=NOW, withdrawn_at=NOW,
            withdrawn_because="The money went elsewhere.",
        )  # fmt: skip
    words = Browser(client).get(f"/challenges/{made.reference}").words
    assert "The council withdrew this challenge" in words
    assert "The money went elsewhere." in words
