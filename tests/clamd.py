"""A real clamd with signatures of our own, so that no network is needed."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from engage.kernel.clamd import Clamd, Unscanned

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WORDS = b"these words stand for a virus of our own"
MISSING = "Virus scans need clamd: install clamav-daemon."
SETTINGS = """
DatabaseDirectory {home}/signatures
LocalSocket {home}/clamd.socket
TCPSocket {port}
TCPAddr 127.0.0.1
Foreground yes
StreamMaxLength 12M
TemporaryDirectory {home}
"""


def require_clamd() -> str:
    found = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    if not found:
        pytest.skip(MISSING)
    return found


def learn(clamd: Clamd, words: bytes) -> None:
    """Give a running scanner a signature it did not have, and wait until it knows it."""
    home = Path(str(clamd.address)).parent
    (home / "signatures" / "later.ndb").write_text(f"Later-Words:0:*:{words.hex()}\n")
    with clamd._asking(b"zRELOAD\0") as line:
        assert line.answer() == "RELOADING"
    ends = time.monotonic() + 30
    while clamd.scan(BytesIO(words)) == "":
        assert time.monotonic() < ends
        time.sleep(0.05)


@contextmanager
def clamd_server(port: int) -> Iterator[str]:
    """Its address, as ENGAGE_CLAMD has it. It also listens on ``port``."""
    program = require_clamd()
    home = Path(tempfile.mkdtemp(prefix="engage-clamd-"))
    home.chmod(0o755)
    signatures = home / "signatures"
    signatures.mkdir()
    eicar = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Test\n"  # noqa: S324
    (signatures / "own.hdb").write_text(eicar)
    (signatures / "own.ndb").write_text(f"Own-Words:0:*:{WORDS.hex()}\n")
    (home / "clamd.conf").write_text(SETTINGS.format(home=home, port=port))
    server = subprocess.Popen(
        [program, "-c", home / "clamd.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C"},
    )
    try:
        _wait(Clamd(f"{home}/clamd.socket"))
        yield f"unix:{home}/clamd.socket"
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def _wait(clamd: Clamd) -> None:
    ends = time.monotonic() + 30
    while True:
        try:
            return clamd.ping()
        except Unscanned:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
