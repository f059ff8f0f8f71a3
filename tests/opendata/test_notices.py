"""The notices of a challenge in open data: their numbers, or why there are none."""

from datetime import UTC, date, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.notices.models import Kind, Notice, Status
from engage.notices.service import record_number
from engage.opendata import shapes
from tests.conftest import Queries
from tests.factories import NOW, a_council, an_open_challenge
from tests.opendata.test_lists import read, walked
from tests.services import Clock

ADDRESS = "https://www.find-tender.service.gov.uk/Notice/"


def a_version(session: Session, challenge: Challenge, number: int = 1, **about: Any) -> None:
    values: dict[str, Any] = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "number": number,
        "kind": Kind.PROSPECTIVE,
        "status": Status.RECORDED,
        "notice_id": f"08365{number}-2026",
        "made_at": NOW,
        "recorded_at": datetime(2026, 6, 30, 23, 30, tzinfo=UTC),  # the next day in London
    }
    session.add(Notice(**(values | about)))
    session.flush()


def noticed(client: FlaskClient) -> dict[str, Any]:
    (row,) = walked(client, "challenges")
    return {name: row[name] for name in ("ocid", "notices", "noNoticeBecause")}


def test_every_published_version_is_there(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, reference="MBC-2026-001")
        a_version(session, challenge, ocid="ocds-h6vhtk-06f1ad", published_on=date(2026, 3, 1))
        a_version(session, challenge, 2)
        to_come = {"status": Status.DRAFT, "notice_id": "", "recorded_at": None}
        a_version(session, challenge, 3, **to_come)
    found = noticed(client)
    first = {"ocid": "ocds-h6vhtk-06f1ad", "kind": "prospective", "publishedOn": "2026-03-01"}
    second = {"ocid": None, "kind": "prospective", "publishedOn": "2026-07-01"}
    assert found["notices"] == [
        {"number": "083651-2026", "url": f"{ADDRESS}083651-2026"} | first,
        {"number": "083652-2026", "url": f"{ADDRESS}083652-2026"} | second,
    ]
    assert found["noNoticeBecause"] is None
    assert found["ocid"].startswith("ocds-")
    assert found["ocid"].endswith("-MBC-2026-001")


def test_why_there_is_none(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        none: dict[str, Any] = {
            "status": Status.NONE,
            "notice_id": "",
            "rationale": "Below the threshold.",
        }
        a_version(session, an_open_challenge(session), **none)
    found = noticed(client)
    assert (found["notices"], found["noNoticeBecause"]) == ([], "Below the threshold.")


def test_before_there_is_a_version_it_is_what_publishing_was_told(
    client: FlaskClient, sessions: Sessions
) -> None:
    plan = {"answer": "published", "notice_id": "083655-2026", "ocid": ""}
    with sessions.write() as session:
        an_open_challenge(session, notice_plan=plan)
    (notice,) = noticed(client)["notices"]
    assert (notice["number"], notice["publishedOn"]) == ("083655-2026", "2026-03-02")
    with sessions.write() as session:
        session.query(Challenge).one().notice_plan = {"answer": "none", "reason": "Too small."}
    assert noticed(client)["noNoticeBecause"] == "Too small."


def test_a_notice_in_scotland_has_no_address_to_tell(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        council = a_council(session, region="UKM")
        a_version(session, an_open_challenge(session, council), notice_id="DEC512345")
    (notice,) = noticed(client)["notices"]
    assert (notice["number"], notice["url"]) == ("DEC512345", None)


def test_who_goes_on_later_gets_the_number(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
    onward = read(client, "challenges")["links"]["later"].replace("http://127.0.0.1:8000", "")
    assert read(client, onward)["results"] == []
    clock.advance(hours=1)
    with sessions.write() as session:
        known = session.get_one(Challenge, challenge.id)
        record_number(session, known, notice_id="083655-2026", by=None, at=clock.now)
    (row,) = read(client, onward)["results"]
    assert [each["number"] for each in row["notices"]] == ["083655-2026"]


def test_what_they_cost(client: FlaskClient, sessions: Sessions, queries: Queries) -> None:
    counts = []
    for number in (3, 27):
        with sessions.write() as session:
            for _ in range(number):
                challenge = an_open_challenge(session)
                a_version(session, challenge)
                a_version(session, challenge, 2)
        with queries() as seen:
            assert len(read(client, "challenges")["results"]) >= number
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4


def test_cells_of_a_table_hold_all_numbers() -> None:
    values = {"notices": [{"number": "083651-2026"}, {"number": "083652-2026"}]}
    assert shapes.at(values, "notices.number") == ["083651-2026", "083652-2026"]
    assert shapes.at({"notices": []}, "notices.number") == []
