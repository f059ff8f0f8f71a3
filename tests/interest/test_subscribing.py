"""Saved searches: asked for, confirmed by a button, seen and stopped; what they find is told."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest import queries, service
from engage.interest.models import Cadence, Subscription
from engage.interest.service.subscribing import LINKS_AN_HOUR
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.retention import forget_in_batches
from engage.web import limits
from tests.conftest import Queries
from tests.factories import NOW, a_council, a_subscription, an_open_challenge
from tests.services import Clock

WANTED = {"q": "damp homes", "cpv": "72000000", "region": "UKE", "value": "2", "sme": "yes"}
EMAIL = "ida@example.org"
Filters = dict[str, Any]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EVENLY", 0.0)


def all_of(sessions: Sessions) -> list[Subscription]:
    with sessions.read() as session:
        return list(session.scalars(select(Subscription).order_by(Subscription.id)))


def links_owed(sessions: Sessions) -> int:
    with sessions.read() as session:
        wanted = select(RecordedEvent.id).where(RecordedEvent.name == "subscription.asked")
        return len(session.scalars(wanted).all())


def path_of(app: Flask, search: Subscription, at: datetime = NOW) -> str:
    token = app.extensions["signer"].sign(service.SUBSCRIPTION, str(search.id), at=at)
    return f"/subscriptions/{token}"


def saved(sessions: Sessions, **about: Any) -> Subscription:
    with sessions.write() as session:
        return a_subscription(session, **about)


def test_the_list_leads_there_with_its_filters(client: FlaskClient) -> None:
    said = client.get("/challenges?q=damp+homes&stage=open&sort=closing&sme=yes").text
    assert 'href="/subscribe?q=damp+homes&amp;sme=yes"' in said


def test_the_council_of_a_list_is_kept(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        slug = a_council(session, name="Marlbury Council").slug
    assert f'href="/subscribe?council={slug}"' in client.get(f"/councils/{slug}").text
    assert "Council: Marlbury Council" in client.get(f"/subscribe?council={slug}").text


def test_from_the_search_to_the_list_of_them(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    address = f"/subscribe?{urlencode(WANTED | {'stage': 'open', 'sort': 'closing'})}"
    said = client.get(address).text
    for words in ("damp homes", "£50,000 to £250,000", "Yorkshire", "small and medium-sized"):
        assert words in said
    assert "Open now" not in said
    answer = client.post(address, data={"email": "Ida@Example.org", "cadence": "weekly"})
    assert (answer.status_code, answer.location) == (303, "/subscribe/sent")
    assert EMAIL in client.get("/subscribe/sent").text.lower()
    (search,) = all_of(sessions)
    assert (search.email, search.q, search.sme) == (EMAIL, "damp homes", True)
    assert search.cadence is Cadence.WEEKLY
    assert queries.filters_of(search) == WANTED
    path = path_of(app, search)
    shown = client.get(path).text
    assert "Send me these e-mails" in shown
    assert "How often: Once a week" in shown
    assert all_of(sessions)[0].confirmed_at is None  # opening the link changed nothing
    assert client.post(path).status_code == 303
    assert all_of(sessions)[0].confirmed_at == NOW
    shown = client.get(path, follow_redirects=True).text
    assert "Words: damp homes" in shown
    assert f"q={quote_plus('damp homes')}" in shown


def test_each_search_is_told_as_often_as_its_line_says(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    search = saved(sessions, email=EMAIL, q="damp homes")
    path = path_of(app, search)
    choices = str(client.get(path).location)
    name = f"search_{search.id.hex}"
    sent = {"wanted": ["alerts"], "language": "en"}
    for often, wanted in (("daily", Cadence.DAILY), ("", Cadence.DAILY), ("now", Cadence.NOW)):
        assert client.post(choices, data={**sent, name: often}).status_code == 303
        assert all_of(sessions)[0].cadence is wanted
    assert client.post(choices, data={**sent, name: "hourly"}).status_code == 422
    assert client.post(choices, data={**sent, name: "stop"}).status_code == 303
    assert "You have no saved searches" in client.get(choices).text
    client.post(path)
    assert all_of(sessions)[0].ended_at == NOW


def test_a_bad_address_is_answered_beside_the_field(
    client: FlaskClient, sessions: Sessions
) -> None:
    for typed in ("", "nobody", "a@example.org\r\nBcc: b@example.org", "x" * 10_000):
        answer = client.post("/subscribe?q=damp", data={"email": typed})
        assert answer.status_code == 422
        assert "Words: damp" in answer.text
    assert client.get("/subscribe?cpv=x&region=x&value=9&council=x").status_code == 200
    assert all_of(sessions) == []


def test_known_or_not_the_answer_is_the_same(client: FlaskClient, sessions: Sessions) -> None:
    saved(sessions, email=EMAIL, q="damp")
    answers = set()
    for email in (EMAIL, "new@example.org"):
        answer = client.post("/subscribe?q=damp", data={"email": email})
        said = client.get("/subscribe/sent").text.replace(email, "")
        shown = said[said.index("<main") : said.index("</main>")]
        answers.add((answer.status_code, answer.location, shown))
    assert len(answers) == 1
    assert links_owed(sessions) == 2
    known, _new = all_of(sessions)
    assert known.confirmed_at == NOW


def test_nobody_fills_a_mailbox_from_here(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    client.post("/subscribe?q=damp", data={"email": EMAIL})
    client.post("/subscribe?q=damp", data={"email": EMAIL})
    assert (len(all_of(sessions)), links_owed(sessions)) == (1, 1)
    for word in ("roads", "care", "bins", "parks", "trees"):
        client.post(f"/subscribe?q={word}", data={"email": EMAIL})
    assert links_owed(sessions) == LINKS_AN_HOUR
    client.post("/subscribe?q=damp", data={"email": "other@example.org"})
    assert links_owed(sessions) == LINKS_AN_HOUR + 1
    clock.advance(hours=1)
    client.post("/subscribe?q=trees", data={"email": EMAIL})
    assert links_owed(sessions) == LINKS_AN_HOUR + 2


def test_a_stopped_search_begins_anew(client: FlaskClient, sessions: Sessions) -> None:
    saved(sessions, email=EMAIL, q="damp", ended_at=NOW)
    client.post("/subscribe?q=damp", data={"email": EMAIL})
    (search,) = all_of(sessions)
    assert (search.confirmed_at, search.ended_at) == (None, None)


def test_links_of_nothing_are_dead(app: Flask, client: FlaskClient, sessions: Sessions) -> None:
    search = saved(sessions)
    path = path_of(app, search)
    with sessions.write() as session:
        session.delete(session.get_one(Subscription, search.id))
    for dead in (path, "/subscriptions/made-up"):
        assert client.get(dead).status_code == 410
        assert client.post(dead).status_code == 410
        assert client.get(dead.replace("subscriptions", "preferences")).status_code == 410


def test_one_sees_only_ones_own(app: Flask, client: FlaskClient, sessions: Sessions) -> None:
    search = saved(sessions, email=EMAIL, q="damp")
    saved(sessions, email="other@example.org", q="roads")
    saved(sessions, email=EMAIL, q="parks", confirmed_at=None)
    said = client.get(path_of(app, search), follow_redirects=True).text
    assert "damp" in said
    assert "roads" not in said
    assert "parks" not in said


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_asks_as_often_for_many(
    app: Flask, client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    searches = [saved(sessions, email=EMAIL, q=f"word{each}") for each in range(number)]
    path = path_of(app, searches[0])
    with queries() as seen:
        said = client.get(path, follow_redirects=True).text
    assert said.count("See what it finds now") == number
    assert len(seen) <= 8


def test_what_is_not_wanted_is_forgotten(sessions: Sessions) -> None:
    old, new = NOW - timedelta(days=31), NOW - timedelta(days=29)
    for at, word in ((old, "old"), (new, "new")):
        saved(sessions, q=f"{word} unconfirmed", asked_at=at, confirmed_at=None)
        saved(sessions, q=f"{word} ended", asked_at=old, ended_at=at)
    saved(sessions, q="asked again", asked_at=old, link_owed_at=new, confirmed_at=None)
    saved(sessions, q="running", asked_at=old)
    forget_in_batches(sessions, service.SEARCHES, service.forget_subscriptions)
    left = {search.q for search in all_of(sessions)}
    assert left == {"new unconfirmed", "new ended", "asked again", "running"}


def finds(session: Session, challenge: Challenge, **wanted: Any) -> bool:
    search = a_subscription(session, **wanted)
    found = select(Subscription.id).where(queries.finding(challenge))
    return search.id in session.scalars(found).all()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, True),
        ({"q": "damp"}, True),
        ({"q": '"damp homes"'}, True),
        ({"q": "damp -homes"}, False),
        ({"q": "roads"}, False),
        ({"q": "the"}, False),
        ({"cpv": "72000000"}, True),
        ({"cpv": "72212000"}, True),
        ({"cpv": "72300000"}, False),
        ({"region": "UKE"}, True),
        ({"region": "ENG"}, True),
        ({"region": "UKF"}, False),
        ({"council": "marlbury"}, True),
        ({"council": "tavenshire"}, False),
        ({"value": "2"}, True),
        ({"value": "1"}, False),
        ({"value": "3"}, False),
        ({"sme": True}, True),
        ({"q": "damp", "cpv": "72000000", "region": "UKE", "value": "2", "sme": True}, True),
        ({"q": "damp", "value": "3"}, False),
        ({"confirmed_at": None}, False),
        ({"ended_at": NOW}, False),
    ],
)
def test_what_a_search_finds(session: Session, wanted: Filters, found: bool) -> None:
    council = a_council(session, slug="marlbury")
    about: Filters = {"cpv": ["72212100"], "region": "UKE", "value": 50_000, "sme_suitable": True}
    challenge = an_open_challenge(session, council, title="Damp homes", **about)
    assert finds(session, challenge, **wanted) is found


def test_what_a_challenge_does_not_say_fits_no_filter(session: Session) -> None:
    challenge = an_open_challenge(session, cpv=[], region="", value=None, sme_suitable=False)
    for wanted in ({"cpv": "72000000"}, {"region": "UK"}, {"value": "1"}, {"sme": True}):
        assert not finds(session, challenge, **wanted)
    assert finds(session, challenge)
