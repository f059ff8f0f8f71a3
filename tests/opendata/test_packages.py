"""OCDS packages: the stored releases, whole and in order, and nothing that is not listed."""

import gzip
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.settings import Settings
from tests.conftest import Queries
from tests.factories import NOW, a_challenge, a_release, an_open_challenge

OCDS = "/api/v1/ocds"


def released(session: Session, challenge: Challenge, position: int | None, number: int = 1) -> str:
    """A release with a text of its own; its text."""
    at = NOW + timedelta(minutes=number)
    tag = "planning" if number == 1 else "planningUpdate"
    said = {
        "ocid": f"ocds-engage-{challenge.reference}",
        "id": f"{challenge.reference}-{number}",
        "date": at.isoformat(),
        "tag": [tag],
        "tender": {"title": f"{challenge.title} £{number}"},
    }
    body = json.dumps(said, ensure_ascii=False)
    a_release(
        session, challenge, number=number, position=position, body=body, tag=tag,
        made_at=at, sha256=hashlib.sha256(body.encode()).hexdigest(),
    )  # fmt: skip
    return body


def read(client: FlaskClient, path: str) -> Any:
    answer = client.get(path, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "application/json"), answer.text
    return json.loads(answer.data)


def ids(package: Any) -> list[str]:
    return [each["id"] for each in package["releases"]]


