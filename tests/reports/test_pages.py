"""The page that compiles, and the files that leave by it."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.store import store_from
from engage.reports.models import Compilation, CompiledFile
from engage.reports.service import compiling
from engage.reports.views.compiling import time_left
from engage.settings import Settings
from tests.browsing import Browser, Seen
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_person,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
    sign_in,
)
from tests.services import Clock

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


class Desk:
    """An officer at a closed challenge with two responses, and a worker at hand."""

    def __init__(self, app: Flask, sessions: Sessions, responses: int = 2) -> None:
        self.client: FlaskClient = app.test_client()
        self.sessions = sessions
        settings: Settings = app.extensions["settings"]
        self.store = store_from(settings.store)
        with sessions.write() as session:
            self.council = a_council(session)
            self.officer = an_officer(session, self.council, name="Olwen Officer")
            self.challenge: Challenge = a_closed_challenge(session, self.council)
            prompt = a_prompt(session, self.challenge, text="=How?")
            for number in range(responses):
                holder = an_interest(session, self.challenge, organisation=f"Firm {number}")
                a_submitted_response(session, holder, {prompt.id: f"=1+{number}"})
        sign_in(self.client, sessions, self.officer)
        self.browser = Browser(self.client)
        self.root = f"/desk/challenges/{self.challenge.reference}"

    def compile(self) -> str:
        """Where the files are offered."""
        self.browser.submit(f"{self.root}/compile")
        compiling.compile_due(self.sessions, self.store)
        with self.sessions.read() as session:
            newest = session.scalars(select(Compilation.id).order_by(Compilation.id.desc()))
            return f"{self.root}/compile/{newest.first()}"

    def facts(self, name: str) -> list[dict[str, Any]]:
        with self.sessions.read() as session:
            wanted = select(RecordedEvent.payload).where(RecordedEvent.name == name)
            return list(session.scalars(wanted))


@pytest.fixture
def desk(app: Flask, sessions: Sessions) -> Desk:
    return Desk(app, sessions)


def files_of(page: Seen) -> list[str]:
    """Where the buttons of the page that download files post to."""
    return [form.action for form in page.forms if "/compile/" in form.action]


def test_from_the_button_to_the_files(desk: Desk) -> None:
    page = desk.browser.submit(f"{desk.root}/compile")
    page = desk.browser.follow()
    assert 'data-refresh="2"' in page.text and "Check again" in page.words
    assert "0 of 2 responses" in page.words and "we will e-mail you" in page.words
    compiling.compile_due(desk.sessions, desk.store)
    page = desk.browser.get(f"{desk.root}/compile")
    assert "data-refresh" not in page.text and "Olwen Officer" in page.words
    assert len(files_of(page)) == 7


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_leaves_as_an_attachment_and_is_noted(desk: Desk, format: str) -> None:
    answer = desk.client.post(f"{desk.compile()}/{format}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FORMATS[format]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    name = f"{desk.challenge.reference}-responses.{format}"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert len(answer.data) == int(answer.headers["Content-Length"])
    assert desk.facts("export.downloaded") == [{"format": format}]


def test_compiling_again_keeps_the_earlier_ones(desk: Desk) -> None:
    first = desk.compile()
    desk.compile()
    page = desk.browser.get(f"{desk.root}/compile")
    assert "Compiled before" in page.words and f"{first}/csv" in files_of(page)


def test_a_file_that_is_not_there(desk: Desk) -> None:
    address = desk.compile()
    for path in (f"{address}/rtf", f"{address}/CSV", f"{desk.root}/compile/{uuid4()}/csv"):
        assert desk.client.post(path).status_code == 404


def test_a_file_of_another_challenge_or_council(app: Flask, desk: Desk) -> None:
    address = desk.compile()
    other = Desk(app, desk.sessions)
    assert other.client.post(f"{address}/csv").status_code == 404
    mixed = address.replace(desk.challenge.reference, other.challenge.reference)
    assert other.client.post(f"{mixed}/csv").status_code == 404


def test_a_file_that_is_not_finished(desk: Desk) -> None:
    desk.browser.submit(f"{desk.root}/compile")
    with desk.sessions.read() as session:
        compilation_id = session.scalars(select(Compilation.id)).one()
    assert desk.client.post(f"{desk.root}/compile/{compilation_id}/csv").status_code == 404


def test_what_failed_is_said(desk: Desk) -> None:
    desk.browser.submit(f"{desk.root}/compile")
    with desk.sessions.write() as session:
        session.scalars(select(Compilation)).one().attempts = 12
    compiling.compile_due(desk.sessions, desk.store)
    page = desk.browser.get(f"{desk.root}/compile")
    assert "Compiling failed 12 times" in page.words and "Compile again" in page.words


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COUNCIL_ADMIN])
def test_readers_read_and_do_not_compile(desk: Desk, role: Role) -> None:
    address = desk.compile()
    with desk.sessions.write() as session:
        reader = a_person(session, role, at=session.merge(desk.council))
    sign_in(desk.client, desk.sessions, reader)
    assert "Compile again" not in desk.browser.get(f"{desk.root}/compile").words
    assert desk.client.post(f"{desk.root}/compile").status_code == 403
    assert desk.client.post(f"{address}/csv").status_code == 200


def test_nothing_to_compile(app: Flask, sessions: Sessions) -> None:
    desk = Desk(app, sessions, responses=0)
    assert "nothing to compile" in desk.browser.get(f"{desk.root}/compile").words
    desk.browser.post(f"{desk.root}/compile", status=422)


def cells(text: str) -> Iterator[list[str]]:
    yield from csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))


@pytest.mark.slow
@pytest.mark.parametrize("responses", [0, 1, 251, 600])
def test_the_csv_at_once_holds_every_row(app: Flask, sessions: Sessions, responses: int) -> None:
    desk = Desk(app, sessions, responses)
    answer = desk.client.post(f"{desk.root}/responses.csv")
    assert answer.is_streamed
    header, *rows = cells(answer.text)
    assert (header[:3], header[-1]) == (["Receipt", "Organisation", "Submitted at (UTC)"], "'=How?")
    assert sorted(row[1] for row in rows) == sorted(f"Firm {each}" for each in range(responses))
    assert all(row[-1].startswith("'=1+") for row in rows)
    assert len(desk.facts("export.downloaded")) == 1


def test_the_csv_is_the_compiled_one(desk: Desk) -> None:
    compiled = desk.client.post(f"{desk.compile()}/csv").data
    assert desk.client.post(f"{desk.root}/responses.csv").data == compiled


def test_a_link_takes_nothing_away_and_notes_nothing(desk: Desk) -> None:
    for address in (f"{desk.root}/responses.csv", f"{desk.compile()}/csv"):
        assert desk.client.get(address).status_code == 405
        assert desk.client.head(address).status_code == 405
    assert desk.facts("export.downloaded") == []


def test_a_file_that_is_lost_is_not_noted(desk: Desk, settings: Settings) -> None:
    address = desk.compile()
    with desk.sessions.read() as session:
        keys = session.scalars(select(CompiledFile.key)).all()
    for key in keys:
        desk.store.delete(key)
    assert desk.client.post(f"{address}/csv").status_code == 404
    assert desk.facts("export.downloaded") == []


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_costs_the_same_however_often(desk: Desk, queries: Queries, number: int) -> None:
    for _ in range(number):
        desk.compile()
    desk.browser.get(f"{desk.root}/compile")
    with queries() as seen:
        desk.browser.get(f"{desk.root}/compile")
    assert len(seen) <= 7, "\n".join(seen)


def test_the_time_left(clock: Clock) -> None:
    run = Compilation(rows_done=0, rows_total=1000, asked_at=NOW)
    assert time_left(run, clock.now) == "This usually takes less than a minute."
    run.rows_done = 100
    clock.advance(seconds=30)
    assert time_left(run, clock.now) == "About 4 minutes to go."
    run.rows_done = 900
    assert time_left(run, clock.now) == "Less than a minute to go."
