"""Whoever asks what is held about them gets all of it, and nothing of anybody else's secrets."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel import seal
from engage.kernel.db import Base, Sessions
from engage.notifications.models import OptOut
from engage.records.columns import ABOUT_PEOPLE, classified
from engage.records.service import copy_for, forget
from engage.records.subjects import NOT_SEARCHED, StillNeeded, searched
from engage.responses import service as responses
from tests.browsing import Browser
from tests.factories import (
    a_council,
    a_person,
    a_prompt,
    an_interest,
    an_open_challenge,
    sign_in,
)
from tests.services import Clock


def test_no_table_about_people_is_forgotten() -> None:
    about = {table for (table, _), kind in classified().items() if kind in ABOUT_PEOPLE}
    forgotten = about - searched() - set(NOT_SEARCHED)
    assert not forgotten
    assert not searched() & set(NOT_SEARCHED)


def a_neighbourhood(sessions: Sessions, clock: Clock) -> tuple[Authority, list[str]]:
    """Two councils that know the same person, and the references of their challenges."""
    with sessions.write() as session:
        council, other = a_council(session), a_council(session)
        challenge, elsewhere = (an_open_challenge(session, each) for each in (council, other))
        mine = an_interest(session, challenge, email="Pat@Firm.example", name="Pat Lee")
        an_interest(session, challenge, email="sam@firm.example", name="Sam Roe")
        an_interest(session, elsewhere, email="pat@firm.example", name="Patricia Lee")
        prompt = a_prompt(session, challenge)
        response = responses.start(session, mine, at=clock.now)
        responses.save_answers(session, response, {prompt.id: "Canary words"}, at=clock.now)
        responses.submit(session, responses.hold(session, response), by=mine.id, at=clock.now)
        return council, [challenge.reference, elsewhere.reference]


def test_a_council_gives_a_copy_of_what_it_holds_and_no_more(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    council, references = a_neighbourhood(sessions, clock)
    with sessions.write() as session:
        admin = a_person(session, Role.COUNCIL_ADMIN, at=council)
    sign_in(client, sessions, admin)
    path = f"/council/{council.slug}/personal-data"
    page = Browser(client).submit(
        path, {"email": "nobody@firm.example", "wish": "copy"}, status=422
    )
    assert "holds nothing about this address" in page.words
    wish = {"email": "pat@firm.example", "wish": "erase"}
    assert "Tick the box" in Browser(client).submit(path, wish, status=422).words
    page = Browser(client).submit(path, {**wish, "sure": "yes"}, status=422)
    assert f"They take part in {references[0]}." in page.words
    answer = client.post(path, data={"email": "pat@firm.example", "wish": "copy"})
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with ZipFile(BytesIO(answer.data)) as copy:
        text, html = copy.read("data.json").decode(), copy.read("index.html").decode()
    for words in ("Pat Lee", references[0], "Registrations of interest", council.name):
        assert words in text
        assert words in html
    for words in ("Patricia", references[1], "Sam Roe", "Canary", "Response sent", "receipt"):
        assert words not in text
        assert words not in html
    timeline = Browser(client).get(f"/council/{council.slug}/timeline").words
    assert "A copy was made of what is held about somebody" in timeline


def test_the_whole_installation_tells_of_an_account(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        person = a_person(session, Role.OFFICER, name="Ola Nord")
        person.password_hash = "a fingerprint"
        copy = copy_for(session, person.email.upper(), None, by=None, at=clock.now)
        assert copy is not None
        with copy, ZipFile(copy) as archive:
            told = json.loads(archive.read("data.json"))
        assert copy_for(session, "nobody@example.org", None, by=None, at=clock.now) is None
    assert {line["part"] for line in told["held"]} >= {"Account", "Roles"}
    (account,) = [line for line in told["held"] if line["part"] == "Account"]
    assert account["name"] == "Ola Nord"
    assert "a fingerprint" not in json.dumps(told)


def everything(session: Session) -> str:
    """Each row of each table, as text; without addresses that want no mail."""
    tables = [table for table in Base.metadata.tables.values() if table.name != "opt_out"]
    return "\n".join(str(row) for table in tables for row in session.execute(select(table)))


def test_somebody_is_forgotten_and_the_trail_still_holds(sessions: Sessions, clock: Clock) -> None:
    council, references = a_neighbourhood(sessions, clock)
    with sessions.write() as session:
        a_person(session, name="Patricia Lee", email="pat@firm.example")
    seal.seal_due(sessions)
    with sessions.write() as session, pytest.raises(StillNeeded, match=references[0]):
        forget(session, "pat@firm.example", None, by=None, at=clock.now)
    with sessions.write() as session:
        session.execute(update(Challenge).values(stage=Stage.CLOSED))
    with sessions.write() as session:
        assert forget(session, "pat@firm.example", council, by=None, at=clock.now) == 1
        assert everything(session).lower().count("pat@firm.example") == 2
        assert forget(session, "pat@firm.example", None, by=None, at=clock.now) == 2
        left = everything(session).lower()
    assert "pat@firm" not in left
    assert "patricia" not in left
    assert "sam@firm" in left
    seal.seal_due(sessions)
    with sessions.read() as session:
        assert seal.verify(session) is None
        assert session.scalars(select(OptOut.email)).all() != []
