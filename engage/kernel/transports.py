"""How mail leaves: by SMTP, by GOV.UK Notify, or into a folder in the demonstration."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from engage.kernel.mail import single_address
from engage.kernel.mailbox import SAFE_STEM, folder_of
from engage.kernel.notify import notify_from
from engage.kernel.refusals import Meaning, Refused, Unreachable, meaning
from engage.kernel.store import write_atomically

__all__ = [
    "Connection",
    "FolderTransport",
    "Refused",
    "SmtpTransport",
    "Transport",
    "Unreachable",
    "transport_from",
]
SECURITY = ("none", "starttls", "tls")
CRLF, END = b"\r\n", b".\r\n"
GO_AHEAD, REFUSALS, CLOSING = 354, 400, 421  # answers of SMTP (RFC 5321, section 4.2)
_LINE_OF_DOT = re.compile(rb"(?m)^\.")
_PORTS = {"none": 25, "starttls": 587, "tls": 465}


class Connection(Protocol):
    """Takes many mails, one after the other."""

    def send(self, raw: bytes, sender: str, recipient: str) -> None:
        """Hand over one mail. Raises Refused, Unreachable, or ValueError for a bad address."""


class Transport(Protocol):
    """Opens connections."""

    def connect(self) -> AbstractContextManager[Connection]:
        """Raises Unreachable."""


def transport_from(url: str, *, local_hostname: str | None = None) -> Transport:
    """``smtp://user:pass@host:587?security=starttls``, ``smtps://host``, ``folder:///path``, or
    ``notify://API-KEY@host?template=ID`` for GOV.UK Notify.

    Raises ValueError with a sentence for the operator.
    """
    if folder := folder_of(url):
        return FolderTransport(folder)
    parts = urlsplit(url)
    if parts.scheme in ("smtp", "smtps") and parts.hostname:
        return _smtp_from(parts, local_hostname)
    if parts.scheme == "notify":
        return notify_from(parts)
    raise ValueError("Mail goes to an address such as smtp://mail.example:587 or folder:///path.")


def _smtp_from(parts: SplitResult, local_hostname: str | None) -> "SmtpTransport":
    usual = "tls" if parts.scheme == "smtps" else "none"
    security = parse_qs(parts.query).get("security", [usual])[-1]
    if security not in SECURITY:
        raise ValueError(f"Mail security is one of {', '.join(SECURITY)}, not {security!r}.")
    return SmtpTransport(
        host=parts.hostname or "",
        port=parts.port or _PORTS[security],
        security=security,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        local_hostname=local_hostname,
    )


class SmtpTransport:
    """An SMTP server; one connection serves a whole batch."""

    def __init__(
        self,
        host: str,
        port: int,
        security: str = "none",
        username: str | None = None,
        password: str | None = None,
        timeout: float = 10.0,
        local_hostname: str | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.timeout = timeout
        # Without a name smtplib asks DNS for one, which may take seconds.
        self.local_hostname = local_hostname or "localhost"

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        connection = _SmtpConnection(self)
        try:
            yield connection
        finally:
            connection.close()

    def open(self) -> smtplib.SMTP:
        """A greeted, encrypted, signed-in client. Raises Unreachable."""
        try:
            return self._open()
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            raise Unreachable(f"{self.host}:{self.port}: {_reason(fault)}") from fault

    def _open(self) -> smtplib.SMTP:
        if self.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host,
                self.port,
                self.local_hostname,
                timeout=self.timeout,
                context=ssl.create_default_context(),
            )
        else:
            client = smtplib.SMTP(self.host, self.port, self.local_hostname, timeout=self.timeout)
        try:
            if self.security == "starttls":
                client.starttls(context=ssl.create_default_context())
            if self.username is not None:
                client.login(self.username, self.password or "")
            client.ehlo_or_helo_if_needed()
        except BaseException:
            client.close()
            raise
        return client


class _SmtpConnection:
    def __init__(self, transport: SmtpTransport) -> None:
        self._transport = transport
        self._client: smtplib.SMTP | None = transport.open()

    def send(self, raw: bytes, sender: str, recipient: str) -> None:
        sender, recipient = single_address(sender), single_address(recipient)
        client = self._envelope(sender, recipient)
        try:
            client.send(_LINE_OF_DOT.sub(b"..", raw) + (END if raw.endswith(CRLF) else CRLF + END))
            code, answer = client.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            # It may have been taken: only the caller may decide to send it again.
            self.close()
            raise Unreachable(_reason(fault)) from fault
        self._judge(code, answer)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()
            client.close()

    def _envelope(self, sender: str, recipient: str) -> smtplib.SMTP:
        """Say who and to whom; once more on a new connection if the old one went away."""
        if self._client is not None:
            with suppress(Unreachable):
                return self._try_envelope(self._client, sender, recipient)
        self._client = self._transport.open()
        return self._try_envelope(self._client, sender, recipient)

    def _try_envelope(self, client: smtplib.SMTP, sender: str, recipient: str) -> smtplib.SMTP:
        """A client whose server waits for the mail itself."""
        try:
            # Not mail() and rcpt(): they take the addresses, which are checked, apart again.
            replies = _said(client, f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA")
            for code, answer in replies[:2]:
                self._judge(code, answer)
            if replies[-1][0] != GO_AHEAD:
                self._judge(*replies[-1])
                raise smtplib.SMTPDataError(*replies[-1])
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            raise Unreachable(_reason(fault)) from fault
        return client

    def _judge(self, code: int, answer: bytes) -> None:
        """Raise what an answer means; afterwards the connection is fit for the next mail."""
        if 200 <= code < 300:
            return
        reason = f"{code} {_text(answer)}"
        means = meaning(code, reason)
        if code == CLOSING or code < 0 or means is Meaning.OURS:  # it closes, or takes none of ours
            self.close()
            raise Unreachable(reason)
        if self._client is not None:
            try:
                self._client.rset()
            except (OSError, smtplib.SMTPException):
                self.close()
        raise Refused(permanent=means is not Meaning.LATER, reason=reason)


def _said(client: smtplib.SMTP, *commands: str) -> list[tuple[int, bytes]]:
    """The answers to commands of which the last is DATA, up to the first that refuses.

    All at once where the server can take that (RFC 2920), which saves two journeys to it.
    """
    if not client.has_extn("pipelining"):
        replies = []
        for command in commands:
            replies.append(client.docmd(command))
            if replies[-1][0] >= REFUSALS:
                break
        return replies
    client.send("".join(f"{command}\r\n" for command in commands))
    replies = []
    for _ in commands:
        replies.append(client.getreply())
        if replies[-1][0] == CLOSING:
            break
    refused = [reply for reply in replies if reply[0] >= REFUSALS]
    if refused and replies[-1][0] == GO_AHEAD:  # it waits for a mail to nobody: an empty one
        client.send(END)
        client.getreply()
    return refused[:1] or replies


class FolderTransport:
    """Writes ``<message-id>.eml``: the same mail sent twice is one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise Unreachable(_reason(fault)) from fault
        yield self

    def send(self, raw: bytes, sender: str, recipient: str) -> None:
        single_address(sender)
        single_address(recipient)
        try:
            write_atomically(self.folder / f"{_file_stem(raw)}.eml", raw)
        except OSError as fault:
            raise Unreachable(_reason(fault)) from fault


def _file_stem(raw: bytes) -> str:
    """The Message-ID where it is safe as a file name, a digest of the mail otherwise."""
    head = raw.partition(b"\r\n\r\n")[0]
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"message-id:"):
            stem = line.partition(b":")[2].strip(b" <>").decode("ascii", "replace")
            if SAFE_STEM.fullmatch(stem):
                return stem
    return sha256(raw).hexdigest()


def _reason(fault: BaseException) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_text(_bytes(fault.smtp_error))}"
    return f"{type(fault).__name__}: {fault}"[:500]


def _bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode("utf-8", "replace")


def _text(answer: bytes) -> str:
    """A server's words on one line, fit for a column."""
    return " ".join(answer.decode("utf-8", "replace").replace("\x00", "").split())[:500]
