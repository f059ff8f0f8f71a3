"""Sending a response: the page with the answers to check, and the button below it."""

import http.client
import json
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, select

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.ids import uuid7
from engage.responses.models import Answer, Prompt, Response
from tests.bench import load
from tests.bench.reading import OURS, application
from tests.bench.seed import LONG, World
from tests.bench.servers import database_cpu_seconds, environment, gunicorn

SUBMISSIONS, WARMING, CONCURRENCY = 600, 40, 8
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


def measure(url: str, world: World) -> dict[str, Any]:
    """Each supplier, with five answers written, opens the check page and submits."""
    app = application(url)
    people = world.writers[: SUBMISSIONS + WARMING]
    drafts(app.extensions["sessions"], world, people)
    cookies = [cookie_of(app, each) for each in people]
    path = f"/my/challenges/{world.open_reference}/response/check"
    with gunicorn(OURS, environment(url)) as server:
        visitors = [Visitor(server.port, cookie) for cookie in cookies]
        load.run(lambda number: visitors[SUBMISSIONS + number].submit(path), times=WARMING)
        own, database = server.cpu_seconds(), database_cpu_seconds()
        outcome = load.run(
            lambda number: visitors[number].submit(path), times=SUBMISSIONS, concurrency=CONCURRENCY
        )
        cpu = 1000 * (server.cpu_seconds() - own) / SUBMISSIONS
        pg = 1000 * (database_cpu_seconds() - database) / SUBMISSIONS
    posts = sorted(visitor.post_ms for visitor in visitors[:SUBMISSIONS])
    return {
        "whole": outcome.as_json() | {"cpu_ms": round(cpu, 2), "database_cpu_ms": round(pg, 2)},
        "post": {
            "p50_ms": round(posts[len(posts) // 2], 1),
            "p95_ms": round(posts[int(len(posts) * 0.95) - 1], 1),
        },
    }


def drafts(sessions: Sessions, world: World, people: list[UUID]) -> None:
    """Everybody has written their answers, and sent nothing yet."""
    at = datetime.now(UTC)
    with sessions.write() as session:
        challenge = session.execute(
            select(Challenge.id, Challenge.authority_id).where(
                Challenge.reference == world.open_reference
            )
        ).one()
        place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
        times = {"started_at": at, "saved_at": at}
        drafts = [place | times | {"id": uuid7(), "interest_id": each} for each in people]
        session.execute(insert(Response), drafts)
        prompts = session.scalars(select(Prompt.id).where(Prompt.challenge_id == challenge.id))
        asked = prompts.all()
        answers = [
            {"response_id": draft["id"], "prompt_id": prompt, "text": LONG[:600]}
            for draft in drafts
            for prompt in asked
        ]
        session.execute(insert(Answer), answers)


def cookie_of(app: Flask, interest_id: UUID) -> str:
    """What a browser holds after the link in the e-mail was used."""
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signing.dumps({"passes": [str(interest_id)]}))


@dataclass
class Visitor:
    """One supplier's browser."""

    port: int
    cookie: str
    post_ms: float = 0.0
    patience: float = 30.0  # seconds until an answer is given up

    def submit(self, path: str, *, to: str = "/receipt", **typed: str) -> None:
        """Open the page and press its button. Raises when that did not lead where it should."""
        body = urlencode({"csrf_token": self.token(path), **typed})
        began = time.perf_counter()
        status, _page, where = self._ask("POST", path, body)
        self.post_ms = 1000 * (time.perf_counter() - began)
        if status != 303 or not where.endswith(to):
            raise AssertionError(f"{path}: {status} to {where!r}")

    def press(self, path: str, token: str) -> int:
        """Press the button of a page that was opened before; the status of the answer."""
        return self._ask("POST", path, urlencode({"csrf_token": token}))[0]

    def sent(self, path: str, token: str) -> tuple[int, str]:
        """Press it, and say how long that took: the status, and where it led."""
        began = time.perf_counter()
        status, _page, where = self._ask("POST", path, urlencode({"csrf_token": token}))
        self.post_ms = 1000 * (time.perf_counter() - began)
        return status, where

    def save(self, path: str, typed: dict[str, str]) -> str:
        """As the script saves what is being typed; the version that is kept now."""
        status, answer, _where = self._ask("POST", path, urlencode(typed), {"X-Autosave": "1"})
        if status != 200:
            raise AssertionError(f"{path}: {status}")
        return str(json.loads(answer)["version"])

    def page(self, path: str) -> bytes:
        status, page, _where = self._ask("GET", path)
        if status != 200:
            raise AssertionError(f"{path}: {status}")
        return page

    def token(self, path: str) -> str:
        """What the forms of this page carry."""
        token = TOKEN.search(self.page(path))
        if token is None:
            raise AssertionError(f"{path}: no form")
        return token[1].decode()

    def _ask(
        self, method: str, path: str, body: str | None = None, more: dict[str, str] | None = None
    ) -> tuple[int, bytes, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        headers = {"Cookie": f"engage={self.cookie}", **(more or {})}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            given: SimpleCookie = SimpleCookie(answer.headers.get("Set-Cookie", ""))
            if "engage" in given:
                self.cookie = given["engage"].value
            return answer.status, answer.read(), answer.headers.get("Location", "")
        finally:
            connection.close()
