"""How programs are answered: tags, caches, other people's pages, problems in words."""

import gzip
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engage.kernel.db import Sessions
from tests.factories import an_open_challenge

LIST = "/api/v1/challenges"


@pytest.fixture
def reference(sessions: Sessions) -> str:
    with sessions.write() as session:
        return an_open_challenge(session).reference


def problem(answer: TestResponse, status: int) -> str:
    """The sentence of a problem, which is whole."""
    told: Any = answer.json
    assert answer.status_code == told["status"] == status
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert told["type"] == "about:blank"
    assert told["title"]
    return str(told["detail"])


def test_whoever_has_it_gets_304(client: FlaskClient, reference: str) -> None:
    first = client.get(f"{LIST}/{reference}")
    assert first.headers["Last-Modified"] == "Mon, 02 Mar 2026 09:00:00 GMT"
    assert first.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    for header, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        again = client.get(f"{LIST}/{reference}", headers={header: value})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_a_cookie_changes_nothing(client: FlaskClient, reference: str) -> None:
    before = client.get(f"{LIST}/{reference}")
    client.set_cookie("engage", "anything")
    after = client.get(f"{LIST}/{reference}")
    assert after.headers["ETag"] == before.headers["ETag"]
    assert "Set-Cookie" not in after.headers


def test_it_is_sent_small(client: FlaskClient, reference: str) -> None:
    plain = client.get(f"{LIST}/{reference}")
    packed = client.get(f"{LIST}/{reference}", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert json.loads(gzip.decompress(packed.data)) == plain.json


def test_every_page_may_read(client: FlaskClient, reference: str) -> None:
    answer = client.get(LIST, headers={"Origin": "https://data.example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
    asked = {"Origin": "https://data.example.org", "Access-Control-Request-Method": "GET"}
    before = client.options(LIST, headers=asked)
    assert before.status_code == 200
    assert "GET" in before.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in before.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_head_is_get_without_its_body(client: FlaskClient, reference: str) -> None:
    got, head = client.get(LIST), client.head(LIST)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "limit"),
        ("limit=0", "from 1 to 100"),
        ("limit=101", "from 1 to 100"),
        ("limit=x", "from 1 to 100"),
        ("limit=%00", "from 1 to 100"),
        ("limit=1&limit=2", "Give limit once"),
        ("stage=draft", "open, closed"),
        ("council=Marl+bury", "short name"),
        ("cursor=1", "links"),
        ("updated_since=yesterday", "2026-03-02T09:00:00Z"),
        ("updated_since=2026-02-31T09:00:00Z", "no such time"),
    ],
)
def test_what_is_asked_wrongly_is_told(client: FlaskClient, query: str, said: str) -> None:
    assert said in problem(client.get(f"{LIST}?{query}"), 400)


def test_an_unknown_name_is_told_with_the_known(client: FlaskClient) -> None:
    told = problem(client.get(f"{LIST}?stages=open"), 400)
    assert "stage, council, updated_since, limit, cursor" in told


@pytest.mark.parametrize("path", ["/nothing", "/v1/challenges/XXX-2026-001", "/v1/workshops/7"])
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    assert "openapi.json" in problem(client.get(f"/api{path}"), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(app: Flask, client: FlaskClient, method: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.open(LIST, method=method)
    assert "GET" in problem(answer, 405)
    assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))


@pytest.mark.slow
def test_too_often_says_when_to_come_back(client: FlaskClient, reference: str) -> None:
    for _ in range(600):
        last = client.head(f"{LIST}/{reference}")
    assert last.status_code == 200
    answer = client.get(LIST)
    assert "Retry-After" in problem(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 301
