from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from engage.kernel.db import Sessions
from engage.kernel.transports import Transport, Unreachable, transport_from
from engage.notifications.models import State
from engage.notifications.service import routes
from engage.notifications.service.sending import Post, send_due
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import a_person, sign_in
from tests.kernel.fake_notify import fake_notify
from tests.notifications.post import post_to
from tests.notifications.test_sending import Server, owe, rows
from tests.services import Clock, SmtpSink, free_port


def two_ways(first: Transport, second: Transport) -> Post:
    return replace(post_to(first), fallback=second)


def nobody() -> Transport:
    return transport_from(f"smtp://127.0.0.1:{free_port()}")


def fail(sessions: Sessions, clock: Clock, post: Post, times: int) -> None:
    for _ in range(times):
        assert send_due(sessions, post) == 0
        clock.advance(seconds=10)


def test_the_second_way_takes_over_and_the_first_comes_back(
    sessions: Sessions, clock: Clock, smtp_sink: SmtpSink
) -> None:
    second, away = Server(), nobody()
    owe(sessions, *(f"p{number}@example.org" for number in range(5)))
    fail(sessions, clock, two_ways(away, second), routes.MOST_FAILURES)
    assert second.taken == []
    assert send_due(sessions, two_ways(away, second)) == 5
    assert len(second.taken) == 5
    first = transport_from(smtp_sink.url)
    owe(sessions, "soon@example.org")
    assert send_due(sessions, two_ways(first, second)) == 1
    assert second.recipients[-1] == "soon@example.org", "the first is not tried yet"
    clock.advance(minutes=1)
    owe(sessions, "later@example.org", "last@example.org")
    assert send_due(sessions, two_ways(first, second)) == 2
    assert len(smtp_sink.envelopes) == 2
    with sessions.read() as session:
        assert routes._row(session).failures == 0  # type: ignore[union-attr]


def test_only_one_worker_a_minute_tries_the_first_again(sessions: Sessions, clock: Clock) -> None:
    first, second = nobody(), Server()
    for _ in range(routes.MOST_FAILURES):
        routes.failed(sessions, "away")
    clock.advance(minutes=1)
    ways = [routes.choose(sessions, first, second) for _ in range(3)]
    assert [way.first for way in ways] == [True, False, False]
    routes.failed(sessions, "still away")
    assert not routes.choose(sessions, first, second).first
    clock.advance(minutes=1)
    assert routes.choose(sessions, first, second).first


def test_a_first_way_that_failed_once_is_still_the_way(sessions: Sessions) -> None:
    routes.failed(sessions, "once")
    way = routes.choose(sessions, Server(), Server())
    assert (way.first, way.doubted) == (True, True)
    owe(sessions, "ida@example.org")
    first, second = Server(), Server()
    assert send_due(sessions, two_ways(first, second)) == 1
    assert (len(first.taken), len(second.taken)) == (1, 0)
    assert not routes.choose(sessions, first, second).doubted


def test_a_server_that_hangs_up_trips_it_too(sessions: Sessions, clock: Clock) -> None:
    def hang_up(recipient: str) -> None:
        raise Unreachable("421 closing")

    second = Server()
    owe(sessions, *(f"p{number}@example.org" for number in range(8)))
    for _ in range(routes.MOST_FAILURES):
        send_due(sessions, two_ways(Server(hang_up), second))
        clock.advance(seconds=20)
    send_due(sessions, two_ways(Server(hang_up), second))
    assert len(second.taken) >= 6
    assert {row.state for row in rows(sessions)} <= {State.SENT, State.QUEUED}


def test_a_way_that_works_costs_one_look_a_batch(sessions: Sessions, queries: Queries) -> None:
    counted = []
    for post in (post_to(Server()), two_ways(Server(), Server())):
        owe(sessions, *(f"p{number}@example.org" for number in range(20)))
        with queries() as seen:
            assert send_due(sessions, post) == 20
        counted.append(len(seen))
    assert counted[1] == counted[0] + 1


@pytest.mark.services
def test_notify_carries_a_batch_and_doubles_nothing(sessions: Sessions, clock: Clock) -> None:
    with fake_notify() as notify:
        post = post_to(transport_from(notify.url()))
        owe(sessions, "a@example.org", "b@example.org")
        notify.silent = True
        send_due(sessions, post)
        assert len(notify.taken) == 2
        notify.silent = False
        clock.advance(minutes=1)
        assert send_due(sessions, post) == 2
        assert sorted(each["email_address"] for each in notify.taken) == [
            "a@example.org",
            "b@example.org",
        ]
    assert {row.state for row in rows(sessions)} == {State.SENT}


def test_the_operator_sees_it(sessions: Sessions, client: FlaskClient) -> None:
    with sessions.write() as session:
        operator = a_person(session, is_operator=True)
    sign_in(client, sessions, operator)
    assert "The first way out for mail Well" in Browser(client).get("/operator").words
    for _ in range(routes.MOST_FAILURES):
        routes.failed(sessions, "the server is on fire")
    page = Browser(client).get("/operator")
    assert "the server is on fire" in page.words
    assert "The second one carries all mail" in page.words
