"""One e-mail as bytes: written by hand because the standard library needs 2 ms for it.

Nothing a person typed can add a header, a recipient or a part: every header value is
checked for control characters, the address is exactly one, and the bodies are encoded.
"""

import re
import secrets
from base64 import b64encode
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from engage.kernel.clock import wall

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._+-]{1,200}@[A-Za-z0-9.-]{1,200}")
_LINK = re.compile(r"https?://[!-;=?-~]{1,2000}")
_PLAIN = re.compile(r"[ -~]*")
# Seven-bit text that needs no encoding: short lines, no control characters, no odd line ends.
_SEVEN_BIT = re.compile(r"(?:[\t -~]{0,900}\r\n)*")
_METHODS = {"REQUEST", "CANCEL"}


class UnsafeHeader(ValueError):
    """A header value that would break out of its line."""


class BadAddress(UnsafeHeader):
    """Not exactly one plain e-mail address."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail to one person. ``message_id`` is bare (``0193...@council.example``)."""

    sender_name: str
    sender_address: str
    to: str
    subject: str
    text: str
    message_id: str
    html: str | None = None
    reply_to: str | None = None
    calendar: bytes | None = None
    calendar_method: str = "REQUEST"
    list_unsubscribe: str | None = None
    attempt: int = 1
    auto_submitted: bool = True
    at: datetime | None = None


def compose(mail: Mail) -> bytes:
    """The message as it goes over the wire (RFC 5322, 2045-2047, 3834, 8058, 6047).

    Raises UnsafeHeader or BadAddress, both ValueErrors.
    """
    return "\r\n".join([*_headers(mail), _content(mail)]).encode("ascii")


@lru_cache(maxsize=1024)
def single_address(text: str) -> str:
    """The address, its domain in ASCII. Raises BadAddress for none, several or an unsafe one."""
    local, _, domain = text.partition("@")
    try:
        address = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    except UnicodeError:
        address = ""
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise BadAddress("not exactly one e-mail address")
    return address


def _headers(mail: Mail) -> list[str]:
    sent = (mail.at or wall()).astimezone(UTC)
    sender = f"{_phrase(mail.sender_name)} <{single_address(mail.sender_address)}>"
    lines = [
        f"From: {sender.strip()}",
        f"To: {single_address(mail.to)}",
        f"Subject: {_unstructured(mail.subject)}",
        f"Date: {format_datetime(sent)}",
        f"Message-ID: <{_checked(_MESSAGE_ID, mail.message_id)}>",
        "MIME-Version: 1.0",
    ]
    if mail.reply_to:
        lines.append(f"Reply-To: {single_address(mail.reply_to)}")
    if mail.auto_submitted:
        lines.append("Auto-Submitted: auto-generated")
    if mail.attempt > 1:
        lines.append(f"X-Engage-Attempt: {int(mail.attempt)}")
    if mail.list_unsubscribe:
        lines.append(f"List-Unsubscribe: <{_checked(_LINK, mail.list_unsubscribe)}>")
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return lines


def _content(mail: Mail) -> str:
    """The body's own headers and the body: as few layers as the mail needs."""
    parts = [_text_part("plain", mail.text)]
    if mail.html is not None:
        parts.append(_text_part("html", mail.html))
    if mail.calendar is None:
        return _joined("alternative", parts)
    if mail.calendar_method not in _METHODS:
        raise UnsafeHeader("not a calendar method")
    kind = f'text/calendar; charset="utf-8"; method={mail.calendar_method}'
    parts.append(_base64_part(kind, mail.calendar))
    attached = _base64_part(
        'application/ics; name="invite.ics"\r\n'
        'Content-Disposition: attachment; filename="invite.ics"',
        mail.calendar,
    )
    return _joined("mixed", [_joined("alternative", parts), attached])


def _joined(kind: str, parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    boundary = f"=_{secrets.token_hex(16)}"  # "=_" cannot occur in quoted-printable or base64
    opened = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{opened}--{boundary}--\r\n'
    )


@lru_cache(maxsize=64)  # one rendering goes to a whole batch
def _text_part(kind: str, text: str) -> str:
    body = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    if not body.endswith("\r\n"):
        body += "\r\n"
    encoding = "7bit"
    if not _SEVEN_BIT.fullmatch(body):
        encoding = "quoted-printable"
        body = b2a_qp(body.encode("utf-8", "replace"), istext=True).decode("ascii")
    return (
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n{body}"
    )


def _base64_part(kind: str, data: bytes) -> str:
    encoded = b64encode(data).decode("ascii")
    lines = "\r\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76))
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{lines}\r\n"


def _checked(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise UnsafeHeader("a header value has characters that do not belong there")
    return value


@lru_cache(maxsize=256)
def _unstructured(value: str) -> str:
    """Text for a header such as Subject, encoded when it is long or not plain ASCII."""
    if _CONTROL.search(value):
        raise UnsafeHeader("a header value has a line end or another control character")
    if len(value) <= 66 and _PLAIN.fullmatch(value) and "=?" not in value:
        return value
    return _encoded_words(value)


@lru_cache(maxsize=256)
def _phrase(name: str) -> str:
    """The name before an address: quoted, so that commas and brackets mean nothing."""
    safe = _unstructured(name)
    if safe != name or not name:
        return safe
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _encoded_words(value: str) -> str:
    """RFC 2047: words of at most 75 characters, no character cut in two."""
    words, chunk = [], b""
    for character in value:
        encoded = character.encode()
        if len(chunk) + len(encoded) > 36:
            words.append(chunk)
            chunk = b""
        chunk += encoded
    words.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in words)
