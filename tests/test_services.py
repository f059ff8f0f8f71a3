"""The services themselves answer."""

import smtplib
from email.message import EmailMessage
from typing import cast

import pytest
import redis
from aiosmtpd.smtp import Envelope

from tests.services import SmtpSink


def test_the_mail_sink_keeps_what_it_is_sent(smtp_sink: SmtpSink) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Hello", "a@example.org", "b@example.org"
    message.set_content("Good morning")
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as connection:
        connection.send_message(message)
    assert [(m["Subject"], m["To"]) for m in smtp_sink.messages] == [("Hello", "b@example.org")]
    assert smtp_sink.envelopes[0].rcpt_tos == ["b@example.org"]


@pytest.mark.services
def test_redis_is_there_and_empty(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as connection:
        assert connection.dbsize() == 0
        connection.set("left", "behind")


@pytest.mark.services
def test_redis_is_emptied_for_each_test(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as connection:
        assert connection.dbsize() == 0


class Unread:
    """An envelope that nobody may open."""

    @property
    def content(self) -> bytes:
        raise AssertionError("a connection reads no mail that came before it")


def test_the_mail_sink_greets_as_fast_however_many_mails_it_keeps(smtp_sink: SmtpSink) -> None:
    smtp_sink.envelopes.append(cast(Envelope, Unread()))
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=5) as connection:
        assert connection.noop()[0] == 250
