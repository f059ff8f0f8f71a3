from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.challenges.lifecycle import Stage
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.outcomes import service
from engage.outcomes.models import Feedback, Result, Summary
from engage.outcomes.wording import REASONS as CHIPS
from engage.outcomes.wording import STARTING
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_person,
    a_submitted_response,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)
from tests.outcomes.stages import HEARD, REASONS, SECRET, Ended, an_ended_engagement, ready

LONG = "We liked how you would start with ten houses and measure for two winters."
NASTY = {
    "null": "Thank\x00you",
    "html": "<script>alert(1)</script>",
    "emoji": "🏠" * 300,
    "right to left": "\u202egro.elpmaxe",
    "long": "x" * 1_000_000,
    "formula": "=1+1",
}


def ended_in(sessions: Sessions, **about: Any) -> Ended:
    with sessions.write() as session:
        return an_ended_engagement(session, **about)


def prepared_in(sessions: Sessions) -> Ended:
    with sessions.write() as session:
        ended = an_ended_engagement(session)
        service.prepare(session, ended.challenge, by=ended.officer.id, at=NOW)
        return ended


def ready_in(sessions: Sessions) -> Ended:
    with sessions.write() as session:
        return ready(session)


def at_desk(client: FlaskClient, sessions: Sessions, person: Person) -> Browser:
    sign_in(client, sessions, person)
    return Browser(client)


def reader(client: FlaskClient, sessions: Sessions, ended: Ended, role: Role) -> Browser:
    with sessions.write() as session:
        person = a_person(session, role, at=ended.council)
    return at_desk(client, sessions, person)


def address(ended: Ended, tail: str = "") -> str:
    return f"/desk/challenges/{ended.challenge.reference}/outcome{tail}"


def feedback_in(sessions: Sessions, interest: Interest) -> Feedback:
    with sessions.read() as session:
        return session.query(Feedback).filter_by(interest_id=interest.id).one()


def piece(sessions: Sessions, ended: Ended, interest: Interest) -> str:
    return address(ended, f"/feedback/{feedback_in(sessions, interest).id}")


def test_from_nothing_to_published(client: FlaskClient, sessions: Sessions) -> None:
    ended = ended_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    page = officer.get(address(ended))
    assert "0 of 3 approved" in page.words
    assert "3 participants have no feedback yet" in page.words
    officer.submit(address(ended), to=address(ended, "/prepare"))
    assert "Feedback prepared for 3 participants" in officer.follow().words
    officer.submit(address(ended, "/summary"), {"heard": HEARD})
    assert "Nobody outside the council sees it yet" in officer.follow().words
    officer.submit(address(ended, "/feedback"), to=address(ended, "/feedback/approve"))
    assert "3 pieces of feedback approved" in officer.follow().words
    page = officer.get(address(ended, "/release"))
    assert "This tells 3 suppliers by e-mail" in page.words
    assert STARTING[Result.TAKEN_FORWARD] in page.words
    officer.submit(address(ended, "/release"))
    page = officer.follow()
    assert "3 suppliers are told by e-mail" in page.words
    assert "Suppliers were told by e-mail" in page.words
    officer.get(address(ended, "/release"), status=409)
    officer.get(address(ended, "/summary"), status=409)
    officer.get(piece(sessions, ended, ended.chosen))
    assert officer.seen is not None
    assert "What they read" in officer.seen.words
    assert not [form for form in officer.seen.forms if "text" in form.values]


def test_lists_and_links_of_what_was_heard_are_drawn(
    client: FlaskClient, sessions: Sessions
) -> None:
    ended = ended_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    heard = "We heard:\n\n- [two plans](https://a.example)\n- <b>no</b>"
    officer.submit(address(ended, "/summary"), {"heard": heard})
    officer.submit(address(ended), to=address(ended, "/prepare"))
    officer.submit(address(ended, "/feedback"), to=address(ended, "/feedback/approve"))
    drawn = '<a href="https://a.example" class="govuk-link"'
    assert drawn in officer.get(address(ended)).text
    assert drawn in officer.get(address(ended, "/release")).text
    officer.submit(address(ended, "/release"))
    public = officer.get(f"/challenges/{ended.challenge.reference}").text
    assert drawn in public and "<b>no" not in public


