from datetime import datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.interest import service
from engage.interest.models import Interest, State
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.suppliers.models import Size
from engage.web import limits
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    a_supplier,
    a_supplier_user,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
    use_link,
)
from tests.services import Clock

TYPED = {"organisation": "Idea House", "name": "Ida Novak", "email": "Ida@Example.org"}
FIELDS = ["organisation", "name", "email"]
NASTY = {
    "empty": "",
    "spaces": " \t ",
    "null": "Ida\x00Novak",
    "header": "ida@example.org\r\nBcc: all@example.org",
    "html": "<script>alert(1)</script>",
    "emoji": "🏠" * 300,
    "right to left": "\u202egro.elpmaxe@adi",
    "long": "x" * 1_000_000,
    "surrogate": "\ud800",
}


def challenge_in(sessions: Sessions, **about: Any) -> Challenge:
    with sessions.write() as session:
        return an_open_challenge(session, **about)


def interest_in(sessions: Sessions, challenge: Challenge, **about: Any) -> Interest:
    with sessions.write() as session:
        interest = an_interest(session, challenge, **about)
        session.refresh(interest, ["challenge"])
        return interest


def all_of(sessions: Sessions) -> list[Interest]:
    with sessions.read() as session:
        return list(session.scalars(select(Interest)))


def only(sessions: Sessions) -> Interest:
    (interest,) = all_of(sessions)
    return interest


def event_names(sessions: Sessions) -> list[str]:
    with sessions.read() as session:
        return list(session.scalars(select(RecordedEvent.name).order_by(RecordedEvent.id)))


def token_for(app: Flask, interest_id: UUID, at: datetime = NOW) -> str:
    return str(app.extensions["signer"].sign("interest", str(interest_id), at=at))


def test_registering_from_form_to_room(app: Flask, client: FlaskClient, sessions: Sessions) -> None:
    challenge = challenge_in(sessions)
    browser = Browser(client)
    browser.submit(f"/challenges/{challenge.reference}/interest", TYPED)
    assert "Ida@example.org" in browser.follow().words
    interest = only(sessions)
    assert interest.state is State.PENDING
    address = f"/my/links/{token_for(app, interest.id)}"
    browser.get(address)
    assert only(sessions).state is State.PENDING  # a mail scanner has seen it too
    browser.submit(address, {})
    assert browser.seen and browser.seen.location == f"/my/challenges/{challenge.reference}"
    assert only(sessions).state is State.CONFIRMED
    browser.get(address, status=303)  # known here already


def test_the_address_typed_is_shown_once(client: FlaskClient, sessions: Sessions) -> None:
    challenge = challenge_in(sessions)
    browser = Browser(client)
    browser.submit(f"/challenges/{challenge.reference}/interest", TYPED)
    sent = f"/challenges/{challenge.reference}/interest/sent"
    assert "Ida@example.org" in browser.get(sent).words
    assert "Ida@example.org" not in browser.get(sent).words


def test_the_same_form_three_times_is_one_row(client: FlaskClient, sessions: Sessions) -> None:
    challenge = challenge_in(sessions)
    path = f"/challenges/{challenge.reference}/interest"
    for _ in range(3):
        assert client.post(path, data=TYPED).status_code == 303
    assert only(sessions).email == "ida@example.org"


