"""The scanner's verdicts, and what happens when it gives none."""

import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest

from engage.kernel.clamd import Clamd, Unscanned, clamd_from
from tests.clamd import EICAR, WORDS, clamd_server
from tests.services import free_port


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def address(port: int) -> Iterator[str]:
    with clamd_server(port) as started:
        yield started


def scanner(address: str) -> Clamd:
    found = clamd_from(address)
    assert found is not None
    return found


def zipped(content: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/image1.png", content)
    return held.getvalue()


@pytest.mark.services
@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", ""),
        (b"Just words.", ""),
        (b"x" * 10_000_000, ""),
        (EICAR, "Eicar-Test.UNOFFICIAL"),
        (zipped(EICAR), "Eicar-Test.UNOFFICIAL"),
        (zipped(zipped(EICAR)), "Eicar-Test.UNOFFICIAL"),
        (b"x" * 100_000 + WORDS, "Own-Words.UNOFFICIAL"),
    ],
    ids=["empty", "words", "large", "EICAR", "EICAR in a zip", "deeper", "words of ours"],
)
def test_the_verdict_of_a_real_scanner(address: str, port: int, content: bytes, found: str) -> None:
    assert scanner(address).scan(BytesIO(content)) == found
    assert scanner(f"127.0.0.1:{port}").scan(BytesIO(content)) == found


@pytest.mark.services
def test_more_than_it_takes_is_no_verdict(address: str) -> None:
    with pytest.raises(Unscanned):
        scanner(address).scan(BytesIO(b"x" * 13_000_000))


@pytest.mark.services
def test_which_signatures_a_real_scanner_has(address: str, port: int) -> None:
    """Ours have no number, so it names its program alone."""
    said = scanner(address).version()
    assert said.startswith("ClamAV ") and "/" not in said
    assert scanner(f"127.0.0.1:{port}").version() == said


def test_which_signatures_others_have() -> None:
    official = b"ClamAV 1.4.6/27830/Sun Nov 22 09:26:11 2026"
    for said, known in ((official + b"\0", official.decode()), (b"COMMAND UNAVAILABLE\0", "")):
        with someone_who_says(said) as there:
            assert Clamd(there).version() == known
    with someone_who_says(b"\0") as there, pytest.raises(Unscanned):
        Clamd(there).version()


def test_nobody_there() -> None:
    for nowhere in (f"127.0.0.1:{free_port()}", "unix:/nowhere/clamd.socket"):
        with pytest.raises(Unscanned, match="does not answer"):
            scanner(nowhere).ping()
        with pytest.raises(Unscanned, match="does not answer"):
            scanner(nowhere).version()
        with pytest.raises(Unscanned, match="does not answer"):
            scanner(nowhere).scan(BytesIO(b"x"))


@contextmanager
def someone_who_says(said: bytes) -> Iterator[tuple[str, int]]:
    """Takes one connection, answers so, and otherwise keeps silent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def answer() -> None:
            connection, _ = server.accept()
            held.append(connection)
            connection.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[:2]
        thread.join()
        for connection in held:
            connection.close()


@pytest.mark.parametrize(
    "said", [b"stream: \0", b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"\xff" * 9000]
)
def test_anything_else_is_no_verdict(said: bytes) -> None:
    with someone_who_says(said) as there, pytest.raises(Unscanned):
        Clamd(there).scan(BytesIO(b"x"))


def test_whoever_keeps_silent_is_not_waited_for() -> None:
    with someone_who_says(b"stre") as there:
        began = time.monotonic()
        with pytest.raises(Unscanned, match="does not answer"):
            Clamd(there, longest=0.2).scan(BytesIO(b"x"))
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("address", ["unix:", "clamd", "host:", ":3310", "host:x", "host:70000"])
def test_an_address_that_will_not_do(address: str) -> None:
    with pytest.raises(ValueError, match=r"unix:/path"):
        clamd_from(address)


def test_none_is_none() -> None:
    assert clamd_from("") is None
    assert clamd_from("[::1]:3310") == Clamd(("::1", 3310))
