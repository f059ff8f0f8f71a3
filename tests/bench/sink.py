"""A mail server in a process of its own, and what it saw. ``python -m tests.bench.sink PORT FILE``.

It notes the time of each mail in a file of eight bytes a mail, and the last mail beside it.
"""

import asyncio
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services import free_port, wait_for_port

MOMENT = struct.Struct("d")


class Taker:
    def __init__(self, path: Path) -> None:
        self.times = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.last = path.with_suffix(".eml")

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answer: list[str]
    ) -> list[str]:
        """As Postfix, Exim and Exchange do; it reads line by line, so it can."""
        session.host_name = hostname
        return [*answer[:-1], "250-PIPELINING", answer[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        os.write(self.times, MOMENT.pack(time.time()))
        content = envelope.content
        if not self.last.exists() and isinstance(content, bytes):
            self.last.write_bytes(content)
        return "250 Message accepted for delivery"


async def serve(port: int, path: Path) -> None:
    taker = Taker(path)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(taker, hostname="sink"), "127.0.0.1", port)
    await server.serve_forever()


@dataclass
class Sink:
    """The same server seen from outside."""

    port: int
    path: Path

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def moments(self) -> list[float]:
        """When each mail came since the last ``forget``."""
        return [moment for (moment,) in MOMENT.iter_unpack(self.path.read_bytes())]

    def a_mail(self) -> bytes:
        return self.path.with_suffix(".eml").read_bytes()

    def forget(self) -> None:
        os.truncate(self.path, 0)

    def wait_for(self, number: int, seconds: float) -> list[float]:
        ends = time.monotonic() + seconds
        while self.path.stat().st_size < number * MOMENT.size:
            if time.monotonic() > ends:
                raise TimeoutError(f"{len(self.moments())} of {number} mails in {seconds} s")
            time.sleep(0.05)
        return self.moments()


@contextmanager
def separate_sink(home: Path) -> Iterator[Sink]:
    sink = Sink(free_port(), home / "moments")
    command = [sys.executable, "-m", "tests.bench.sink", str(sink.port), str(sink.path)]
    process = subprocess.Popen(command)
    try:
        wait_for_port(sink.port)
        yield sink
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
