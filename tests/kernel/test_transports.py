"""Mail over a real SMTP server on the loopback, and into a folder."""

import socket
import socketserver
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from engage.kernel.mail import BadAddress, UnsafeHeader, compose
from engage.kernel.mailbox import count_folder, read_folder, read_one
from engage.kernel.paging import Page
from engage.kernel.transports import (
    FolderTransport,
    Refused,
    SmtpTransport,
    Unreachable,
    transport_from,
)
from tests.kernel.test_mail import HEADER_INJECTIONS, PLAIN

SENDER, ANA = "engage@marlbrook.example", "ana@supplier.example"

ANSWERS = {
    b"ehlo": b"250-here\r\n250 PIPELINING\r\n",
    b"RCPT": b"550 nobody\r\n",
    b"DATA": b"354 go on\r\n",
    b".\r\n": b"554 no recipients\r\n",
}


class Sink:
    """Keeps what it is sent, and answers as a recipient's name says."""

    def __init__(self, *, all_at_once: bool) -> None:
        self.all_at_once = all_at_once
        self.envelopes: list[Envelope] = []
        self.connections = 0
        self.drop_at: set[int] = set()
        self.commands = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return [*answers[:-1], "250-PIPELINING", answers[-1]] if self.all_at_once else answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.commands += 1
        if self.commands in self.drop_at:
            assert server.transport is not None
            server.transport.close()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        code = address.partition("@")[0]
        if code.isdigit():
            return f"{code} because you asked"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        local = envelope.rcpt_tos[0].partition("@")[0]
        if local.startswith("data"):
            return f"{local.removeprefix('data')} not this"
        if local == "vanish":
            assert server.transport is not None
            server.transport.close()
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture(params=[False, True], ids=["one by one", "all at once"])
def sink(request: pytest.FixtureRequest) -> Sink:
    return Sink(all_at_once=request.param)


def authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    known = LoginPassword(b"engage", b"p@ss/word")
    return AuthResult(success=data == known, handled=False)


@pytest.fixture
def smtp(sink: Sink) -> Iterator[SmtpTransport]:
    controller = Controller(
        sink, "127.0.0.1", 0, authenticator=authenticate, auth_require_tls=False, ready_timeout=20
    )
    # aiosmtpd cannot be asked which free port it was given until it listens.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    yield SmtpTransport("127.0.0.1", controller.port)
    controller.stop()


def test_a_batch_goes_over_one_connection(smtp: SmtpTransport, sink: Sink) -> None:
    raw = compose(PLAIN)
    with smtp.connect() as connection:
        for number in range(30):
            connection.send(raw, SENDER, f"ana{number}@supplier.example")
    assert sink.connections == 1
    assert [one.rcpt_tos for one in sink.envelopes] == [
        [f"ana{number}@supplier.example"] for number in range(30)
    ]
    assert {one.mail_from for one in sink.envelopes} == {SENDER}
    assert sink.envelopes[0].content == raw


@pytest.mark.parametrize(
    ("recipient", "permanent"),
    [
        *(("550@x.example", True), ("451@x.example", False)),
        *(("data554@x.example", True), ("data452@x.example", False)),
    ],
)
def test_a_refusal_says_whether_to_try_again(
    smtp: SmtpTransport, sink: Sink, recipient: str, permanent: bool
) -> None:
    with smtp.connect() as connection:
        with pytest.raises(Refused, match="because you asked|not this") as refusal:
            connection.send(compose(PLAIN), SENDER, recipient)
        connection.send(compose(PLAIN), SENDER, ANA)
    assert refusal.value.permanent is permanent
    assert [one.rcpt_tos for one in sink.envelopes] == [[ANA]]
    assert sink.connections == 1


def test_a_dropped_connection_is_opened_again(smtp: SmtpTransport, sink: Sink) -> None:
    sink.drop_at = {3}
    with smtp.connect() as connection:
        for number in range(6):
            connection.send(compose(PLAIN), SENDER, f"ana{number}@supplier.example")
    assert sink.connections == 2
    assert len(sink.envelopes) == 6


def test_a_server_that_always_hangs_up_is_unreachable(smtp: SmtpTransport, sink: Sink) -> None:
    sink.drop_at = set(range(1, 3))
    with smtp.connect() as connection:
        with pytest.raises(Unreachable):
            connection.send(compose(PLAIN), SENDER, ANA)
        connection.send(compose(PLAIN), SENDER, ANA)
    assert len(sink.envelopes) == 1


def test_421_is_not_a_refusal_of_the_mail(smtp: SmtpTransport, sink: Sink) -> None:
    with smtp.connect() as connection:
        with pytest.raises(Unreachable, match="421"):
            connection.send(compose(PLAIN), SENDER, "421@x.example")
        connection.send(compose(PLAIN), SENDER, ANA)
    assert len(sink.envelopes) == 1


def test_silence_after_the_mail_is_not_answered_by_sending_again(
    smtp: SmtpTransport, sink: Sink
) -> None:
    with smtp.connect() as connection:
        with pytest.raises(Unreachable):
            connection.send(compose(PLAIN), SENDER, "vanish@x.example")
        connection.send(compose(PLAIN), SENDER, ANA)
    assert [one.rcpt_tos for one in sink.envelopes] == [["vanish@x.example"], [ANA]]