def test_known_and_unknown_addresses_get_the_same_answer(
    client: FlaskClient, app: Flask, sessions: Sessions
) -> None:
    challenge = challenge_in(sessions)
    interest_in(sessions, challenge, email="ida@example.org")
    path = f"/challenges/{challenge.reference}/interest"

    def answer(email: str) -> tuple[int, str, str]:
        visitor = Browser(app.test_client())
        seen = visitor.submit(path, TYPED | {"email": email})
        return seen.status_code, seen.location, visitor.follow().words.replace(email, "X")

    assert answer("ida@example.org") == answer("eve@example.org")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_bad_input_is_answered_in_a_sentence(
    client: FlaskClient, sessions: Sessions, field: str, value: str
) -> None:
    challenge = challenge_in(sessions)
    typed = TYPED | {field: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
    answer = client.post(f"/challenges/{challenge.reference}/interest", data=typed)
    if answer.status_code == 303:  # odd, and yet a name: stored and shown as text
        row = only(sessions)
        assert not set("\x00\r\n\u202e") & set(row.organisation + row.name + row.email)
        return
    assert answer.status_code in (413, 422)
    if answer.status_code == 422:
        assert "There is a problem" in answer.text
        assert "Ida" in answer.text or "Idea House" in answer.text  # what was typed is kept
        assert "<script>alert" not in answer.text
    assert all_of(sessions) == []


def test_an_empty_form_names_each_field(client: FlaskClient, sessions: Sessions) -> None:
    challenge = challenge_in(sessions)
    answer = client.post(f"/challenges/{challenge.reference}/interest", data={})
    assert answer.status_code == 422
    for sentence in ("the name of your organisation", "Enter your name", "your e-mail address"):
        assert sentence in answer.text


def test_after_the_end_a_page_says_what_to_do(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    challenge = challenge_in(sessions, engagement_ends=NOW + timedelta(hours=3))
    clock.advance(hours=3)
    path = f"/challenges/{challenge.reference}/interest"
    shown, posted = client.get(path), client.post(path, data=TYPED)
    assert (shown.status_code, posted.status_code) == (200, 409)
    for answer in (shown, posted):
        assert "12 noon on Monday 2 March 2026" in answer.text
        assert "see other challenges" in answer.text
    assert all_of(sessions) == []


def test_a_draft_and_nothing_are_the_same_bytes(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        draft = a_challenge(session)
    answers = [
        client.get(f"/challenges/{ref}/interest") for ref in (draft.reference, "ZZZ-2026-999")
    ]
    assert {answer.status_code for answer in answers} == {404}
    for odd in ("%00", "%E2%80%AE", "x" * 500, "%FF", "1%27--"):
        assert client.get(f"/challenges/{odd}/interest").status_code == 404
        assert client.get(f"/my/links/{odd}").status_code in (404, 410)


@pytest.mark.parametrize("change", ["cut", "purpose", "old"])
def test_a_bad_link_says_what_to_do_next(
    app: Flask, client: FlaskClient, sessions: Sessions, clock: Clock, change: str
) -> None:
    interest = interest_in(sessions, challenge_in(sessions), state=State.PENDING)
    token = token_for(app, interest.id)
    if change == "cut":
        token = token[:-3]
    elif change == "purpose":
        token = app.extensions["signer"].sign("reset", str(interest.id), at=NOW)
    else:
        clock.advance(days=181)
    for answer in (client.get(f"/my/links/{token}"), client.post(f"/my/links/{token}")):
        assert answer.status_code == 410
        assert "Get a new link" in answer.text and 'action="/my/lost-link"' in answer.text
        assert interest.email not in answer.text
    assert only(sessions).state is State.PENDING


def test_the_page_of_a_link_tells_nothing_of_the_person(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    challenge = challenge_in(sessions)
    for state in State:
        interest = interest_in(sessions, challenge, state=state)
        answer = client.get(f"/my/links/{token_for(app, interest.id)}")
        assert challenge.title in answer.text
        for secret in (interest.email, interest.name, interest.organisation, str(interest.id)):
            assert secret not in answer.text
        assert "no-store" in answer.headers["Cache-Control"]


def test_confirming_after_the_end_says_so(
    app: Flask, client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    challenge = challenge_in(sessions)
    pending = interest_in(sessions, challenge, state=State.PENDING)
    confirmed = interest_in(sessions, challenge)
    clock.advance(days=22)
    late = client.post(f"/my/links/{token_for(app, pending.id)}")
    assert late.status_code == 409
    assert "before you confirmed" in late.text
    assert client.post(f"/my/links/{token_for(app, confirmed.id)}").status_code == 303


def test_the_cookies_page_tells_how_long_a_link_is_remembered(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    challenge = challenge_in(sessions)
    link = f"/my/links/{token_for(app, interest_in(sessions, challenge).id)}"
    assert Browser(client).submit(link).location == f"/my/challenges/{challenge.reference}"
    cookie = client.get_cookie("engage")
    assert cookie is not None and cookie.expires is not None
    lasts = app.permanent_session_lifetime.days
    assert f"{lasts} days after your last visit" in Browser(client).get("/cookies").words


def test_who_left_is_told_how_to_come_back(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    interest = interest_in(sessions, challenge_in(sessions), state=State.WITHDRAWN)
    answer = client.post(f"/my/links/{token_for(app, interest.id)}")
    assert answer.status_code == 409
    assert "Register again" in answer.text
    assert event_names(sessions) == []


def test_who_left_can_still_read_the_outcome(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session, stage=Stage.CONCLUDED)
        interest = an_interest(session, challenge, state=State.WITHDRAWN)
    page = Browser(client).get(f"/my/links/{token_for(app, interest.id)}")
    assert f"/challenges/{challenge.reference}" in page.links()
    assert "what the council heard" in page.words and "Register again" not in page.words


def test_lost_links_are_asked_for_in_the_same_words(app: Flask, sessions: Sessions) -> None:
    interest = interest_in(sessions, challenge_in(sessions), email="ida@example.org")

    def answer(email: str) -> tuple[str, str]:
        visitor = Browser(app.test_client())
        seen = visitor.submit("/my/lost-link", {"email": email})
        return seen.location, visitor.follow().words.replace(email, "X")

    began = perf_counter()
    assert answer("ida@example.org") == answer("eve@example.org")
    assert perf_counter() - began >= 2 * limits.EVENLY
    with sessions.read() as session:
        event = session.scalars(select(RecordedEvent)).one()
    assert (event.name, event.subject_id) == ("interest.link_asked", interest.id)


def test_asking_for_links_is_slowed_down(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EVENLY", 0.0)
    statuses = [
        client.post("/my/lost-link", data={"email": "ida@example.org"}).status_code
        for _ in range(11)
    ]
    assert statuses == [303] * 10 + [429]


def test_leaving_asks_first_and_twice_is_once(client: FlaskClient, sessions: Sessions) -> None:
    interest = interest_in(sessions, challenge_in(sessions))
    path = f"/my/challenges/{interest.challenge.reference}/leave"
    assert client.get(path).status_code == 303  # whoever has no link is asked for it
    use_link(client, interest)
    assert "places you booked" in client.get(path).text
    assert only(sessions).state is State.CONFIRMED
    assert client.post(path).status_code == 303
    use_link(client, interest)
    assert client.post(path).status_code == 303
    assert only(sessions).state is State.WITHDRAWN
    assert event_names(sessions) == ["interest.withdrawn"]
    use_link(client, interest)
    assert client.get(path).status_code == 404


def test_a_link_opens_one_challenge_only(client: FlaskClient, sessions: Sessions) -> None:
    mine = interest_in(sessions, challenge_in(sessions))
    other = interest_in(sessions, challenge_in(sessions))
    use_link(client, mine)
    ref = other.challenge.reference
    assert client.get(f"/my/challenges/{ref}/leave").status_code == 404
    assert client.post(f"/my/challenges/{ref}/leave").status_code == 404


def test_people_of_the_supplier_need_no_link(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
        challenge = an_open_challenge(session)
        an_interest(session, challenge, supplier_id=supplier.id)
    sign_in(client, sessions, person)
    ref = challenge.reference
    assert client.get(f"/my/challenges/{ref}/leave").status_code == 200


def test_who_registers_with_an_account_gets_it_into_the_account(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    challenge = challenge_in(sessions)
    with sessions.write() as session:
        supplier = a_supplier(session, name="Idea House")
        person = a_supplier_user(session, supplier, email="ida@example.org")
    sign_in(client, sessions, person)
    path = f"/challenges/{challenge.reference}/interest"
    page = Browser(client).get(path)
    assert next(f for f in page.forms if "organisation" in f.values).values["organisation"] == (
        "Idea House"
    )
    Browser(client).submit(path)
    reader = Browser(app.test_client())  # the mail is opened elsewhere
    reader.submit(f"/my/links/{token_for(app, only(sessions).id)}", {})
    assert only(sessions).supplier_id == supplier.id
    assert challenge.title in Browser(client).get("/my").words


def test_nobody_draws_the_address_of_others_into_their_account(
    app: Flask, client: FlaskClient, sessions: Sessions
) -> None:
    challenge = challenge_in(sessions)
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
    sign_in(client, sessions, person)
    Browser(client).submit(f"/challenges/{challenge.reference}/interest", TYPED)
    reader = Browser(app.test_client())
    reader.submit(f"/my/links/{token_for(app, only(sessions).id)}", {})
    assert only(sessions).supplier_id not in (None, supplier.id)
    assert challenge.title not in Browser(client).get("/my").words


@pytest.mark.parametrize("own", [True, False])
def test_who_confirms_their_own_address_signed_in_takes_part_for_their_supplier(
    app: Flask, client: FlaskClient, sessions: Sessions, own: bool
) -> None:
    interest = interest_in(sessions, challenge_in(sessions), state=State.PENDING)
    with sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(
            session, supplier, email=interest.email if own else "x@example.org"
        )
    sign_in(client, sessions, person)
    Browser(client).submit(f"/my/links/{token_for(app, interest.id)}", {})
    assert (only(sessions).supplier_id == supplier.id) is own


def test_pages_promise_what_is_done_by_the_clock(client: FlaskClient, sessions: Sessions) -> None:
    register = f"/challenges/{challenge_in(sessions).reference}/interest"
    for address, status in ((register, 200), ("/privacy", 200), ("/my/links/x", 410)):
        said = Browser(client).get(address, status=status).words
        assert f"{service.UNCONFIRMED.days} days" in said


def test_the_officer_sees_who_registered(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer, challenge = an_officer(session, council), an_open_challenge(session, council)
        first = an_interest(session, challenge, organisation="<b>Bold</b> & Sons")
        an_interest(session, challenge, state=State.PENDING)
        foreign = an_open_challenge(session)
    sign_in(client, sessions, officer)
    path = f"/desk/challenges/{challenge.reference}/suppliers"
    answer = client.get(path)
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Sons" in answer.text
    assert first.email in answer.text
    pending = client.get(path + "?state=pending").text
    assert "Not confirmed yet" in pending and first.email not in pending
    assert client.get(path + "?state=%00").status_code == 200
    assert client.get(path + "?page=x").status_code == 404
    assert client.get(f"/desk/challenges/{foreign.reference}/suppliers").status_code == 404


def test_the_list_costs_the_same_with_3_and_30(
    client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer, challenge = an_officer(session, council), an_open_challenge(session, council)
    sign_in(client, sessions, officer)
    path = f"/desk/challenges/{challenge.reference}/suppliers"
    assert "Nobody has registered yet" in client.get(path).text
    costs = []
    for more in (3, 27, 30):
        with sessions.write() as session:
            for _ in range(more):
                an_interest(session, challenge)
        with queries() as seen:
            answer = client.get(path)
        costs.append(len(seen))
    assert len(set(costs)) == 1 and costs[0] <= 6, costs
    assert "1 to 50 of 60 suppliers" in " ".join(answer.text.split())
    assert "page=2" in answer.text


def test_the_council_sees_what_a_supplier_says_of_itself(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer, challenge = an_officer(session, council), an_open_challenge(session, council)
        about: dict[str, Any] = {"company_number": "01234567", "size": Size.MICRO}
        supplier = a_supplier(session, regions=["UKF"], vcse=True, **about)
        an_interest(session, challenge, supplier_id=supplier.id)
        an_interest(session, challenge, state=State.PENDING)
    sign_in(client, sessions, officer)
    words = Browser(client).get(f"/desk/challenges/{challenge.reference}/suppliers").words
    assert "Company 01234567 · Micro · VCSE · East Midlands" in words


def test_a_closed_challenge_still_shows_who_registered(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer, challenge = an_officer(session, council), a_closed_challenge(session, council)
        interest = an_interest(session, challenge)
        assert session.scalar(select(func.count()).select_from(Interest)) == 1
    sign_in(client, sessions, officer)
    answer = client.get(f"/desk/challenges/{challenge.reference}/suppliers")
    assert interest.organisation in answer.text
