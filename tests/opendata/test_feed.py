"""The Atom feed, as a feed reader sees it."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from werkzeug.http import http_date

from engage.challenges import service
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from tests.conftest import Queries
from tests.factories import NOW, a_challenge, a_closed_challenge, a_council, an_open_challenge
from tests.services import Clock


def read(client: FlaskClient) -> Any:
    answer = client.get("/challenges.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = feedparser.parse(answer.get_data())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_what_is_open_and_what_was(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session, name="Marlbury & Co Council")
        later = NOW + timedelta(hours=1)
        an_open_challenge(
            session, council, reference="MBC-2026-001", title="Damp <homes> & walls",
            updated_at=later,
        )  # fmt: skip
        a_closed_challenge(session, council, title="Bins")
        a_challenge(session, council, title="Secret draft")
    feed = read(client)
    assert feed.version == "atom10"
    assert feed.feed.updated == "2026-03-02T10:00:00Z"
    assert [entry.title for entry in feed.entries] == ["Damp <homes> & walls", "Bins"]
    first = feed.entries[0]
    assert first.id == "tag:127.0.0.1,2026-03-02:challenges/MBC-2026-001"
    assert first.link == "http://127.0.0.1:8000/challenges/MBC-2026-001"
    assert first.author == "Marlbury & Co Council"
    assert (first.published, first.updated) == ("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z")
    assert "End of the engagement: 9am on Monday 23 March 2026." in first.summary


def test_an_entry_keeps_its_id_and_moves_its_date(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        opened = an_open_challenge(session)
    before = read(client).entries[0]
    clock.advance(days=1)
    with sessions.write() as session:
        mine = session.get_one(Challenge, opened.id)
        service.withdraw(session, mine, because="No money.", by=opened.id, at=clock.now)
    after = read(client).entries[0]
    assert after.id == before.id
    assert after.updated > before.updated


def test_an_empty_feed_is_a_feed(client: FlaskClient) -> None:
    feed = read(client)
    assert feed.entries == []
    assert feed.feed.updated == "2025-02-24T00:00:00Z"


def test_drafts_never_leak(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        for stage in Stage:
            a_challenge(session, stage=stage, title=f"In stage {stage}", published_at=NOW)
    titles = {entry.title for entry in read(client).entries}
    public = ("open", "closed", "with board", "concluded", "withdrawn")
    assert titles == {f"In stage {stage}" for stage in public}


def test_a_reader_that_has_it_gets_304(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        an_open_challenge(session)
    headers = client.get("/challenges.atom").headers
    for known in (
        {"If-None-Match": headers["ETag"]},
        {"If-Modified-Since": headers["Last-Modified"]},
    ):
        again = client.get("/challenges.atom", headers=known)
        assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.slow
def test_who_asks_too_often_is_told_when_to_come_back(client: FlaskClient) -> None:
    for _ in range(600):
        last = client.get("/challenges.atom", headers={"If-Modified-Since": http_date(NOW)})
    assert last.status_code == 304
    answer = client.get("/challenges.atom")
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)


def test_odd_characters_are_no_trouble(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        an_open_challenge(session, title="A\x0bB ]]> \u202eC 🚮", need="x" * 5000)
    assert "🚮" in read(client).entries[0].title


def test_a_summary_has_no_signs_of_lists_and_links(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        an_open_challenge(session, need="- on [Saturdays](https://a.example)\n- at night")
    assert read(client).entries[0].summary.startswith("on Saturdays at night End")


def test_what_the_feed_costs(client: FlaskClient, sessions: Sessions, queries: Queries) -> None:
    counts = []
    for number in (3, 27):
        with sessions.write() as session:
            for _ in range(number):
                an_open_challenge(session)
        with queries() as seen:
            client.get("/challenges.atom")
        counts.append(len(seen))
    assert counts == [1, 1]
