"""The public page of a challenge: its one address, its card, its dates, why it was withdrawn."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from engage.notices.service.noticing import give_reasons, record_number
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, a_council, an_officer, an_open_challenge

FTS = "https://www.find-tender.service.gov.uk/Notice/"
FIRST, SECOND = "083655-2026", "083656-2026"


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


def test_where_the_notice_is_and_a_corrected_number(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        made = an_open_challenge(session, notice_plan={"answer": "published", "notice_id": FIRST})
    assert f'href="{FTS}{FIRST}"' in Browser(client).get(f"/challenges/{made.reference}").text
    with sessions.write() as session:
        record_number(session, session.merge(made), notice_id=SECOND, by=None, at=NOW)
    page = Browser(client).get(f"/challenges/{made.reference}")
    assert f'href="{FTS}{SECOND}"' in page.text and FIRST not in page.text
    assert f"{SECOND} on Find a Tender" in page.words


def test_why_there_is_no_notice(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        made = an_open_challenge(session, notice_plan={"answer": "to come"})
        officer = an_officer(session, made.authority)
    page = Browser(client).get(f"/challenges/{made.reference}")
    assert "Not published yet" in page.words
    with sessions.write() as session:
        mine = session.merge(made)
        give_reasons(session, mine, reasons="It is a <small> grant.", by=officer.id, at=NOW)
    page = Browser(client).get(f"/challenges/{made.reference}")
    assert "None. It is a <small> grant." in page.words


@pytest.mark.parametrize(
    ("region", "law", "notice"),
    [
        ("UKM", "regulation 41 of the Public Contracts (Scotland)", "on Public Contracts Scotland"),
        ("UKL", "section 16 of the Procurement Act 2023", "on Sell2Wales"),
    ],
)
def test_the_law_of_the_nation(
    client: FlaskClient, sessions: Sessions, region: str, law: str, notice: str
) -> None:
    with sessions.write() as session:
        council = a_council(session, region=region)
        plan = {"answer": "published", "notice_id": FIRST}
        made = an_open_challenge(session, council, notice_plan=plan)
    words = Browser(client).get(f"/challenges/{made.reference}").words
    assert f"under {law}" in words and notice in words
    assert ("Procurement Act" in words) is (region != "UKM")