def test_a_mail_to_nobody_that_a_server_waits_for_is_empty() -> None:
    """RFC 2920, 3.1: a server may say go ahead although it refused whom the mail is for."""
    said: list[bytes] = []

    class Waiting(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                said.append(line)
                self.wfile.write(ANSWERS.get(line[:4], b"250 ok\r\n"))

    with socketserver.TCPServer(("127.0.0.1", 0), Waiting) as server:
        Thread(target=server.handle_request).start()
        smtp = SmtpTransport("127.0.0.1", server.server_address[1])
        with smtp.connect() as connection, pytest.raises(Refused, match="550 nobody"):
            connection.send(compose(PLAIN), SENDER, ANA)
    assert [line[:4].strip() for line in said[1:]] == [
        *(b"MAIL", b"RCPT", b"DATA"),
        *(b".", b"rset", b"quit"),
    ]


def test_injections_reach_nobody(smtp: SmtpTransport, sink: Sink) -> None:
    with smtp.connect() as connection:
        for value in HEADER_INJECTIONS:
            with pytest.raises(BadAddress):
                connection.send(compose(PLAIN), SENDER, f"{ANA}{value}")
            with pytest.raises(BadAddress):
                connection.send(compose(PLAIN), value, ANA)
            with pytest.raises(UnsafeHeader):
                connection.send(compose(replace(PLAIN, subject=value)), SENDER, ANA)
            text = f"{value}\r\n.\r\nMAIL FROM:<evil@x.example>\r\n"
            connection.send(compose(replace(PLAIN, text=text)), SENDER, ANA)
    assert [one.rcpt_tos for one in sink.envelopes] == [[ANA]] * 200
    heads = {one.content[:150] for one in sink.envelopes if one.content}
    assert len(heads) == 1


def test_signing_in(smtp: SmtpTransport, sink: Sink) -> None:
    address = f"smtp://engage:p%40ss%2Fword@127.0.0.1:{smtp.port}"
    with transport_from(address).connect() as connection:
        connection.send(compose(PLAIN), SENDER, ANA)
    assert len(sink.envelopes) == 1
    wrong = transport_from(f"smtp://engage:wrong@127.0.0.1:{smtp.port}")
    with pytest.raises(Unreachable, match="535"), wrong.connect():
        pass


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_no_mail_without_the_encryption_asked_for(smtp: SmtpTransport, security: str) -> None:
    transport = SmtpTransport(smtp.host, smtp.port, security, timeout=2)
    with pytest.raises(Unreachable), transport.connect():
        pass


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        pytest.raises(Unreachable, match=f"127.0.0.1:{port}"),
        SmtpTransport("127.0.0.1", port).connect(),
    ):
        pass


def test_a_server_that_hangs_up_on_greeting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        caller = Thread(target=lambda: server.accept()[0].close())
        caller.start()
        with pytest.raises(Unreachable), SmtpTransport(*server.getsockname()).connect():
            pass
        caller.join()


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://mail.example", 25, "none"),
        ("smtp://mail.example:2525", 2525, "none"),
        ("smtp://mail.example?security=starttls", 587, "starttls"),
        ("smtps://mail.example", 465, "tls"),
    ],
)
def test_addresses_of_servers(url: str, port: int, security: str) -> None:
    transport = transport_from(url)
    assert isinstance(transport, SmtpTransport)
    assert (transport.host, transport.port, transport.security) == ("mail.example", port, security)


@pytest.mark.parametrize(
    "url", ["", "folder://", "http://mail.example", "smtp://", "smtp://mail.example?security=maybe"]
)
def test_an_address_that_makes_no_sense_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="Mail"):
        transport_from(url)


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    assert read_folder(folder, Page()) == []
    with transport_from(f"folder://{folder}").connect() as connection:
        for number in range(5):
            mail = replace(
                PLAIN,
                subject=f"Café {number}",
                message_id=f"{number}@marlbrook.example",
                html="<p>Hello</p>",
                calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            )
            connection.send(compose(mail), SENDER, ANA)
            connection.send(compose(replace(mail, attempt=2)), SENDER, ANA)
    assert count_folder(folder) == 5
    assert [mail.subject for mail in read_folder(folder, Page(2, size=2))] == ["Café 2", "Café 1"]
    newest = read_folder(folder, Page(size=1))[0]
    assert (newest.to, newest.text, newest.html) == (ANA, PLAIN.text, "<p>Hello</p>\n")
    assert newest.calendar is not None
    assert newest.calendar.startswith("BEGIN:VCALENDAR")
    assert newest.date == PLAIN.at
    assert read_one(folder, newest.name) == newest


def test_a_strange_message_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    for identifier in ("../../evil", "/etc/passwd", "", "a/b@c", ".hidden@x", "é@x"):
        raw = f"Message-ID: <{identifier}>\r\nTo: a@b.example\r\n\r\nHello\r\n".encode()
        FolderTransport(tmp_path / "mail").folder.mkdir(exist_ok=True)
        FolderTransport(tmp_path / "mail").send(raw, SENDER, ANA)
    assert [path.name for path in tmp_path.iterdir()] == ["mail"]
    assert count_folder(tmp_path / "mail") == 6


@pytest.mark.parametrize("name", ["", "..", "../mail/x", "x/y", "missing", "a" * 5000, "a\x00"])
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    assert read_one(tmp_path, name) is None


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unreachable), FolderTransport(tmp_path / "file" / "mail").connect():
        pass
