"""200 addresses and names that would add a recipient or a header, through a real mail server.

They are put into the rows, as if they had got past every form: a list of invited people too.
"""

from email.utils import getaddresses
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.ids import uuid7
from engage.kernel.transports import transport_from
from engage.notifications import service
from engage.notifications.models import Message, Sending, State
from engage.notifications.service.sending import send_due
from engage.subscriptions import SUBSCRIPTIONS
from engage.web.limits import limiter
from tests.badinput.test_mail import BROKEN, LISTED
from tests.factories import NOW, a_challenge
from tests.notifications.post import post_to
from tests.services import SmtpSink

pytestmark = pytest.mark.slow

GAPS = (
    *("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r\n ", "%0d%0a"),
    *(",", ";", " ", "\t", "\x00", ">", "<", ">,<", "\r\n.\r\n"),
)
EVIL = "evil@evil.example"
SHAPES = (
    f"ida@example.org{{gap}}{EVIL}",
    f"{EVIL}{{gap}}ida@example.org",
    f"ida@example.org{{gap}}Bcc: {EVIL}",
    f"ida{{gap}}{EVIL}@example.org",
    f"ida@example.org{{gap}}RCPT TO:<{EVIL}>",
    f'"Ida{{gap}}"{{gap}}<{EVIL}>',
)
ADDRESSES = [shape.format(gap=gap) for shape, gap in product(SHAPES, GAPS)]
NAMES = [*BROKEN, *LISTED]


def reached(sink: SmtpSink) -> list[str]:
    """Who got a mail; inside and outside of each stands the same one address."""
    for envelope, message in zip(sink.envelopes, sink.messages, strict=True):
        told = [address for _, address in getaddresses([str(message["To"])])]
        assert envelope.rcpt_tos == told
        assert len(told) == 1
        assert not {"bcc", "cc", "x-evil"} & {name.lower() for name in message}
        for name in ("To", "Subject", "From", "Message-ID", "Content-Type"):
            assert len(message.get_all(name, [])) == 1
        assert message.get_content_type() == "multipart/alternative"
    return sorted(str(envelope.rcpt_tos[0]) for envelope in sink.envelopes)


def a_list(sessions: Sessions, template: str, people: list[tuple[str, str]]) -> None:
    """One sending to these addresses and names, each with its own reason to get it."""
    with sessions.write() as session:
        challenge = a_challenge(session)
        shared = {
            "cause_id": uuid7(),
            "template": template,
            "subject_id": challenge.id,
            "authority_id": challenge.authority_id,
            "challenge_id": challenge.id,
            "interest_id": None,
            "calendar": None,
        }
        owed = [
            {**shared, "recipient": address, "recipient_name": name[:120], "why": name[:300]}
            for address, name in people
        ]
        service.owe_each(session, owed, at=NOW)


def test_there_are_two_hundred() -> None:
    assert len({*ADDRESSES, *NAMES}) == len(ADDRESSES) + len(NAMES) >= 200


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("template", ["challenge-published", "challenge-extended"])
def test_a_list_reaches_exactly_the_expected_people(
    sessions: Sessions, smtp_sink: SmtpSink, template: str
) -> None:
    good = [(f"p{number:03}@example.org", name) for number, name in enumerate(NAMES)]
    evil = [(address, "Ida Novak") for address in ADDRESSES]
    a_list(sessions, template, good + evil)
    while send_due(sessions, post_to(transport_from(smtp_sink.url))):
        pass
    assert reached(smtp_sink) == [address for address, _ in good]
    with sessions.read() as session:
        failed = session.scalars(select(Message).where(Message.state == State.FAILED)).all()
        expected = session.scalars(select(Sending.expected)).one()
    assert {row.recipient for row in failed} == set(ADDRESSES)
    assert all("cannot be addressed" in row.problem for row in failed)
    assert expected == len(failed) + len(good)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_typed_address_is_two(
    client: FlaskClient, sessions: Sessions, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a form takes is one address: the one that was typed, without what stood around it."""
    monkeypatch.setattr(limiter, "enabled", False)
    for nasty in ADDRESSES:
        answer = client.post("/subscribe?words=damp", data={"email": nasty})
        assert answer.status_code in (303, 422), nasty
    while outbox.drain(sessions, SUBSCRIPTIONS):
        pass
    while send_due(sessions, post_to(transport_from(smtp_sink.url))):
        pass
    assert reached(smtp_sink) == []
