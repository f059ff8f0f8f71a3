import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.kernel.seal import leaf, seal_due
from engage.records import exports, queries
from engage.records.queries import of_challenge
from engage.records.sentences import Kind
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_person,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)
from tests.services import Clock


def a_fact(
    session: Session,
    challenge: Challenge,
    name: str = "challenge.revised",
    *,
    by: UUID | None = None,
    at: datetime = NOW,
    **payload: Any,
) -> RecordedEvent:
    row = RecordedEvent(
        name=name,
        subject_id=challenge.id,
        authority_id=challenge.authority_id,
        challenge_id=challenge.id,
        actor_id=by,
        occurred_at=at,
        payload=payload,
    )
    session.add(row)
    session.flush()
    return row


def reader(client: FlaskClient, sessions: Sessions, challenge: Challenge, role: Role) -> Browser:
    with sessions.write() as session:
        person = a_person(session, role, at=challenge.authority)
    sign_in(client, sessions, person)
    return Browser(client)


def timeline(challenge: Challenge, tail: str = "") -> str:
    return f"/desk/challenges/{challenge.reference}/timeline{tail}"


def test_newest_first_with_who_and_when(session: Session) -> None:
    challenge = an_open_challenge(session)
    officer = an_officer(session, challenge.authority, name="Ada Officer")
    supplier = an_interest(session, challenge, organisation="Idea House")
    a_fact(session, challenge, "challenge.drafted", by=officer.id, reference="M-1")
    later = NOW + timedelta(minutes=5)
    a_fact(session, challenge, "question.asked", by=supplier.id, at=later)
    a_fact(session, challenge, "challenge.closed", at=later + timedelta(days=1))
    a_fact(session, challenge, "role.given", by=challenge.id, at=later + timedelta(days=2))
    lines = queries.lines(session, of_challenge(challenge, at=NOW), kind=None, page=Page())
    assert [line.by for line in lines] == [
        "somebody", "the service", "Idea House (a supplier)", "Ada Officer",
    ]  # fmt: skip
    assert lines[2].title == "A supplier asked a question"
    assert lines[2].at == later
    assert lines[3].text == "Not sealed yet"


def test_the_seal_of_each_line_is_named(sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        a_fact(session, challenge)
    seal_due(sessions)
    with sessions.read() as session:
        line = queries.lines(
            session, of_challenge(challenge, at=NOW), kind=None, page=Page(size=1)
        )[0]
    assert line.text == "Seal 1"


def test_a_neighbours_facts_are_not_there(session: Session) -> None:
    ours, theirs = an_open_challenge(session), an_open_challenge(session)
    a_fact(session, theirs)
    assert queries.count(session, of_challenge(ours, at=NOW), kind=None) == 0


@pytest.mark.parametrize("name", ["response.submitted", "response.withdrawn"])
def test_before_the_end_not_even_the_number_of_responses_is_seen(
    session: Session, name: str
) -> None:
    challenge = an_open_challenge(session)
    supplier = an_interest(session, challenge, organisation="Idea House")
    a_fact(session, challenge, name, by=supplier.id, number=1)
    a_fact(session, challenge, "prompt.added")
    ends = challenge.engagement_ends
    assert ends is not None

    def seen(at: datetime) -> list[str]:
        trail = of_challenge(challenge, at=at)
        assert queries.count(session, trail, kind=Kind.RESPONSES) == len(
            queries.batch(session, trail, at=at, after=None, limit=9)
        )
        assert sum(n for _, n in queries.per_week(session, trail)) == queries.count(
            session, trail, kind=None
        )
        lines = queries.lines(session, of_challenge(challenge, at=at), kind=None, page=Page())
        return [line.by for line in lines]

    assert seen(ends - timedelta(microseconds=1)) == ["the service"]
    assert sorted(seen(ends)) == ["Idea House (a supplier)", "the service"]


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.OPEN, "It is listed here from then on"),
        (Stage.WITHDRAWN, "what suppliers sent as responses stays sealed"),
    ],
)
def test_until_when_responses_are_kept_from_the_trail(
    client: FlaskClient, sessions: Sessions, stage: Stage, said: str
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, stage=stage)
    words = reader(client, sessions, challenge, Role.OFFICER).get(timeline(challenge)).words
    assert said in words
    assert ("is kept from everybody until" in words) == (stage is Stage.OPEN)


def test_weeks_are_those_of_london(session: Session) -> None:
    challenge = a_closed_challenge(session)
    last_of_sunday = datetime(2026, 3, 29, 22, 59, tzinfo=UTC)  # summer time began that day
    a_fact(session, challenge, at=last_of_sunday)
    a_fact(session, challenge, at=last_of_sunday + timedelta(minutes=1))
    a_fact(session, challenge, at=last_of_sunday + timedelta(days=15))
    assert queries.per_week(session, of_challenge(challenge, at=NOW)) == [
        ("Week of 23 March 2026", 1),
        ("Week of 30 March 2026", 1),
        ("Week of 6 April 2026", 0),
        ("Week of 13 April 2026", 1),
    ]


def test_twelve_weeks_are_drawn_at_most(session: Session) -> None:
    challenge = a_closed_challenge(session)
    for week in (0, 30):
        a_fact(session, challenge, at=NOW + timedelta(weeks=week))
    weeks = queries.per_week(session, of_challenge(challenge, at=NOW))
    assert len(weeks) == 12
    assert [number for _, number in weeks] == [0] * 11 + [1]