def test_a_package_says_what_it_is(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        text = released(session, an_open_challenge(session), 1)
    answer = client.get(f"{OCDS}/releases", buffered=True)
    package = json.loads(answer.data)
    assert text in answer.text  # the very bytes that are stored
    assert "Content-Length" not in answer.headers  # nobody knows it before the end
    assert package["uri"] == f"http://127.0.0.1:8000{OCDS}/releases"
    assert package["version"] == "1.1"
    assert any("ocds_uk_extension" in each for each in package["extensions"])
    assert "open-government-licence" in package["license"]
    assert package["publicationPolicy"].endswith("/open-data")
    assert package["publishedDate"] == "2026-03-02T09:01:00Z"
    assert "links" not in package


def test_pages_make_the_whole_in_the_order_of_positions(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        for position in (3, 1, 2, 5, 4):
            released(session, an_open_challenge(session), position)
    whole = ids(read(client, f"{OCDS}/releases"))
    found, address = [], f"{OCDS}/releases?limit=2"
    while address:
        page = read(client, address.replace("http://127.0.0.1:8000", ""))
        found += ids(page)
        address = page.get("links", {}).get("next", "")
    assert len(whole) == 5
    assert found == whole
    assert ids(read(client, f"{OCDS}/releases?cursor=4")) == whole[4:]
    assert read(client, f"{OCDS}/releases?cursor=5")["releases"] == []


def test_a_record_is_what_all_releases_say_together(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge, other = an_open_challenge(session), an_open_challenge(session)
        released(session, challenge, 1, number=1)
        released(session, other, 2)
        released(session, challenge, 3, number=2)
    package = read(client, f"{OCDS}/records")
    assert [record["ocid"][12:] for record in package["records"]] == [
        other.reference,
        challenge.reference,
    ]
    record = package["records"][1]
    compiled = record["compiledRelease"]
    assert (compiled["tag"], compiled["tender"]["title"]) == (["compiled"], "Damp homes £2")
    assert compiled["id"] == f"{record['ocid']}-2026-03-02T09:02:00Z"
    for number, linked in enumerate(record["releases"], start=1):
        one = read(client, linked["url"].replace("http://127.0.0.1:8000", ""))
        assert ids(one) == [f"{challenge.reference}-{number}"]
        assert linked["tag"] == one["releases"][0]["tag"]
    assert read(client, f"{OCDS}/records/{record['ocid']}")["records"] == [record]
    assert len(read(client, f"{OCDS}/records?cursor=2")["records"]) == 1


def test_what_is_not_listed_is_nowhere(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        unlisted = an_open_challenge(session, listed_at=None)
        for challenge in (a_challenge(session), unlisted):
            released(session, challenge, None)
        fresh = an_open_challenge(session)
        released(session, fresh, None)  # nobody gave it a place yet
    assert read(client, f"{OCDS}/releases")["releases"] == []
    assert read(client, f"{OCDS}/records")["records"] == []
    for challenge in (unlisted, fresh):
        ocid = f"ocds-engage-{challenge.reference}"
        assert client.get(f"{OCDS}/releases/{ocid}/1").status_code == 404
        assert client.get(f"{OCDS}/records/{ocid}").status_code == 404


def test_whoever_has_it_gets_304_before_a_text_is_read(
    client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    with sessions.write() as session:
        released(session, an_open_challenge(session), 1)
    tag = client.get(f"{OCDS}/releases", buffered=True).headers["ETag"]
    with queries() as seen:
        again = client.get(f"{OCDS}/releases", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, len(seen)) == (304, b"", 1)
    with sessions.write() as session:
        released(session, an_open_challenge(session), 2)
    newer = client.get(f"{OCDS}/releases", headers={"If-None-Match": tag}, buffered=True)
    assert newer.status_code == 200


@pytest.mark.parametrize("kind", ["releases", "records"])
def test_it_is_sent_small_to_those_who_only_know_gzip(
    kind: str, client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        released(session, an_open_challenge(session), 1)
    plain = client.get(f"{OCDS}/{kind}", buffered=True)
    small = client.get(f"{OCDS}/{kind}", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["ETag"] == plain.headers["ETag"]
    assert "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(small.data) == plain.data
    refused = client.get(f"{OCDS}/{kind}", headers={"Accept-Encoding": "gzip;q=0"}, buffered=True)
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize("address", ["releases/{}/1", "records/{}"])
def test_one_thing_says_when_it_changed(
    address: str, client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        made = an_open_challenge(session)
        released(session, made, 1)
    place = f"{OCDS}/{address.format(f'ocds-engage-{made.reference}')}"
    when = client.get(place, buffered=True).headers["Last-Modified"]
    again = client.get(place, headers={"If-Modified-Since": when})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("kind", ["releases", "records"])
def test_what_a_package_costs(
    kind: str, client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    counts, position = [], 0
    for number in (3, 27):
        with sessions.write() as session:
            for _ in range(number):
                position += 1
                released(session, an_open_challenge(session), position)
        with queries() as seen:
            assert len(read(client, f"{OCDS}/{kind}")[kind]) == position
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 3


def test_what_changed_since_a_time(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        first, other = an_open_challenge(session), an_open_challenge(session)
        released(session, first, 1, number=1)
        released(session, other, 2, number=1)
        released(session, first, 3, number=2)
        released(session, first, 4, number=3)
    since = "since=2026-03-02T09%3A02%3A00Z"
    assert ids(read(client, f"{OCDS}/releases?{since}")) == [
        f"{first.reference}-2",
        f"{first.reference}-3",
    ]
    records = read(client, f"{OCDS}/records?{since}")["records"]
    assert [each["ocid"][12:] for each in records] == [first.reference]
    page = read(client, f"{OCDS}/releases?{since}&limit=1")
    onward = page["links"]["next"].replace("http://127.0.0.1:8000", "")
    assert since in onward
    assert ids(read(client, onward)) == [f"{first.reference}-3"]
    assert (
        read(client, f"{OCDS}/releases?since=2026-03-02T10:02:00%2B01:00")["releases"]
        == (read(client, f"{OCDS}/releases?{since}")["releases"])
    )
    for bad in ("since=yesterday", "since=2026-03-02", "since="):
        assert client.get(f"{OCDS}/releases?{bad}").status_code == 400


def test_the_publisher_is_a_setting(
    client: FlaskClient, app: Flask, sessions: Sessions, settings: Settings
) -> None:
    with sessions.write() as session:
        released(session, an_open_challenge(session), 1)
    assert read(client, f"{OCDS}/releases")["publisher"]["name"] == "127.0.0.1"
    app.extensions["settings"] = replace(settings, publisher="Marlbury Council")
    for kind in ("releases", "records"):
        publisher = read(client, f"{OCDS}/{kind}")["publisher"]
        assert publisher == {"name": "Marlbury Council", "uri": "http://127.0.0.1:8000"}
