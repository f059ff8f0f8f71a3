"""The front page of each space, and the page of one challenge in each."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from engage.accounts.models import Role
from engage.challenges.lifecycle import Stage
from engage.interest.policy import may_take_part
from engage.kernel import leases
from engage.kernel.db import Sessions
from engage.notifications.models import Message, State
from engage.outcomes.models import Feedback, Result, Summary
from engage.questions.models import State as QuestionState
from engage.responses.models import Answer, Response
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    a_draft_response,
    a_person,
    a_place,
    a_prompt,
    a_question,
    a_sitting,
    a_submitted_response,
    an_interest,
    an_open_challenge,
    sign_in,
    use_link,
)
from tests.notifications.post import a_message
from tests.services import Clock


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


def test_the_front_page_shows_what_is_open_and_no_draft(
    browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        an_open_challenge(session, title="Dry homes for everybody")
        a_challenge(session, title="Still secret")
        a_closed_challenge(session, title="Long over")
        an_open_challenge(session, title="Over by the clock", engagement_ends=NOW)

    words = browser.get("/").words

    assert "Dry homes for everybody" in words
    assert not {title for title in ("Still secret", "Long over", "Over by the") if title in words}


def test_an_empty_front_page_says_what_will_come(browser: Browser) -> None:
    assert "No challenge is open today" in browser.get("/").words


def test_a_public_page_costs_four_statements_at_the_most(
    browser: Browser, sessions: Sessions, queries: Queries
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, cpv=["72000000", "48000000", "85000000"])
        for _ in range(3):
            a_sitting(session, challenge)
        asker = an_interest(session, challenge, organisation="Secret Asker Ltd")
        for number in range(5):
            a_question(
                session,
                asker,
                state=QuestionState.ANSWERED,
                number=number,
                public_text=f"Question {number}",
                answer="Yes",
                answered_at=NOW,
            )

    with queries() as seen:
        page = browser.get(f"/challenges/{challenge.reference}")

    assert "Question 4" in page.words
    assert "Secret Asker" not in page.text
    assert len(seen) <= 4


def test_a_draft_has_no_public_page(browser: Browser, sessions: Sessions) -> None:
    with sessions.write() as session:
        reference = a_challenge(session).reference

    draft = browser.get(f"/challenges/{reference}", status=404)
    nothing = browser.get("/challenges/ZZZ-2026-999", status=404)

    assert draft.data.replace(reference.encode(), b"ZZZ-2026-999") == nothing.data or (
        draft.words == nothing.words
    )


def test_a_challenge_closes_on_its_page_at_the_very_instant(
    browser: Browser, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, engagement_ends=NOW + timedelta(microseconds=1))
    path = f"/challenges/{challenge.reference}"

    assert "I am interested" in browser.get(path).words
    clock.advance(microseconds=1)
    assert "I am interested" not in browser.get(path).words


def test_what_was_heard_appears_only_when_it_is_published(
    browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        summary = Summary(challenge_id=challenge.id, heard="Begin small", saved_at=NOW)
        session.add(summary)
    path = f"/challenges/{challenge.reference}"

    assert "Begin small" not in browser.get(path).text
    with sessions.write() as session:
        session.get_one(Summary, challenge.id).published_at = NOW
    assert "Begin small" in browser.get(path).words


def test_an_unchanged_page_is_not_sent_twice(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        path = f"/challenges/{an_open_challenge(session).reference}"

    first = client.get(path, headers={"Accept-Encoding": "br"})
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert "Content-Security-Policy" not in again.headers
    assert first.headers["Content-Encoding"] == "br"
    assert first.headers["Vary"] == "Cookie, Accept-Encoding"


def test_the_room_shows_my_place_and_keeps_the_link_from_those_who_wait(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        workshop = a_sitting(session, challenge, joining_link="https://meet.example/room-7")
        mine, other = an_interest(session, challenge), an_interest(session, challenge)
        a_place(session, workshop, mine)
    use_link(client, mine)
    assert "room-7" in browser.get(f"/my/challenges/{challenge.reference}").text

    stranger = client.application.test_client()
    use_link(stranger, other)
    assert "room-7" not in Browser(stranger).get(f"/my/challenges/{challenge.reference}").text


def test_feedback_is_read_only_after_the_outcome(
    client: FlaskClient, browser: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        mine = an_interest(session, challenge)
        session.add(
            Feedback(
                challenge_id=challenge.id,
                authority_id=challenge.authority_id,
                interest_id=mine.id,
                result=Result.TAKEN_FORWARD,
                text="You understood the tenants.",
                approved_at=NOW,
            )
        )
    use_link(client, mine)
    path = f"/my/challenges/{challenge.reference}"

    assert "You understood" not in browser.get(path).text
    with sessions.write() as session:
        session.merge(challenge).stage = Stage.CONCLUDED
    assert "You understood the tenants." in browser.get(path).words


@pytest.mark.parametrize("number", [3, 20])
def test_the_desk_costs_the_same_with_more_challenges(
    client: FlaskClient, sessions: Sessions, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = a_person(session, Role.OFFICER, at=council)
        for _ in range(number):
            an_open_challenge(session, council)
            a_challenge(session, council, title="Draft", cpv=["72000000"])
        an_open_challenge(session, title="A neighbour's challenge")
    sign_in(client, sessions, officer)

    with queries() as seen:
        page = Browser(client).get("/desk")

    assert page.words.count("Damp homes") == number
    assert "A neighbour's challenge" not in page.text
    assert len(seen) == 7


def test_the_desk_and_the_hub_name_the_same_step(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = a_person(session, Role.OFFICER, at=council)
        drafts = [
            a_challenge(session, council, cpv=[]),
            a_challenge(session, council, title=" ", region=""),
            a_challenge(session, council, engagement_ends=NOW),
        ]
    sign_in(client, sessions, officer)
    browser = Browser(client)

    home = browser.get("/desk").words
    assert home.count("1 thing is still missing") == 2
    assert home.count("2 things are still missing") == 1
    for draft in drafts:
        hub = browser.get(f"/desk/challenges/{draft.reference}").words
        assert "still missing" in hub


def test_a_list_of_the_desk_links_to_its_next_page(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = a_person(session, Role.OFFICER, at=council)
        for _ in range(51):
            an_open_challenge(session, council)
    sign_in(client, sessions, officer)
    browser = Browser(client)

    assert "/desk?page=2" in browser.get("/desk").links()
    assert "/desk/challenges?page=2" in browser.get("/desk/challenges").links()
    assert (
        "/desk/challenges?stage=open&page=2" in browser.get("/desk/challenges?stage=open").links()
    )


def test_the_hub_names_the_next_step(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = a_person(session, Role.OFFICER, at=council)
        auditor = a_person(session, Role.AUDITOR, at=council)
        challenge = an_open_challenge(session, council)
    path = f"/desk/challenges/{challenge.reference}"
    sign_in(client, sessions, officer)
    own = Browser(client).get(path)
    assert f"{path}/questionnaire" in own.links()
    assert "Give suppliers more time" in own.words

    sign_in(client, sessions, auditor)
    assert "Give suppliers more time" not in Browser(client).get(path).words


def test_health_asks_in_the_words_of_the_index(client: FlaskClient, queries: Queries) -> None:
    """With parameters instead, a database reads every message that was ever sent."""
    with queries() as seen:
        client.get("/healthz")
    assert [each for each in seen if "message.state IN ('queued', 'sending')" in each]


def test_health_says_which_part_is_not_well(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    ill = client.get("/healthz")
    leases.sign_of_life(sessions, "worker", timedelta(seconds=30))
    well = client.get("/healthz")

    assert (ill.status_code, ill.json["worker"]) == (503, "no sign of life")  # type: ignore[index]
    assert (well.status_code, well.json["worker"]) == (200, "well")  # type: ignore[index]


def test_the_operator_sees_why_and_not_to_whom(client: FlaskClient, sessions: Sessions) -> None:
    """Mail servers repeat the address they refuse."""
    with sessions.write() as session:
        operator = a_person(session, is_operator=True)
        a_message(session, recipient="ida@example.org")
        refusal = "550 5.1.1 <ida@example.org>: mailbox of ida@example.org is gone"
        session.execute(update(Message).values(state=State.FAILED, problem=refusal))
    sign_in(client, sessions, operator)
    page = Browser(client).get("/operator").words
    assert "550 5.1.1 <(address)>: mailbox of (address) is gone" in page
    assert "ida@example.org" not in page


def test_the_room_says_that_changes_are_not_sent(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        prompt = a_prompt(session, challenge)
        mine = an_interest(session, challenge)
        sent = a_submitted_response(session, mine, {prompt.id: "Mend the roofs."})
    use_link(client, mine)
    path = f"/my/challenges/{challenge.reference}"
    assert "Your response is in" in Browser(client).get(path).words
    with sessions.write() as session:
        changed = session.get_one(Answer, (sent.id, prompt.id))
        changed.text = "Mend the walls."
        session.get_one(Response, sent.id).saved_at = NOW + timedelta(minutes=1)
    page = Browser(client).get(path)
    assert "Send your changes before" in page.words
    assert f"{path}/response/check" in page.links()


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.CONCLUDED])
def test_the_room_leads_to_what_was_sent_after_the_end(
    client: FlaskClient, sessions: Sessions, stage: Stage
) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        challenge.stage = stage
        mine, idle = an_interest(session, challenge), an_interest(session, challenge)
        a_submitted_response(session, mine)
        a_draft_response(session, idle)
        for one in (mine, idle):
            session.add(
                Feedback(
                    challenge_id=challenge.id,
                    authority_id=challenge.authority_id,
                    interest_id=one.id,
                    result=Result.TOOK_PART,
                    text="Thank you.",
                    approved_at=NOW,
                )
            )
    path = f"/my/challenges/{challenge.reference}"
    use_link(client, mine)
    assert f"{path}/response" in Browser(client).get(path).links()
    stranger = client.application.test_client()
    use_link(stranger, idle)
    page = Browser(stranger).get(path)
    assert f"{path}/response" not in page.links()
    assert ("You did not submit your response" in page.words) is (stage is Stage.CLOSED)


def test_nobody_is_told_of_places_after_the_end(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        a_sitting(session, challenge, in_person=7)
        mine = an_interest(session, challenge)
    use_link(client, mine)
    assert "of 7 places" not in client.get(f"/challenges/{challenge.reference}").text
    room = Browser(client).get(f"/my/challenges/{challenge.reference}").words
    assert "of 7 places" not in room and "Nobody can book a place any more" in room


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.OPEN, "Engagement ends"),
        (Stage.CLOSED, "Engagement ended"),
        (Stage.WITHDRAWN, "Engagement was to end"),
    ],
)
def test_the_desk_speaks_of_the_end_in_the_right_tense(
    client: FlaskClient, sessions: Sessions, stage: Stage, said: str
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        officer = a_person(session, Role.OFFICER, at=council)
        over = stage is Stage.CLOSED
        made = a_closed_challenge if over else an_open_challenge
        challenge = made(session, council)
        challenge.stage = stage
        challenge.withdrawn_at = NOW if stage is Stage.WITHDRAWN else None
    sign_in(client, sessions, officer)
    words = Browser(client).get(f"/desk/challenges/{challenge.reference}").words
    assert f"{said} " in words


@pytest.mark.parametrize(("role", "called"), [(Role.OFFICER, "To do"), (Role.AUDITOR, "Overview")])
def test_the_desk_is_called_what_it_is_for(
    client: FlaskClient, sessions: Sessions, role: Role, called: str
) -> None:
    with sessions.write() as session:
        person = a_person(session, role, at=a_council(session))
    sign_in(client, sessions, person)
    page = Browser(client).get("/desk").words
    assert [name for name in ("To do", "Overview") if name in page] == [called]


def test_what_ends_next_comes_first(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        ends = {"Later": 20, "Soon": 2, "Over": -3, "Long over": -30}
        for title, days in ends.items():
            made = an_open_challenge if days > 0 else a_closed_challenge
            challenge = made(session, title=title, engagement_ends=NOW + timedelta(days=days))
            use_link(client, an_interest(session, challenge))
    text = Browser(client).get("/my").text
    shown = sorted(ends, key=lambda title: text.index(f">{title}</a>"))
    assert shown == ["Soon", "Later", "Over", "Long over"]


def test_the_room_asks_whose_it_is(app: Flask) -> None:
    """The loader finds one's own, and the predicate is asked again all the same."""
    assert getattr(app.view_functions["spaces.room"], "permission") is may_take_part  # noqa: B009