def test_nothing_has_happened_yet(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
    auditor = reader(client, sessions, challenge, Role.AUDITOR)
    assert "Nothing has happened yet" in auditor.get(timeline(challenge)).words
    assert "Nothing of this kind" in auditor.get(timeline(challenge, "?kind=board")).words


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_costs_the_same_for_any_number(
    client: FlaskClient, sessions: Sessions, queries: Queries, count: int
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        for number in range(count):
            who = a_person(session) if number % 2 else an_interest(session, challenge)
            a_fact(session, challenge, by=who.id, at=NOW + timedelta(minutes=number))
    auditor = reader(client, sessions, challenge, Role.AUDITOR)
    with queries() as seen:
        page = auditor.get(timeline(challenge))
    assert page.words.count("The statement was changed") == count
    assert len(seen) <= 8, seen


def test_pages_hold_fifty_and_can_be_filtered(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        for number in range(60):
            a_fact(session, challenge, at=NOW + timedelta(minutes=number))
        a_fact(session, challenge, "question.asked")
    auditor = reader(client, sessions, challenge, Role.AUDITOR)
    assert auditor.get(timeline(challenge)).words.count("The statement was changed") == 50
    rest = auditor.get(timeline(challenge, "?page=2")).words
    assert rest.count("The statement was changed") == 10
    only = auditor.get(timeline(challenge, "?kind=questions")).words
    assert "The statement was changed" not in only
    assert "A supplier asked a question" in only


@pytest.mark.parametrize(
    ("tail", "status"),
    [("?kind=%00", 200), ("?kind='--", 200), ("?page=0", 404), ("?page=x", 404), ("?page=9", 404)],
)
def test_odd_addresses_break_nothing(
    client: FlaskClient, sessions: Sessions, tail: str, status: int
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        a_fact(session, challenge)
    auditor = reader(client, sessions, challenge, Role.AUDITOR)
    auditor.get(timeline(challenge, tail), status=status)


def test_a_get_takes_nothing_away(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
    auditor = reader(client, sessions, challenge, Role.AUDITOR)
    for tail in (".csv", ".json"):
        auditor.get(timeline(challenge, tail), status=405)


def test_csv_is_complete_recorded_and_free_of_formulas(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        supplier = an_interest(session, challenge, organisation='=HYPERLINK("http://x")')
        a_fact(session, challenge, "response.submitted", by=supplier.id, number=1)
        a_fact(session, challenge, "challenge.closed", at=NOW - timedelta(hours=1))
    auditor = reader(client, sessions, challenge, Role.AUDITOR)
    seen = auditor.submit(timeline(challenge), to=timeline(challenge, ".csv"), status=200)
    assert seen.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'"{challenge.reference}-timeline.csv"' in seen.headers["Content-Disposition"]
    rows = list(csv.DictReader(StringIO(seen.text.removeprefix("\ufeff"))))
    assert [row["event"] for row in rows] == [
        "challenge.closed", "response.submitted", "trail.exported",
    ]  # fmt: skip
    assert rows[0]["when"] == "2026-03-02T08:00:00Z"
    assert rows[1]["by"].startswith("'=HYPERLINK")
    assert rows[2]["what happened"] == "This timeline was taken away as csv"


def test_json_can_be_checked_against_the_seals(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        a_fact(session, challenge, "challenge.revised", fields=["title", "Ω"])
    seal_due(sessions)
    auditor = reader(client, sessions, challenge, Role.AUDITOR)
    seen = auditor.submit(timeline(challenge), to=timeline(challenge, ".json"), status=200)
    told = json.loads(seen.text)
    assert told["challenge"] == challenge.reference
    first, last = told["events"]
    assert (first["seal"], first["position"], first["payload"]) == (
        1, 0, {"fields": ["title", "Ω"]},
    )  # fmt: skip
    assert last["name"] == "trail.exported"
    with sessions.read() as session:
        event = session.get_one(RecordedEvent, UUID(first["id"]))
        assert first["sha256"] == leaf(event)
        kept = session.scalars(select(RecordedEvent).where(RecordedEvent.name == "trail.exported"))
        assert [event.payload for event in kept] == [{"format": "json"}]


def test_a_long_trail_is_written_batch_by_batch(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "BATCH", 2)
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        for _ in range(5):  # at one instant: the id decides
            a_fact(session, challenge)
        a_fact(session, challenge, at=NOW + timedelta(seconds=1))
    parts = list(exports.as_csv(sessions, of_challenge(challenge, at=NOW), at=NOW))
    assert len(parts) == 4
    ids = [row["id"] for row in csv.DictReader(StringIO("".join(parts).lstrip("\ufeff")))]
    assert len(ids) == len(set(ids)) == 5
    assert ids == sorted(ids)
    told = json.loads("".join(exports.as_json(sessions, of_challenge(challenge, at=NOW), at=NOW)))
    assert len(told["events"]) == 5


def test_another_council_finds_nothing(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        stranger = a_person(session, Role.AUDITOR, at=a_council(session))
    sign_in(client, sessions, stranger)
    browser = Browser(client)
    browser.get(timeline(challenge), status=404)
    for tail in (".csv", ".json"):
        browser.post(timeline(challenge, tail), status=404)
