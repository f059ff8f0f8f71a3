"""The desk's page of what went to many people, and one message looked at and sent again."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import Delivery
from engage.notifications import queries, service
from engage.notifications.models import Message, OptOut, Sending, State
from engage.notifications.service.reconciling import reconcile_due
from engage.notifications.service.sending import send_due
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import NOW, a_council, a_person, an_interest, an_open_challenge, sign_in
from tests.notifications.post import an_event, messages, post_to
from tests.notifications.test_sending import Server
from tests.services import Clock


def a_desk(
    sessions: Sessions, client: FlaskClient, people: int = 4, role: Role = Role.OFFICER
) -> Challenge:
    """A person of the council, signed in; so many people were told of an extension."""
    with sessions.write() as session:
        council = a_council(session)
        challenge = an_open_challenge(session, council)
        for each in range(people):
            an_interest(session, challenge, email=f"p{each:02}@example.org")
        extend(sessions, challenge)
        person = a_person(session, role, at=council)
    sign_in(client, sessions, person)
    return challenge


def extend(sessions: Sessions, challenge: Challenge) -> RecordedEvent:
    with sessions.write() as session:
        whose = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
        event = an_event(session, "challenge.extended", challenge.id, **whose)
        service.tell_participants(session, event, "challenge-extended")
        return event


def of(challenge: Challenge, rest: str = "") -> str:
    return f"/desk/challenges/{challenge.reference}/sendings{rest}"


def the_sending(sessions: Sessions) -> Sending:
    with sessions.read() as session:
        return session.scalars(select(Sending)).one()


def one_message(sessions: Sessions, **values: object) -> UUID:
    """The first message, as it became."""
    with sessions.write() as session:
        first = messages(session)[0]
        if values:
            session.execute(update(Message).where(Message.id == first.id).values(values))
        return first.id


def test_a_sending_is_one_line_that_adds_up(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client)
    send_due(sessions, post_to(Server()))
    one_message(sessions, state=State.BOUNCED)
    page = Browser(client).get(of(challenge))
    for words in ("Challenge extended", "Sent: 3", "Came back: 1", "Yes"):
        assert words in page.words
    page = Browser(client).get(of(challenge, f"/{the_sending(sessions).id}"))
    assert "we set out to send 4, and found 3 sent + 1 came back" in page.words
    assert "sent it back later" in page.words


def test_pausing_and_going_on_by_buttons(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client)
    address = of(challenge, f"/{the_sending(sessions).id}")
    assert "Pause the 4 that have not gone" in Browser(client).get(address).words
    answer = client.post(address + "/pause", follow_redirects=True)
    assert "Waiting here: 4" in answer.text
    assert "Send the 4 that wait" in answer.text
    server = Server()
    assert send_due(sessions, post_to(server)) == 0
    assert "paused already" in client.post(address + "/pause", follow_redirects=True).text
    assert "Going out now: 4" in client.post(address + "/resume", follow_redirects=True).text
    assert send_due(sessions, post_to(server)) == 4


def test_a_missing_message_is_an_alarm(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client)
    with sessions.write() as session:
        session.execute(delete(Message).where(Message.recipient == "p01@example.org"))
    assert "Does not add up" in Browser(client).get(of(challenge)).words
    page = Browser(client).get(of(challenge, f"/{the_sending(sessions).id}"))
    assert "1 of 4 e-mails cannot be found" in page.words
    assert client.get("/healthz").get_json()["sendings"] == "well"
    assert reconcile_due(sessions) == 1
    assert client.get("/healthz").get_json()["sendings"] == "do not add up"
    with sessions.write() as session:
        operator = a_person(session, is_operator=True)
    sign_in(client, sessions, operator)
    page = Browser(client).get("/operator")
    assert "Compare with a backup" in page.words


def test_sendings_are_counted_once_an_hour_and_alarms_end(
    sessions: Sessions, client: FlaskClient, clock: Clock
) -> None:
    a_desk(sessions, client)
    assert reconcile_due(sessions) == 0
    first = the_sending(sessions).checked_at
    clock.advance(minutes=50)
    reconcile_due(sessions)
    assert the_sending(sessions).checked_at == first
    with sessions.write() as session:
        session.execute(update(Sending).values(missing=1))
    clock.advance(days=40)
    assert reconcile_due(sessions) == 0
    assert (the_sending(sessions).missing, the_sending(sessions).checked_at) == (0, clock.now)


def test_counting_many_sendings_again_takes_a_batch_at_a_time(
    sessions: Sessions, client: FlaskClient, queries: Queries
) -> None:
    challenge = a_desk(sessions, client, 1)
    for _ in range(60):
        extend(sessions, challenge)
    with queries() as seen:
        assert reconcile_due(sessions) == 0
    assert len([each for each in seen if "GROUP BY" in each]) == 2


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_costs_the_same(
    sessions: Sessions, client: FlaskClient, queries: Queries, number: int
) -> None:
    challenge = a_desk(sessions, client, 2)
    for _ in range(number - 1):
        extend(sessions, challenge)
    with queries() as seen:
        assert client.get(of(challenge)).status_code == 200
    assert len([each for each in seen if "FROM sending" in each or "FROM message" in each]) == 3


def test_another_council_sees_nothing(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client)
    sending = the_sending(sessions)
    with sessions.write() as session:
        stranger = a_person(session, Role.OFFICER, at=a_council(session))
    sign_in(client, sessions, stranger)
    for address in (of(challenge), of(challenge, f"/{sending.id}")):
        assert client.get(address).status_code == 404
    assert client.post(of(challenge, f"/{sending.id}/pause")).status_code == 404


def test_what_was_given_up_is_explained(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client, 0)
    with sessions.write() as session:
        event = an_event(session, "challenge.extended", challenge.id, challenge_id=challenge.id)
        given_up = {"due_at": NOW, "parked_at": NOW, "attempts": 12}
        session.add(Delivery(event_id=event.id, handler="tell", error="OSError: no", **given_up))
    page = Browser(client).get(of(challenge))
    assert "failed 12 times and was put aside" in page.words
    assert "OSError" not in page.text


def test_a_message_says_what_its_state_means(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client)
    found = one_message(sessions, state=State.FAILED, problem="550 no such user")
    page = Browser(client).get(f"/desk/challenges/{challenge.reference}/messages/{found}")
    for words in ("p00@example.org", "Not delivered", "refused it for good", "550 no such user"):
        assert words in page.words
    assert "Send it again" in page.words


def test_what_was_sent_is_sent_again_as_the_same_mail(
    sessions: Sessions, client: FlaskClient
) -> None:
    challenge, server = a_desk(sessions, client, 1), Server()
    send_due(sessions, post_to(server))
    found = one_message(sessions)
    address = f"/desk/challenges/{challenge.reference}/messages/{found}"
    assert "sending it again" in client.post(address + "/again", follow_redirects=True).text
    send_due(sessions, post_to(server))
    assert len(server.taken) == 2
    assert b"X-Engage-Attempt: 2" in server.taken[1][1]
    with sessions.read() as session:
        assert session.scalars(
            select(RecordedEvent.subject_id).where(RecordedEvent.name == "message.sent_again")
        ).all() == [found]


def test_nothing_goes_to_an_address_that_came_back_without_saying_so(
    sessions: Sessions, client: FlaskClient
) -> None:
    challenge = a_desk(sessions, client, 1)
    found = one_message(sessions, state=State.BOUNCED)
    with sessions.write() as session:
        service.note_bounce(session, email="p00@example.org", at=NOW)
    address = f"/desk/challenges/{challenge.reference}/messages/{found}"
    page = Browser(client).get(address)
    assert "came back on" in page.words
    answer = client.post(address + "/again", follow_redirects=True)
    assert "E-mails to this address came back" in answer.text
    answer = client.post(address + "/again", data={"works": "yes"}, follow_redirects=True)
    assert "sending it again" in answer.text
    with sessions.read() as session:
        assert session.scalars(select(OptOut)).all() == []


def test_no_alert_goes_again_to_who_stopped_them(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client, 1)
    found = one_message(sessions, state=State.SENT, template="challenge-published")
    with sessions.write() as session:
        service.opt_out(session, email="p00@example.org", reason="unsubscribed", at=NOW)
    address = f"/desk/challenges/{challenge.reference}/messages/{found}"
    assert "stopped e-mails like this one" in Browser(client).get(address).words
    answer = client.post(address + "/again", follow_redirects=True)
    assert "This person stopped e-mails like this one" in answer.text


def test_an_auditor_looks_and_changes_nothing(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client, role=Role.AUDITOR)
    sending = the_sending(sessions)
    page = Browser(client).get(of(challenge, f"/{sending.id}"))
    assert "Pause" not in page.words
    assert client.post(of(challenge, f"/{sending.id}/pause")).status_code == 403


def test_a_sealed_message_has_no_page(sessions: Sessions, client: FlaskClient) -> None:
    challenge = a_desk(sessions, client, 1)
    with sessions.write() as session:
        event = an_event(session, "response.submitted", challenge.id, challenge_id=challenge.id)
    found = one_message(sessions, cause_id=event.id)
    address = f"/desk/challenges/{challenge.reference}/messages/{found}"
    assert client.get(address).status_code == 404
    with sessions.read() as session:
        assert queries.recipient(session, found) == "p00@example.org"
