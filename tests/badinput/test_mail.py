"""What people type reaches the right people only: no name adds a recipient or a header."""

from email.utils import getaddresses
from itertools import product

import pytest
from flask.testing import FlaskClient

from engage.accounts.models import Role
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.transports import transport_from
from engage.notifications.service.sending import send_due
from engage.subscriptions import SUBSCRIPTIONS
from engage.web.limits import limiter
from tests.factories import a_council, a_person, an_open_challenge, sign_in
from tests.notifications.post import post_to
from tests.services import SmtpSink

pytestmark = pytest.mark.slow

BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r\n ", "%0d%0a")
HEADERS = (
    *("Bcc: evil@evil.example", "To: evil@evil.example", "Cc: evil@evil.example", "\r\nevil"),
    *("Content-Type: text/html\r\n\r\n<b>evil", ".\r\nRCPT TO:<evil@evil.example>", "X-Evil: 1"),
)
BROKEN = [f"Ida{gap}{header}" for gap, header in product(BREAKS, HEADERS)]
LISTED = [
    *("Ida <evil@evil.example>", "Ida, evil@evil.example", "evil@evil.example; Ida", '"Ida'),
    *("Ida\\", "Ida (evil@evil.example", "=?utf-8?q?Ida=0D=0ABcc:_evil@evil.example?=", "Ida>"),
    *("=?utf-8?b?SWRhDQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=", "<evil@evil.example>", ":;,@", "é" * 90),
    *(
        'Ida" <evil@evil.example>, "x',
        "Group: evil@evil.example;",
        "\u202eadI",
        "a" * 200,
        "👩🏽\u200d🚒",
    ),
]
ADDRESSES = [
    *(
        "ida@example.org,evil@evil.example",
        "ida@example.org evil@evil.example",
        "<ida@example.org>",
    ),
    *("ida@example.org;evil@evil.example", "Ida <evil@evil.example>", '"a b"@evil.example', "@"),
    *("ida@example.org\r\nBcc: evil@evil.example", "ida@example.org%0aBcc:evil@evil.example"),
    *("ida@example.org\x00evil@evil.example", "(evil)ida@example.org", "ida@[127.0.0.1]", "ida@"),
    *(
        '"evil@evil.example"@example.org',
        "ida@evil.example@example.org",
        "ida@example.org\u2028x@y",
    ),
    *("ida@example.org>\r\nRCPT TO:<evil@evil.example", "é@example.org", "ida@еxample.org", "a@b"),
    *(
        "evil@evil.example\u202e",
        "ida@example..org",
        "@evil.example:ida@example.org",
        "ida!x@y.z@w",
    ),
]


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


def delivered(sessions: Sessions, sink: SmtpSink) -> list[str]:
    """Send all that is owed; every message has one recipient, the same inside and outside."""
    while outbox.drain(sessions, SUBSCRIPTIONS):
        pass
    while send_due(sessions, post_to(transport_from(sink.url))):
        pass
    reached = []
    for envelope, message in zip(sink.envelopes, sink.messages, strict=True):
        assert len(envelope.rcpt_tos) == 1
        told = [address for _, address in getaddresses([str(message["To"])])]
        assert envelope.rcpt_tos == told
        assert not {"bcc", "cc", "x-evil"} & {name.lower() for name in message}
        assert len(message.get_all("To", [])) == len(message.get_all("Subject", [])) == 1
        assert message.get_content_type() in ("multipart/alternative", "multipart/mixed")
        reached.append(str(envelope.rcpt_tos[0]))
    return sorted(reached)


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("where", ["organisation", "name"])
def test_no_name_adds_a_recipient(
    client: FlaskClient, sessions: Sessions, smtp_sink: SmtpSink, where: str
) -> None:
    with sessions.write() as session:
        ref = an_open_challenge(session).reference
    expected = []
    for number, nasty in enumerate([*BROKEN, *LISTED]):
        email = f"ida{number}@example.org"
        sent = {"organisation": "Idea House", "name": "Ida", "email": email, where: nasty}
        answer = client.post(f"/challenges/{ref}/interest", data=sent)
        assert answer.status_code in (303, 422), nasty
        expected += [email] if answer.status_code == 303 else []
    assert delivered(sessions, smtp_sink) == sorted(expected)
    assert len(expected) >= len(LISTED)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_address_is_two(client: FlaskClient, sessions: Sessions, smtp_sink: SmtpSink) -> None:
    with sessions.write() as session:
        ref = an_open_challenge(session).reference
    for nasty in ADDRESSES:
        sent = {"organisation": "Idea House", "name": "Ida", "email": nasty}
        assert client.post(f"/challenges/{ref}/interest", data=sent).status_code in (303, 422)
        for place in ("/my/lost-link", "/reset"):
            answer = client.post(place, data={"email": nasty})
            assert answer.status_code in (200, 303, 422), nasty
    assert set(delivered(sessions, smtp_sink)) <= {"evil@evil.example", "ida@xn--xample-2of.org"}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_titles_and_councils_stay_in_the_subject(
    client: FlaskClient, sessions: Sessions, smtp_sink: SmtpSink
) -> None:
    """What an officer or an administrator typed, even if it got past the forms."""
    expected = []
    for number, nasty in enumerate([*BROKEN[:20], *LISTED]):
        with sessions.write() as session:
            council = a_council(session, name=nasty[:200])
            ref = an_open_challenge(session, council, title=nasty[:120]).reference
            admin = a_person(session, Role.COUNCIL_ADMIN, at=council)
        email = f"ida{number}@example.org"
        sent = {"organisation": "Idea House", "name": "Ida", "email": email}
        assert client.post(f"/challenges/{ref}/interest", data=sent).status_code == 303
        sign_in(client, sessions, admin)
        sent = {"name": nasty, "email": f"new{number}@example.org", "role": "officer"}
        answer = client.post(f"/council/{council.slug}/invite", data=sent)
        assert answer.status_code in (303, 422), nasty
        expected += [email] + ([sent["email"]] if answer.status_code == 303 else [])
    assert delivered(sessions, smtp_sink) == sorted(expected)
