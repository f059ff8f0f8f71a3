"""Ask clamd, the virus scanner's service, about a stream of bytes (its INSTREAM command)."""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 64 * 1024
CONNECTING = 5.0
LONGEST = 120.0  # seconds for one file, whatever it is
MOST_SAID = 4096
FOUND, CLEAN = " FOUND", "stream: OK"
NAME, LONGEST_VERSION = "ClamAV", 100


class Unscanned(Exception):
    """The scanner gave no verdict: what it was asked about stays where it is."""


@dataclass(frozen=True)
class Clamd:
    """A clamd at a path of a socket, or at a host and port."""

    address: str | tuple[str, int]
    longest: float = LONGEST

    def scan(self, stream: BinaryIO) -> str:
        """The name of what was found; empty when clean. Raises Unscanned."""
        with self._asking(b"zINSTREAM\0") as line:
            try:
                for piece in iter(lambda: stream.read(PIECE), b""):
                    line.send(struct.pack("!I", len(piece)) + piece)
                line.send(struct.pack("!I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it stopped listening, for a file too large: its answer says so
            said = line.answer()
        if said == CLEAN:
            return ""
        if said.endswith(FOUND):
            return said.removeprefix("stream: ").removesuffix(FOUND)[:200]
        raise Unscanned(f"The virus scanner said: {said[:200] or 'nothing'}")

    def ping(self) -> None:
        """Raises Unscanned when nobody is there."""
        with self._asking(b"zPING\0") as line:
            if (said := line.answer()) != "PONG":
                raise Unscanned(f"The virus scanner said: {said[:200] or 'nothing'}")

    def version(self) -> str:
        """Its program and signatures: ``ClamAV 1.4.6/27830/Sun Nov 22 09:26:11 2026``.

        Without the last two when it has no signatures of ClamAV; empty when it was told not to
        say (``EnableVersionCommand no``). Raises Unscanned when nobody is there.
        """
        with self._asking(b"zVERSION\0") as line:
            if not (said := line.answer()):
                raise Unscanned("The virus scanner said: nothing")
        return said[:LONGEST_VERSION] if said.startswith(NAME) else ""

    @contextmanager
    def _asking(self, command: bytes) -> Iterator["_Line"]:
        try:
            with self._connected() as connection:
                line = _Line(connection, time.monotonic() + self.longest)
                line.send(command)
                yield line
        except OSError as problem:
            raise Unscanned(f"The virus scanner does not answer: {problem}") from problem

    def _connected(self) -> socket.socket:
        if not isinstance(self.address, str):
            return socket.create_connection(self.address, CONNECTING)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CONNECTING)
        try:
            connection.connect(self.address)
        except OSError:
            connection.close()
            raise
        return connection


class _Line:
    """A connection on which nothing takes longer than until ``ends``."""

    def __init__(self, connection: socket.socket, ends: float) -> None:
        self.connection, self.ends = connection, ends

    def send(self, data: bytes) -> None:
        self._hurry()
        self.connection.sendall(data)

    def answer(self) -> str:
        said = b""
        while len(said) < MOST_SAID and not said.endswith(b"\0"):
            self._hurry()
            if not (piece := self.connection.recv(MOST_SAID)):
                break
            said += piece
        return said.rstrip(b"\0").decode(errors="replace").strip()

    def _hurry(self) -> None:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("it took too long")
        self.connection.settimeout(left)


def clamd_from(address: str) -> Clamd | None:
    """``unix:/path`` or ``host:port``; None for an empty one. Raises ValueError."""
    if not address:
        return None
    if path := address.removeprefix("unix:") if address.startswith("unix:/") else "":
        return Clamd(path)
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise ValueError("The virus scanner is at unix:/path/of/its.socket or at host:port.")
    return Clamd((host.strip("[]"), int(port)))