def test_before_the_end_it_says_when(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        officer = an_officer(session, challenge.authority)
    browser = at_desk(client, sessions, officer)
    root = f"/desk/challenges/{challenge.reference}/outcome"
    assert "Suppliers can take part until" in browser.get(root).words
    for tail in ("/summary", "/release"):
        browser.get(root + tail, status=409)
    for tail in ("/prepare", "/feedback/approve", "/release"):
        browser.post(root + tail, status=409)
    assert "No feedback is prepared yet" in browser.get(root + "/feedback").words


def test_a_release_that_is_not_ready_links_to_what_is_missing(
    client: FlaskClient, sessions: Sessions
) -> None:
    ended = prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    page = officer.get(address(ended, "/release"))
    assert "3 pieces of feedback wait for approval" in page.words
    assert address(ended, "/summary") in page.links()
    assert address(ended, "/feedback?approved=no") in page.links()
    page = officer.post(address(ended, "/release"), status=422)
    assert "Write what you heard" in page.words


def test_approve_and_next_goes_through_all(client: FlaskClient, sessions: Sessions) -> None:
    ended = prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    order = [piece(sessions, ended, each) for each in (ended.chosen, ended.other, ended.silent)]
    officer.submit(order[1], {"text": LONG, "do": "approve"})
    assert officer.seen is not None
    assert officer.seen.location.endswith(order[2])
    officer.submit(order[2], {"do": "approve"})
    assert officer.seen.location.endswith(order[0])
    officer.submit(order[0], {"do": "approve"})
    assert officer.seen.location.endswith(address(ended))
    assert "Feedback for Anvil Homes approved" in officer.follow().words
    assert feedback_in(sessions, ended.other).text == LONG


def test_sentences_are_added_without_script(client: FlaskClient, sessions: Sessions) -> None:
    ended = prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    chips = CHIPS[Result.NOT_TAKEN_FORWARD]
    own = piece(sessions, ended, ended.other)
    officer.submit(own, {"text": LONG, "reasons": ["cost", "time"], "do": "add"})
    assert "Sentences added" in officer.follow().words
    assert feedback_in(sessions, ended.other).text == f"{LONG}\n\n{chips['cost']} {chips['time']}"


def test_too_little_is_refused_and_kept_on_the_page(
    client: FlaskClient, sessions: Sessions
) -> None:
    ended = prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    own = piece(sessions, ended, ended.other)
    page = officer.submit(own, {"text": "No, thank you.", "do": "approve"}, status=422)
    assert "at least 40 characters" in page.words
    assert "No, thank you." in page.text
    assert feedback_in(sessions, ended.other).text == STARTING[Result.NOT_TAKEN_FORWARD]


def test_the_officer_sees_why_and_the_supplier_will_not(
    client: FlaskClient, sessions: Sessions
) -> None:
    ended = prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    page = officer.get(piece(sessions, ended, ended.chosen))
    assert REASONS in page.words
    assert "shortlisted" in page.words
    assert SECRET not in page.words
    assert REASONS not in page.words.split("What they will read")[1]


def test_two_officers_see_both_versions_of_feedback(
    client: FlaskClient, sessions: Sessions
) -> None:
    ended = prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    own = piece(sessions, ended, ended.chosen)
    seen = feedback_in(sessions, ended.chosen).version
    officer.submit(own, {"text": LONG, "do": "save"})
    mine = {"text": "Mine is another text.", "version": str(seen), "do": "save"}
    page = officer.submit(own, mine, status=409)
    assert "Saved by your colleague" in page.words
    assert LONG in page.words
    assert "Mine is another text." in page.words
    kept = max(page.forms, key=lambda form: "text" in form.values)
    officer.post(own, kept.values | {"do": "save"})
    assert feedback_in(sessions, ended.chosen).text == "Mine is another text."


def test_two_officers_see_both_versions_of_the_summary(
    client: FlaskClient, sessions: Sessions
) -> None:
    ended = ended_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    first = officer.get(address(ended, "/summary"))
    officer.submit(address(ended, "/summary"), {"heard": HEARD})
    officer.follow()
    old = max(first.forms, key=lambda form: "heard" in form.values).values
    page = officer.post(address(ended, "/summary"), old | {"heard": "Mine."}, status=409)
    assert HEARD in page.words
    assert "Mine." in page.words
    kept = max(page.forms, key=lambda form: "heard" in form.values)
    officer.post(address(ended, "/summary"), kept.values)
    with sessions.read() as session:
        assert session.get_one(Summary, ended.challenge.id).heard == "Mine."


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "²", "١"])
def test_a_made_up_version_is_another_version(
    client: FlaskClient, sessions: Sessions, version: str
) -> None:
    ended = ready_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    typed = {"heard": "Mine.", "version": version}
    page = officer.submit(address(ended, "/summary"), typed, status=409)
    assert "Mine." in page.words


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_nothing_typed_breaks_a_page(client: FlaskClient, sessions: Sessions, nasty: str) -> None:
    ended = prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    own = piece(sessions, ended, ended.chosen)
    for path, typed in (
        (own, {"text": nasty, "do": "add", "reasons": [nasty]}),
        (own, {"text": nasty, "do": nasty}),
        (address(ended, "/summary"), {"heard": nasty, "next_steps": nasty}),
    ):
        form = officer.get(path).forms[-1].values
        token = {"csrf_token": form.get("csrf_token", "")}
        answer = client.post(path, data=token | typed)
        assert answer.status_code in (303, 409, 422)
        assert b"<script>alert" not in answer.data


