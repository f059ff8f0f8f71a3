"""Composed mails: read back by the standard library, and closed to injection."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest

from engage.kernel.mail import BadAddress, Mail, UnsafeHeader, compose, single_address

PLAIN = Mail(
    sender_name="Marlbrook Council",
    sender_address="engage@marlbrook.example",
    to="ana@supplier.example",
    subject="A new challenge",
    text="Hello\nWe have news.\n",
    message_id="0193-abc@marlbrook.example",
    at=datetime(2026, 12, 18, 12, tzinfo=UTC),
)
BREAKS = ["\n", "\r", "\r\n", "\x00", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\ud800"]
INJECTED = [
    "Bcc: evil@x.example", "To: evil@x.example", " Bcc: evil@x.example", "\tCc: evil@x.example",
    "\n<script>", "Content-Type: text/html", "\n--boundary", ".\r\nMAIL FROM:<evil@x.example>",
    "MIME-Version: 9", "Subject: other",
]  # fmt: skip
HEADER_INJECTIONS = [f"Hello{stop}{payload}" for stop in BREAKS for payload in INJECTED]
HEADER_INJECTIONS += [f"{payload}{stop}" for stop in BREAKS for payload in INJECTED]


def with_field(name: str, value: str) -> Mail:
    return Mail(**{**vars(PLAIN), name: value})


def parsed(mail: Mail) -> EmailMessage:
    raw = compose(mail)
    raw.decode("ascii")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    message = message_from_bytes(raw, policy=policy.default)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_plain_mail() -> None:
    message = parsed(PLAIN)
    assert message["From"] == "Marlbrook Council <engage@marlbrook.example>"
    assert message["To"] == "ana@supplier.example"
    assert message["Subject"] == "A new challenge"
    assert message["Date"] == "Fri, 18 Dec 2026 12:00:00 +0000"
    assert message["Message-ID"] == "<0193-abc@marlbrook.example>"
    assert message["MIME-Version"] == "1.0"
    assert message["Auto-Submitted"] == "auto-generated"
    assert body(message, "plain") == PLAIN.text
    assert not {"Reply-To", "List-Unsubscribe", "X-Engage-Attempt"} & set(message.keys())


def test_one_click_unsubscribe() -> None:
    link = "https://engage.example/unsubscribe/a.b-c_d?x=1"
    message = parsed(replace(PLAIN, list_unsubscribe=link))
    assert message["List-Unsubscribe"] == f"<{link}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_attempt_reply_and_written_by_a_person() -> None:
    mail = replace(PLAIN, attempt=2, reply_to="officer@marlbrook.example", auto_submitted=False)
    message = parsed(mail)
    assert message["X-Engage-Attempt"] == "2"
    assert message["Reply-To"] == "officer@marlbrook.example"
    assert "Auto-Submitted" not in message


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "no line end", "Ŵ — “quoted” 🚮\n", "x" * 5000 + "\n", "é" * 5000 + "\n",
        ".\n..\n.dot\n", "From here\n", "trailing spaces   \nand tab\t\n", "a = b =3D\n",
        "--=_x\n\n", "\x00 and \x0c\n", "old\rmac\r\ndos\n", "שלום\u202e\n", "e\u0301\n" * 300,
    ],
)  # fmt: skip
def test_text_and_html_come_back(text: str) -> None:
    message = parsed(replace(PLAIN, text=text, html=f"<p>{text}</p>"))
    wanted = text.replace("\r\n", "\n").replace("\r", "\n")
    assert body(message, "plain").removesuffix("\n") == wanted.removesuffix("\n")
    assert body(message, "html") == f"<p>{wanted}</p>\n"
    assert message.get_content_type() == "multipart/alternative"


def test_a_lone_surrogate_in_a_body_is_no_error() -> None:
    assert body(parsed(replace(PLAIN, text="a\ud800b")), "plain") == "a?b\n"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation(method: str) -> None:
    calendar = b"BEGIN:VCALENDAR\r\nSUMMARY:caf\xc3\xa9\r\nEND:VCALENDAR\r\n"
    mail = replace(PLAIN, html="<p>Hello</p>", calendar=calendar, calendar_method=method)
    message = parsed(mail)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html"),
        *("text/calendar", "application/ics"),
    ]
    shown, attached = list(message.walk())[-2:]
    assert shown["Content-Type"].params["method"] == method
    assert shown.get_payload(decode=True) == calendar == attached.get_payload(decode=True)
    assert attached.get_filename() == "invite.ics"


@pytest.mark.parametrize(
    "subject",
    [
        "", "Plain", "£5m for bins — a “challenge”", "Cyngor Gŵyr", "🚮" * 40, "é" * 300, "x" * 500,
        "=?utf-8?b?aGVsbG8=?=", "many " * 60, "colon: comma, <angle> \"quote\" \\", "שלום",
    ],
)  # fmt: skip
def test_subjects_and_names_come_back(subject: str) -> None:
    message = parsed(replace(PLAIN, subject=subject))
    assert message["Subject"] == subject
    # The newer parser of the standard library puts spaces between the words of a long name.
    older = message_from_bytes(compose(replace(PLAIN, sender_name=subject)))
    name, address = parseaddr(older["From"])
    assert str(make_header(decode_header(name))) == subject
    assert address == PLAIN.sender_address
    head = compose(replace(PLAIN, subject=subject)).split(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 90


@pytest.mark.parametrize("value", HEADER_INJECTIONS)
def test_no_header_value_breaks_out_of_its_line(value: str) -> None:
    assert len(HEADER_INJECTIONS) == 200
    for field in ("subject", "sender_name", "reply_to", "message_id", "list_unsubscribe"):
        with pytest.raises(UnsafeHeader):
            compose(with_field(field, value))
    for field in ("to", "sender_address"):
        for joined in (value, f"ana@supplier.example{value}"):
            with pytest.raises(BadAddress):
                compose(with_field(field, joined))


@pytest.mark.parametrize(
    "address",
    [
        "", " ", "a", "@", "a@", "@b.example", "a@b.example, evil@x.example",
        "a@b.example;c@d.example",
        "Ana <a@b.example>", "<a@b.example>", "a b@c.example", '"a,b"@c.example', "a@b@c.example",
        "a..b@c.example", ".a@b.example", "a.@b.example", "a@-b.example", "a@b..example", "a@[::1]",
        "é@b.example", "a@b.example\n", "a@b.example ", "a" * 65 + "@b.example", "a@b_c.example",
        "a@" + "b" * 64 + ".example", "a@" + "b." * 130 + "example", "a@" + "é" * 70,
        "a(x)@b.example",
        "a@b.example>\r\nRCPT TO:<evil@x.example", "a@\ud800.example", "a%0a@b.example,",
    ],
)  # fmt: skip
def test_exactly_one_address(address: str) -> None:
    with pytest.raises(BadAddress):
        single_address(address)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("ana@supplier.example", "ana@supplier.example"),
        ("o'neil+bids@sub.supplier.example", "o'neil+bids@sub.supplier.example"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_good_addresses(address: str, kept: str) -> None:
    assert single_address(address) == kept


def test_an_unknown_calendar_method_is_refused() -> None:
    with pytest.raises(UnsafeHeader):
        compose(replace(PLAIN, calendar=b"x", calendar_method="REQUEST\r\nX: y"))
