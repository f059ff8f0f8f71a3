import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.records import policy, queries
from engage.records.sentences import Kind
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_council, a_person, an_open_challenge, sign_in
from tests.records.test_timeline import a_fact


def things_happen(session: Session, council: Authority, number: int = 1) -> None:
    """Somebody is invited, and somebody else gets a role."""
    admin = a_person(session, Role.COUNCIL_ADMIN, at=council, name="Ada Admin")
    for each in range(number):
        at = NOW + timedelta(minutes=each)
        accounts.invite(
            session,
            council,
            email=f"new{each}@example.org",
            name=f"Nia {each}",
            role=Role.OFFICER,
            by=admin.id,
            at=at,
        )
    person = a_person(session, name="Pat Lee")
    later = NOW + timedelta(minutes=number)
    accounts.give_role(session, person, council, Role.APPROVER, by=admin.id, at=later)


def reader(
    client: FlaskClient, sessions: Sessions, council: Authority, role: Role = Role.AUDITOR
) -> Browser:
    with sessions.write() as session:
        person = a_person(session, role, at=council, name="Otto Reader")
    sign_in(client, sessions, person)
    return Browser(client)


def a_busy_council(sessions: Sessions, number: int = 1) -> Authority:
    with sessions.write() as session:
        council = a_council(session)
        things_happen(session, council, number)
    return council


def address(council: Authority, tail: str = "") -> str:
    return f"/council/{council.slug}/timeline{tail}"


def test_each_line_says_who_did_what_about_whom(session: Session) -> None:
    council = a_council(session)
    things_happen(session, council)
    newest, oldest = queries.lines(session, queries.of_council(council), kind=None, page=Page())
    assert (newest.title, newest.by) == ("Somebody got the role approver", "Ada Admin")
    assert newest.text == "About Pat Lee. Not sealed yet"
    assert oldest.title == "Somebody was invited as officer"
    assert oldest.text == "About Nia 0. Not sealed yet"


def test_nothing_of_another_council_nor_of_a_challenge(session: Session) -> None:
    ours, theirs = a_council(session), a_council(session)
    things_happen(session, theirs)
    a_fact(session, an_open_challenge(session, ours))
    trail = queries.of_council(ours)
    assert queries.count(session, trail, kind=None) == 0
    assert queries.lines(session, trail, kind=None, page=Page()) == []
    assert queries.per_week(session, trail) == []
    assert not queries.batch(session, trail, at=NOW + timedelta(days=1), after=None, limit=9)


@pytest.mark.parametrize("role", Role)
def test_administrators_and_auditors_of_this_council_read_it(session: Session, role: Role) -> None:
    ours, theirs = a_council(session), a_council(session)
    actor = Actor(id=ours.id, roles=frozenset({(ours.id, role)}))
    may = role in {Role.COUNCIL_ADMIN, Role.AUDITOR}
    assert policy.may_read_council(actor, ours) is may
    assert not policy.may_read_council(actor, theirs)
    assert [row.slug for row in queries.councils(session, actor)] == ([ours.slug] if may else [])


def test_an_auditor_comes_from_the_desk(client: FlaskClient, sessions: Sessions) -> None:
    council = a_busy_council(sessions)
    auditor = reader(client, sessions, council)
    assert f'href="{address(council)}"' in auditor.get("/desk").text
    page = auditor.get(address(council))
    assert "Somebody was invited as officer" in page.words
    assert f"/council/{council.slug}/settings" not in page.text
    auditor.get(f"/council/{council.slug}", status=403)


def test_an_administrator_comes_from_the_council(client: FlaskClient, sessions: Sessions) -> None:
    council = a_busy_council(sessions)
    admin = reader(client, sessions, council, Role.COUNCIL_ADMIN)
    assert f'href="{address(council)}"' in admin.get(f"/council/{council.slug}/settings").text
    assert f'href="/council/{council.slug}/settings"' in admin.get(address(council)).text


def test_an_officer_is_not_shown_the_way(client: FlaskClient, sessions: Sessions) -> None:
    council = a_busy_council(sessions)
    officer = reader(client, sessions, council, Role.OFFICER)
    assert "Timeline of" not in officer.get("/desk").words
    officer.get(address(council), status=403)


def test_a_stranger_finds_nothing(client: FlaskClient, sessions: Sessions) -> None:
    council = a_busy_council(sessions)
    with sessions.write() as session:
        elsewhere = a_council(session)
    stranger = reader(client, sessions, elsewhere)
    stranger.get(address(council), status=404)
    for tail in (".csv", ".json"):
        stranger.post(address(council, tail), status=404)


def test_kinds_and_an_empty_page(client: FlaskClient, sessions: Sessions) -> None:
    council = a_busy_council(sessions)
    auditor = reader(client, sessions, council)
    for kind, seen in ((Kind.PEOPLE, True), (Kind.COUNCIL, False)):
        words = auditor.get(address(council, f"?kind={kind}")).words
        assert ("Somebody was invited" in words) is seen
        assert ("Nothing of this kind has happened" in words) is not seen
    with sessions.write() as session:
        quiet = a_council(session)
    assert "Nothing has happened yet" in reader(client, sessions, quiet).get(address(quiet)).words


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_costs_the_same_for_any_number(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    council = a_busy_council(sessions, number)
    auditor = reader(client, sessions, council)
    with queries() as seen:
        page = auditor.get(address(council))
    assert page.words.count("Somebody was invited as officer") == number
    assert len(seen) <= 8, seen


def test_pages_hold_fifty(client: FlaskClient, sessions: Sessions) -> None:
    council = a_busy_council(sessions, 60)
    auditor = reader(client, sessions, council)
    assert auditor.get(address(council)).words.count("Somebody was invited") == 49
    assert auditor.get(address(council, "?page=2")).words.count("Somebody was invited") == 11
    auditor.get(address(council, "?page=3"), status=404)


def test_it_can_be_taken_away_and_that_is_recorded(
    client: FlaskClient, sessions: Sessions, clock: object
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        person = a_person(session, name='=HYPERLINK("http://x")')
        accounts.give_role(session, person, council, Role.OFFICER, by=None, at=NOW)
    auditor = reader(client, sessions, council)
    seen = auditor.submit(address(council), to=address(council, ".csv"), status=200)
    assert f'"{council.slug}-timeline.csv"' in seen.headers["Content-Disposition"]
    given, taken = csv.DictReader(StringIO(seen.text.removeprefix("\ufeff")))
    assert given["about"].startswith("'=HYPERLINK")
    assert (taken["event"], taken["by"]) == ("trail.exported", "Otto Reader")
    seen = auditor.submit(address(council), to=address(council, ".json"), status=200)
    told = json.loads(seen.text)
    assert (told["council"], len(told["events"])) == (council.name, 3)
    with sessions.read() as session:
        kept = session.scalars(select(RecordedEvent).where(RecordedEvent.name == "trail.exported"))
        assert {(event.authority_id, event.challenge_id) for event in kept} == {(council.id, None)}
