"""What I take part in: what ends next comes first, however much there is."""

from datetime import timedelta
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from engage.kernel.paging import Page
from engage.spaces.queries import my
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_closed_challenge, an_interest, an_open_challenge, use_link

ENDS = {"Day 3": 3, "Day 1": 1, "Over": -3, "Day 2": 2, "Long over": -30}


def taken_part(session: Session) -> Actor:
    """In three that end one day after another, two that are over, and one without an end."""
    passes = set()
    for title, days in ENDS.items():
        made = an_open_challenge if days > 0 else a_closed_challenge
        challenge = made(session, title=title, engagement_ends=NOW + timedelta(days=days))
        passes.add(an_interest(session, challenge).id)
    record = a_closed_challenge(session, title="Record", engagement_ends=None)
    passes.add(an_interest(session, record).id)
    return Actor(passes=frozenset(passes))


def test_pages_go_on_where_the_last_one_ended(sessions: Sessions) -> None:
    with sessions.write() as session:
        actor = taken_part(session)
        pages = [
            [row.title for row in my.taking_part(session, actor, at=NOW, page=Page(number, 2))]
            for number in range(1, 5)
        ]
        assert my.count_taking_part(session, actor) == 6
    assert pages == [["Day 1", "Day 2"], ["Day 3", "Over"], ["Long over", "Record"], []]


def test_what_is_over_by_the_clock_or_withdrawn_comes_after(sessions: Sessions) -> None:
    with sessions.write() as session:
        ends = {"By the clock": NOW, "To come": NOW + timedelta(days=9)}
        made = [
            an_open_challenge(session, title=title, engagement_ends=at)
            for title, at in ends.items()
        ]
        later: dict[str, Any] = {
            "stage": Stage.WITHDRAWN,
            "engagement_ends": NOW + timedelta(days=5),
        }
        made.append(an_open_challenge(session, title="Withdrawn", **later))
        actor = Actor(passes=frozenset(an_interest(session, each).id for each in made))
        rows = my.taking_part(session, actor, at=NOW, page=Page())
    assert [row.title for row in rows] == ["To come", "Withdrawn", "By the clock"]


def test_what_the_page_costs(client: FlaskClient, sessions: Sessions, queries: Queries) -> None:
    counts, days = [], count(1)
    for number in (3, 27):
        with sessions.write() as session:
            for day in (next(days) for _ in range(number)):
                ends = NOW + timedelta(days=day)
                use_link(
                    client, an_interest(session, an_open_challenge(session, engagement_ends=ends))
                )
        with queries() as seen:
            page = Browser(client).get("/my")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6
    assert page.words.count("Take part until") == 30
