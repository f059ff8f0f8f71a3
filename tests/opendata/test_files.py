"""Files made by the clock: what is in them, when they are made, how they are handed out."""

import csv
import gzip
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.store import FolderStore, Store, store_from
from engage.opendata.service import make_due
from engage.settings import Settings
from tests.factories import NOW, a_challenge, a_closed_challenge, a_sitting, an_open_challenge
from tests.opendata.test_lists import SECRETS, hidden, tell, walked
from tests.services import Clock

BASE = "http://127.0.0.1:8000"
LISTS = ("authorities", "challenges", "outcomes", "questions", "workshops")
ALL = sorted(
    ["workshops.ics", *(f"{name}.{kind}.gz" for name in LISTS for kind in ("csv", "jsonl"))]
)


@pytest.fixture
def store(settings: Settings) -> Store:
    return store_from(settings.store)


def unpacked(client: FlaskClient, name: str) -> str:
    answer = client.get(f"/api/v1/files/{name}", buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "application/gzip")
    assert "attachment" in answer.headers["Content-Disposition"]
    return gzip.decompress(answer.data).decode()


def entries(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/workshops.ics", buffered=True)
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return {str(each["summary"]): each for each in Calendar.from_ical(answer.data).walk("VEVENT")}


def test_lines_are_what_the_list_says(
    client: FlaskClient, sessions: Sessions, store: Store
) -> None:
    with sessions.write() as session:
        tell(session, an_open_challenge(session))
        hidden(session)
    assert sorted(make_due(sessions, store, base=BASE)) == ALL
    for name in LISTS:
        lines = unpacked(client, f"{name}.jsonl.gz").splitlines()
        assert [json.loads(line) for line in lines] == walked(client, name)
        table = unpacked(client, f"{name}.csv.gz")
        assert len(list(csv.reader(io.StringIO(table)))) == len(lines) + 1
        for secret in SECRETS:
            assert secret not in "\n".join(lines) + table


def test_no_cell_runs_in_a_spreadsheet(
    client: FlaskClient, sessions: Sessions, store: Store
) -> None:
    with sessions.write() as session:
        an_open_challenge(session, title="=1+1", need='say "no"\nagain', value=90_000)
    make_due(sessions, store, base=BASE)
    table = unpacked(client, "challenges.csv.gz").removeprefix("\ufeff")
    row = next(csv.DictReader(io.StringIO(table)))
    assert (row["title"], row["statement.need"]) == ("'=1+1", 'say "no"\nagain')
    assert (row["value.amountGross"], row["purposes"]) == ("90000", "a; d")


def test_lists_are_made_once_a_night_and_the_calendar_at_every_bell(
    sessions: Sessions, store: Store, clock: Clock, client: FlaskClient
) -> None:
    make_due(sessions, store, base=BASE)
    with sessions.write() as session:
        an_open_challenge(session)
    clock.advance(hours=1)
    assert make_due(sessions, store, base=BASE) == ["workshops.ics"]
    clock.advance(days=1)
    changed = make_due(sessions, store, base=BASE)
    assert "challenges.csv.gz" in changed
    assert "questions.csv.gz" not in changed  # nothing new in it
    assert make_due(sessions, store, base=BASE) == []


def test_nothing_old_stays_in_the_store(
    sessions: Sessions, store: FolderStore, clock: Clock, client: FlaskClient
) -> None:
    for _ in range(3):
        with sessions.write() as session:
            an_open_challenge(session)
        make_due(sessions, store, base=BASE)
        clock.advance(days=1)
    listed = {each["sha256"] for each in client.get("/api/v1/files").json["results"]}  # type: ignore[index]
    kept = {path.name for path in Path(store.root).rglob("*") if path.is_file()}
    assert kept == listed


def test_who_has_a_file_gets_304(client: FlaskClient, sessions: Sessions, store: Store) -> None:
    make_due(sessions, store, base=BASE)
    for path in ("/api/v1/files/challenges.csv.gz", "/workshops.ics"):
        first = client.get(path, buffered=True)
        assert first.headers["Last-Modified"] == "Mon, 02 Mar 2026 09:00:00 GMT"
        assert int(first.headers["Content-Length"]) == len(first.data)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        head = client.head(path, buffered=True)
        assert (head.status_code, head.data) == (200, b"")


def test_the_calendar_is_packed_on_its_way(
    client: FlaskClient, sessions: Sessions, store: Store
) -> None:
    make_due(sessions, store, base=BASE)
    plain = client.get("/workshops.ics", buffered=True)
    packed = client.get("/workshops.ics", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert packed.headers["ETag"].startswith("W/")
    file = "/api/v1/files/challenges.csv.gz"
    assert "Content-Encoding" not in client.get(file, headers={"Accept-Encoding": "gzip"}).headers


def test_what_the_calendar_holds(client: FlaskClient, sessions: Sessions, store: Store) -> None:
    assert entries(client) == {}
    with sessions.write() as session:
        title = "Damp; homes, \\walls"
        challenge = an_open_challenge(session, title=title, reference="MBC-2026-001")
        link = "https://join.example.org/secret"
        a_sitting(session, challenge, title="Meet", joining_link=link, about="Tea\r\nand talk")
        a_sitting(session, challenge, title="Off", cancelled_at=NOW, sequence=2)
        over = NOW - timedelta(days=2)
        a_sitting(
            session, challenge, title="Over", starts_at=over, ends_at=over + timedelta(hours=1)
        )
        a_sitting(session, a_challenge(session), title="Secret")
        a_closed_challenge(session, title="Closed")
        council = challenge.authority.name
    make_due(sessions, store, base=BASE)
    found = entries(client)
    deadline = f"Engagement ends: Damp; homes, \\walls ({council})"
    assert set(found) == {f"Meet ({council})", f"Off ({council})", deadline}
    meet, off = found[f"Meet ({council})"], found[f"Off ({council})"]
    assert meet.decoded("dtstart") == NOW + timedelta(days=7, hours=5)
    assert (meet["description"], meet["location"]) == ("Tea\nand talk", "Town Hall, Marlbury")
    assert meet["url"] == f"{BASE}/challenges/MBC-2026-001#workshops"
    assert (off["status"], off["sequence"]) == ("CANCELLED", 2)
    assert found[deadline].decoded("dtstart") == NOW + timedelta(days=21)
    whole = client.get("/workshops.ics", buffered=True).text
    assert "secret" not in whole.lower()
    assert "ATTENDEE" not in whole


def test_a_workshop_keeps_its_entry(
    client: FlaskClient, sessions: Sessions, store: Store, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
    make_due(sessions, store, base=BASE)
    before = next(iter(entries(client).values()))
    with sessions.write() as session:
        session.get_one(Challenge, challenge.id).engagement_ends = NOW + timedelta(days=30)
    make_due(sessions, store, base=BASE)
    after = next(iter(entries(client).values()))
    assert after["uid"] == before["uid"]
    assert after.decoded("dtstart") == NOW + timedelta(days=30)


@pytest.mark.parametrize("name", ["nothing", "workshops.ics", "..%2f..%2fetc", "challenges.csv"])
def test_there_is_no_other_file(client: FlaskClient, name: str) -> None:
    assert client.get(f"/api/v1/files/{name}").status_code == 404
