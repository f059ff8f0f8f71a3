from collections.abc import Iterator
from dataclasses import replace

import pytest

from engage.kernel.mail import Mail, compose
from engage.kernel.transports import Refused, Transport, Unreachable, transport_from
from tests.factories import NOW
from tests.kernel.fake_notify import KEY, FakeNotify, fake_notify
from tests.services import free_port

pytestmark = pytest.mark.services
MAIL = Mail(
    sender_name="Marlbury Council",
    sender_address="post@engage.example.org",
    to="ida@example.org",
    subject="More time – until May",
    text="It ends later.\n\nhttps://engage.example.org/c",
    html="<p>It ends later.</p>",
    message_id="0193-abc@engage.example.org",
    list_unsubscribe="https://engage.example.org/unsubscribe/x",
    at=NOW,
)


@pytest.fixture
def notify() -> Iterator[FakeNotify]:
    with fake_notify() as fake:
        yield fake


def send(way: Transport, mail: Mail = MAIL) -> None:
    with way.connect() as connection:
        connection.send(compose(mail), mail.sender_address, mail.to)


def test_our_id_is_the_reference(notify: FakeNotify) -> None:
    send(transport_from(notify.url("&reply_to=r-1")))
    (sent,) = notify.taken
    assert sent.pop("personalisation") == {
        "subject": "More time – until May",
        "body": "It ends later.\n\nhttps://engage.example.org/c\n",
    }
    assert sent == {
        "email_address": "ida@example.org",
        "template_id": "t-1",
        "reference": "0193-abc",
        "one_click_unsubscribe_url": "https://engage.example.org/unsubscribe/x",
        "email_reply_to_id": "r-1",
    }


def test_what_arrived_before_the_answer_was_lost_is_not_sent_twice(notify: FakeNotify) -> None:
    way = transport_from(notify.url())
    notify.silent = True
    with pytest.raises(Unreachable):
        send(way)
    notify.silent = False
    send(way, replace(MAIL, attempt=2))
    assert len(notify.taken) == 1


def test_what_notify_gave_up_or_never_got_is_sent_again(notify: FakeNotify) -> None:
    way = transport_from(notify.url())
    send(way, replace(MAIL, attempt=2))
    notify.statuses["0193-abc"] = "temporary-failure"
    send(way, replace(MAIL, attempt=3))
    assert len(notify.taken) == 2


def test_a_mail_that_notify_does_not_want_is_refused_for_good(notify: FakeNotify) -> None:
    notify.answer = (400, "email_address Not a valid email address")
    with pytest.raises(Refused, match="Not a valid email address") as refusal:
        send(transport_from(notify.url()))
    assert refusal.value.permanent


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_all_else_is_not_about_the_mail(notify: FakeNotify, status: int) -> None:
    notify.answer = (status, "wait")
    for mail in (MAIL, replace(MAIL, attempt=2)):
        with pytest.raises(Unreachable, match=f"GOV.UK Notify: {status} wait"):
            send(transport_from(notify.url()), mail)


def test_a_wrong_key_and_nobody_there(notify: FakeNotify) -> None:
    wrong = notify.url().replace("e847b4f122b0", "000000000000")
    with pytest.raises(Unreachable, match="403"):
        send(transport_from(wrong))
    with pytest.raises(Unreachable):
        send(transport_from(f"notify://{KEY}@127.0.0.1:{free_port()}?template=t-1"))


@pytest.mark.parametrize("url", ["notify://short@host?template=x", f"notify://{KEY}@host"])
def test_an_address_that_is_not_whole(url: str) -> None:
    with pytest.raises(ValueError, match=r"\(\(subject\)\)"):
        transport_from(url)