def test_a_room_without_a_questionnaire_promises_no_form(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        mine = an_interest(session, challenge)
    use_link(client, mine)
    path = f"/my/challenges/{challenge.reference}"
    assert f"{path}/response" not in Browser(client).get(path).links()
    with sessions.write() as session:
        a_prompt(session, challenge)
    assert f"{path}/response" in Browser(client).get(path).links()


def test_one_can_leave_after_the_end_and_is_told_what_that_does(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        mine = an_interest(session, challenge)
    use_link(client, mine)
    path = f"/my/challenges/{challenge.reference}"
    assert f"{path}/leave" in Browser(client).get(path).links()
    words = Browser(client).get(f"{path}/leave").words
    assert "you can no longer withdraw it" in words and "withdraw it on your page" not in words


def test_the_public_page_leads_those_who_take_part_to_their_own(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        mine = an_interest(session, challenge)
    path = f"/challenges/{challenge.reference}"
    page = Browser(client).get(path)
    assert f"{path}/interest" in page.links()
    assert f"mailto:{challenge.authority.email}" in page.links()
    assert f"/councils/{challenge.authority.slug}" in page.links()
    use_link(client, mine)
    page = Browser(client).get(path)
    assert f"{path}/interest" not in page.links() and f"/my{path}" in page.links()


def test_after_the_end_the_page_speaks_of_the_past(browser: Browser, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        empty = a_closed_challenge(session)
        a_sitting(session, challenge, title="See the homes", starts_at=NOW - timedelta(days=3))
    words = browser.get(f"/challenges/{challenge.reference}").words
    assert "How suppliers could take part" in words and "How to take part" not in words
    assert "Workshops that were held See the homes" in words
    assert "places left" not in words and "is planned" not in words
    assert "No workshop was held" in browser.get(f"/challenges/{empty.reference}").words


def test_help_leads_to_a_new_link(browser: Browser) -> None:
    page = browser.get("/help")
    assert "/my/lost-link" in page.links() and "when they have been used" not in page.words