def test_bytes_that_are_no_text_break_nothing(client: FlaskClient, sessions: Sessions) -> None:
    ended = prepared_in(sessions)
    at_desk(client, sessions, ended.officer)
    kind = "application/x-www-form-urlencoded"
    for path in (piece(sessions, ended, ended.chosen), address(ended, "/summary")):
        for raw in (b"text=%ED%A0%80&heard=%FF", b"%00=%00&=&&", b"heard" * 1000):
            assert client.post(path, data=raw, content_type=kind).status_code in (303, 422, 409)


def test_foreign_and_missing_things_are_alike(client: FlaskClient, sessions: Sessions) -> None:
    ended, neighbour = prepared_in(sessions), prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    theirs = feedback_in(sessions, neighbour.chosen).id
    for path in (
        address(neighbour),
        address(neighbour, f"/feedback/{theirs}"),
        address(ended, f"/feedback/{theirs}"),
        address(ended, "/feedback/00000000-0000-0000-0000-000000000000"),
        address(ended, "/feedback/x"),
    ):
        officer.get(path, status=404)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COUNCIL_ADMIN])
def test_those_who_only_read_have_no_buttons(
    client: FlaskClient, sessions: Sessions, role: Role
) -> None:
    ended = prepared_in(sessions)
    browser = reader(client, sessions, ended, role)
    own = piece(sessions, ended, ended.chosen)
    for path in (address(ended), address(ended, "/feedback"), own):
        page = browser.get(path)
        assert not [form for form in page.forms if "sign-out" not in form.action]
    browser.post(own, {"text": LONG, "do": "approve"}, status=403)
    browser.post(address(ended, "/feedback/approve"), status=403)


def test_the_list_filters(client: FlaskClient, sessions: Sessions) -> None:
    ended = prepared_in(sessions)
    officer = at_desk(client, sessions, ended.officer)
    officer.submit(piece(sessions, ended, ended.chosen), {"do": "approve"})
    officer.follow()

    def names(tail: str) -> list[str]:
        words = officer.get(address(ended, f"/feedback{tail}")).words
        return [name for name in ("Anvil Homes", "Brook Data", "Cedar Care") if name in words]

    assert names("?result=took+part") == ["Cedar Care"]
    assert names("?approved=yes") == ["Anvil Homes"]
    assert names("?approved=no&result=not+taken+forward") == ["Brook Data"]
    assert names("?approved=maybe&result=%00") == ["Anvil Homes", "Brook Data", "Cedar Care"]
    officer.get(address(ended, "/feedback?page=2"), status=404)


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_for_any_number(
    client: FlaskClient, sessions: Sessions, queries: Queries, count: int
) -> None:
    with sessions.write() as session:
        ended = an_ended_engagement(session)
        for _ in range(count):
            a_submitted_response(session, an_interest(session, ended.challenge))
        service.prepare(session, ended.challenge, by=ended.officer.id, at=NOW)
    officer = at_desk(client, sessions, ended.officer)
    with queries() as seen:
        page = officer.get(address(ended, "/feedback"))
    assert page.words.count("To approve") >= count
    assert len(seen) <= 9, seen


def test_a_list_has_fifty_a_page(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        ended = an_ended_engagement(session, stage=Stage.CLOSED)
        add_participants(session, ended, 60)
        service.prepare(session, ended.challenge, by=ended.officer.id, at=NOW)
    officer = at_desk(client, sessions, ended.officer)
    page = officer.get(address(ended, "/feedback?page=2&result=took+part"))
    assert page.words.count("Idea House") == 11
    assert "result=took%20part&page=1" in " ".join(page.links())


def add_participants(session: Session, ended: Ended, count: int) -> None:
    for _ in range(count):
        an_interest(session, ended.challenge, registered_at=NOW - timedelta(days=9))
