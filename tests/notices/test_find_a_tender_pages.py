"""What officers and operators see of Find a Tender."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.kernel import leases
from engage.kernel.db import Sessions
from engage.notices.models import HandIn, Sighting, Step
from engage.notices.queries import find_a_tender as waiting
from engage.settings import Settings, read
from tests.browsing import Browser
from tests.factories import NOW, a_hand_in, a_person, a_sighting, an_officer, sign_in
from tests.notices.finding import an_awaited_challenge


@pytest.fixture
def challenge(client: FlaskClient, sessions: Sessions) -> Challenge:
    """Its officer is signed in."""
    with sessions.write() as session:
        challenge = an_awaited_challenge(session)
        officer = an_officer(session, challenge.authority)
    sign_in(client, sessions, officer)
    return challenge


@pytest.fixture
def sending(client: FlaskClient) -> None:
    """This installation has a key for every council."""
    values: dict[str, Any] = client.application.extensions["settings"].__dict__
    keyed = values | {"fts_url": "https://find-a-tender.example", "fts_keys": (("", "key"),)}
    client.application.extensions["settings"] = Settings(**keyed)


def address(challenge: Challenge) -> str:
    return f"/desk/challenges/{challenge.reference}/notice/find-a-tender"


def test_without_settings_people_are_sent_elsewhere(
    client: FlaskClient, challenge: Challenge
) -> None:
    words = Browser(client).get(address(challenge)).words
    assert "does not look on Find a Tender by itself" in words
    assert "does not send notices of your council" in words
    assert client.post(f"{address(challenge)}/send").status_code == 409


@pytest.mark.usefixtures("sending")
def test_a_notice_is_sent_once(
    client: FlaskClient, sessions: Sessions, challenge: Challenge
) -> None:
    browser = Browser(client)
    assert "Send the notice to Find a Tender" in browser.get(address(challenge)).words
    for _ in range(2):
        assert client.post(f"{address(challenge)}/send").status_code == 303
    words = browser.get(address(challenge)).words
    assert "It waits to be sent" in words
    assert "Send the notice to Find a Tender" not in words
    with sessions.read() as session:
        assert session.query(HandIn).count() == 1


@pytest.mark.usefixtures("sending")
def test_what_was_refused_shows_why_and_can_be_sent_again(
    client: FlaskClient, sessions: Sessions, challenge: Challenge
) -> None:
    with sessions.write() as session:
        officer = an_officer(session, challenge.authority)
        about = {"step": Step.REFUSED, "report": "The address <b>is</b> missing\nAnd so is this"}
        handed = a_hand_in(session, challenge, officer, **about)
    shown = Browser(client).get(address(challenge))
    assert "The address <b>is</b> missing" in shown.words
    assert "And so is this" in shown.words
    assert "Asked for at" in shown.words and "Not given" not in shown.words
    root = f"/desk/challenges/{challenge.reference}"
    assert {f"{root}/amend", f"{root}/partners"} <= set(shown.links())
    for page in ("/desk", root):
        seen = Browser(client).get(page)
        assert "See why Find a Tender refused the notice" in seen.words
        assert address(challenge) in seen.links()
    assert client.post(f"/desk/notices/handed-in/{handed.id}/again").status_code == 303
    with sessions.read() as session:
        again = session.get_one(HandIn, handed.id)
        assert (again.step, again.round, again.report) == (Step.ASKED, 2, "")
    for page in ("/desk", root):
        assert "The notice is on its way" in Browser(client).get(page).words


@pytest.mark.usefixtures("sending")
def test_a_service_that_does_not_answer_is_named(
    client: FlaskClient, sessions: Sessions, challenge: Challenge
) -> None:
    with sessions.write() as session:
        officer = an_officer(session, challenge.authority)
        handed = a_hand_in(session, challenge, officer)
    assert "does not answer" not in Browser(client).get(address(challenge)).words
    leases.put_off(sessions, waiting.CALLS, timedelta(minutes=2))  # whatever else was asked
    assert "We try again by ourselves at 9:02am" in Browser(client).get(address(challenge)).words
    with sessions.write() as session:
        about = {"problem": "Busy", "due_at": NOW + timedelta(minutes=9)}
        session.execute(update(HandIn).where(HandIn.id == handed.id).values(**about))
    assert "We try again by ourselves at 9:09am" in Browser(client).get(address(challenge)).words


@pytest.mark.parametrize(
    ("answer", "sentence"), [("ours", "is yours"), ("not-ours", "is not yours")]
)
def test_what_was_found_is_asked_about(
    client: FlaskClient,
    sessions: Sessions,
    challenge: Challenge,
    answer: str,
    sentence: str,
) -> None:
    with sessions.write() as session:
        found = a_sighting(session, challenge)
    question = f"We found notice {found.notice_id}. Is it yours?"
    browser = Browser(client)
    for page in (address(challenge), f"/desk/challenges/{challenge.reference}/notice"):
        assert question in browser.get(page).words
    assert client.post(f"/desk/notices/found/{found.id}/{answer}").status_code == 303
    words = browser.get(address(challenge)).words
    assert question not in words
    assert f"{found.notice_id} {sentence}" in words
    assert client.post(f"/desk/notices/found/{found.id}/ours").status_code == 409
    with sessions.read() as session:
        assert session.get_one(Sighting, found.id).is_ours is (answer == "ours")
        listed = session.get_one(Challenge, challenge.id).listed_at
    assert (listed is not None) == (answer == "ours")


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_asks_as_often_for_3_as_for_30(
    client: FlaskClient, sessions: Sessions, challenge: Challenge, queries: Any, number: int
) -> None:
    with sessions.write() as session:
        officer = an_officer(session, challenge.authority)
        for _ in range(number):
            a_sighting(session, challenge)
            a_hand_in(session, challenge, officer, step=Step.REFUSED)
    with queries() as seen:
        assert client.get(address(challenge)).status_code == 200
    assert len(seen) <= 12


def test_the_operator_tries_again_what_was_put_aside(
    client: FlaskClient, sessions: Sessions, challenge: Challenge
) -> None:
    with sessions.write() as session:
        operator = a_person(session, Role.AUDITOR, is_operator=True)
        officer = an_officer(session, challenge.authority)
        about = {"parked_at": NOW, "failures": 12, "problem": "It does not accept the key."}
        handed = a_hand_in(session, challenge, officer, **about)
    sign_in(client, sessions, operator)
    words = Browser(client).get("/operator").words
    assert "Notices that were not sent" in words
    assert "It does not accept the key." in words
    assert client.post(f"/operator/notices/{handed.id}").status_code == 303
    assert client.post(f"/operator/notices/{handed.id}").status_code == 404
    with sessions.read() as session:
        again = session.get_one(HandIn, handed.id)
        assert (again.parked_at, again.failures) == (None, 0)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", ()),
        ("abc", (("", "abc"),)),
        ("YWJj==", (("", "YWJj=="),)),
        ("leeds=YWJj== hull=def", (("leeds", "YWJj=="), ("hull", "def"))),
    ],
)
def test_keys_are_of_a_council_or_of_all(text: str, keys: tuple[tuple[str, str], ...]) -> None:
    assert read({"ENGAGE_FTS_KEY": text}).fts_keys == keys
