"""Lists of the API and single things: what is public is there, in order, and nothing else."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.outcomes.models import Summary
from engage.questions.models import State
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    a_place,
    a_question,
    a_sitting,
    an_interest,
    an_open_challenge,
)
from tests.services import Clock

API = "/api/v1"
LISTS = ("challenges", "authorities", "workshops", "questions", "outcomes")
SECRETS = ("Shadow Ltd", "Ida Hidden", "ida@hidden.example", "join.example.org/secret", "UNTOLD")


def read(client: FlaskClient, path: str) -> Any:
    answer = client.get(path if path.startswith("/") else f"{API}/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/json"
    return answer.json


def walked(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    """A whole list, as a program reads it."""
    found: list[dict[str, Any]] = []
    address: str | None = f"{API}/{path}"
    while address:
        page = read(client, address.replace("http://127.0.0.1:8000", ""))
        found += page["results"]
        address = page["links"]["next"]
    return found


def tell(session: Session, challenge: Challenge, number: int = 1) -> None:
    """Everything a challenge can show the public, and beside it what it must not."""
    interest = an_interest(
        session, challenge, organisation="Shadow Ltd", name="Ida Hidden", email="ida@hidden.example"
    )
    link = "https://join.example.org/secret"
    workshop = a_sitting(session, challenge, joining_link=link, title=f"Meeting {number}")
    a_place(session, workshop, interest)
    a_question(session, interest, text="UNTOLD waiting")
    a_question(session, interest, text="UNTOLD refused", state=State.DECLINED, answer="UNTOLD no")
    answered = {"state": State.ANSWERED, "number": number, "answered_at": NOW}
    a_question(
        session, interest, text="UNTOLD raw", public_text="How many?", answer="Three.", **answered
    )
    summary = {"heard": "Sensors help.", "saved_at": NOW, "published_at": NOW}
    session.add(Summary(challenge_id=challenge.id, **summary))
    session.flush()


def hidden(session: Session) -> None:
    """The same on challenges that nobody may find, and a summary that is not published."""
    for stage in (Stage.DRAFT, Stage.DISCARDED):
        tell(session, a_challenge(session, title="UNTOLD draft", stage=stage))
    closed = a_closed_challenge(session, title="Bins")
    session.add(Summary(challenge_id=closed.id, heard="UNTOLD heard", saved_at=NOW))
    session.flush()


def test_what_is_public_is_there(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session, name="Marlbury", slug="marlbury")
        challenge = an_open_challenge(session, council, reference="MBC-2026-001", value=90_000)
        tell(session, challenge)
    found = {name: walked(client, name) for name in LISTS}
    assert {name: len(rows) for name, rows in found.items()} == dict.fromkeys(LISTS, 1)
    statement = found["challenges"][0]
    assert statement["url"] == "http://127.0.0.1:8000/challenges/MBC-2026-001"
    assert statement["statement"]["who"] == "4,000 council tenants"
    assert statement["value"] == {
        "amountGross": 90_000,
        "amount": 75_000,
        "currency": "GBP",
    }
    assert (statement["cpv"], statement["stage"]) == (["72000000"], "open")
    question = found["questions"][0]
    assert (question["question"], question["answer"]) == ("How many?", "Three.")
    assert question["answeredOn"] == "2026-03-02"
    assert found["workshops"][0]["online"] is True
    assert found["outcomes"][0]["heard"] == "Sensors help."


def test_one_of_each_is_as_in_its_list(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        tell(session, an_open_challenge(session, reference="MBC-2026-001"))
    keys = {"challenges": "reference", "authorities": "slug", "workshops": "id"}
    for name in LISTS:
        row = walked(client, name)[0]
        key = row.get(keys.get(name, "challenge"))
        address = f"{name}/{key}/{row['number']}" if name == "questions" else f"{name}/{key}"
        assert read(client, address) == row


def test_nothing_else_is(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        tell(session, an_open_challenge(session))
        hidden(session)
        drafts = [row.reference for row in session.query(Challenge).filter_by(title="UNTOLD draft")]
    everything = json.dumps([walked(client, name) for name in LISTS])
    assert "Bins" in everything
    for secret in (*SECRETS, *drafts, "taken", "email"):
        assert secret not in everything, secret
    for reference in drafts:
        for path in (
            f"challenges/{reference}",
            f"outcomes/{reference}",
            f"questions/{reference}/1",
        ):
            assert client.get(f"{API}/{path}").status_code == 404


def test_what_is_hidden_changes_no_byte(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        tell(session, an_open_challenge(session))
        other = a_closed_challenge(session, a_council(session))
    names = ("challenges", "workshops", "questions", "outcomes")
    before = [client.get(f"{API}/{name}") for name in names]
    with sessions.write() as session:
        council = session.get_one(Challenge, other.id).authority
        tell(session, a_challenge(session, council, title="UNTOLD draft"))
        session.add(Summary(challenge_id=other.id, heard="UNTOLD heard", saved_at=NOW))
        interest = an_interest(session, session.get_one(Challenge, other.id))
        a_question(session, interest, text="UNTOLD waiting")
    after = [client.get(f"{API}/{name}") for name in names]
    assert [each.data for each in before] == [each.data for each in after]
    assert [each.headers["ETag"] for each in before] == [each.headers["ETag"] for each in after]


@pytest.mark.parametrize("name", LISTS)
def test_pages_make_the_whole(name: str, client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        for number in range(1, 8):
            tell(session, an_open_challenge(session), number)
    whole = walked(client, name)
    assert len(whole) == 7
    assert walked(client, f"{name}?limit=3") == whole
    assert walked(client, f"{name}?limit=7") == whole


def test_filters(client: FlaskClient, sessions: Sessions) -> None:
    later = NOW + timedelta(hours=1)
    with sessions.write() as session:
        leeds, york = a_council(session, slug="leeds"), a_council(session, slug="york")
        an_open_challenge(session, leeds, title="Open", updated_at=later)
        over = NOW - timedelta(seconds=1)
        an_open_challenge(session, york, title="Over by the clock", engagement_ends=over)
        a_closed_challenge(session, york, title="Board", stage=Stage.WITH_BOARD)
        a_closed_challenge(session, york, title="Off", stage=Stage.WITHDRAWN, withdrawn_at=NOW)
        a_closed_challenge(session, york, title="Done", stage=Stage.CONCLUDED)

    def titles(query: str) -> set[str]:
        return {row["title"] for row in walked(client, f"challenges?{query}")}

    assert titles("stage=open") == {"Open"}
    assert titles("stage=closed") == {"Over by the clock", "Board"}
    assert titles("stage=withdrawn") == {"Off"}
    assert titles("stage=outcome&council=york") == {"Done"}
    assert titles("council=leeds") == {"Open"}
    assert titles("council=nowhere") == set()
    assert titles("updated_since=2026-03-02T09:30:00Z") == {"Open"}
    assert titles("updated_since=2026-03-02T10:30:00%2B01:00") == {"Open"}
    assert {row["stage"] for row in walked(client, "challenges?stage=closed")} == {"closed"}


def test_who_goes_on_later_gets_what_changed(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        first, _ = an_open_challenge(session, title="A"), an_open_challenge(session, title="B")
    onward = read(client, "challenges")["links"]["later"].replace("http://127.0.0.1:8000", "")
    assert read(client, onward)["results"] == []
    assert read(client, onward)["links"]["later"].endswith(onward)
    clock.advance(hours=1)
    with sessions.write() as session:
        again = session.get_one(Challenge, first.id)
        again.title, again.updated_at = "A, amended", clock.now
    assert [row["title"] for row in read(client, onward)["results"]] == ["A, amended"]


def test_a_workshop_called_off_before_anybody_knew_is_not_told(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        a_sitting(session, challenge, title="Off", cancelled_at=NOW + timedelta(hours=1))
        a_sitting(session, challenge, title="Never", cancelled_at=NOW - timedelta(hours=1))
    found = walked(client, "workshops")
    assert [(row["title"], row["cancelled"]) for row in found] == [("Off", True)]


@pytest.mark.parametrize("name", LISTS)
def test_what_a_list_costs(
    name: str, client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    counts = []
    for number in (3, 27):
        with sessions.write() as session:
            for each in range(number):
                tell(session, an_open_challenge(session), each + 1)
        with queries() as seen:
            assert len(read(client, name)["results"]) >= number
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4
