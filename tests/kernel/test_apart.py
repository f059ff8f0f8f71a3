"""Work in a process of its own: what comes back, and how it is stopped."""

from pathlib import Path

import pytest

from engage.kernel import apart

ECHO = """
import os, sys
sys.stdout.buffer.write(sys.stdin.buffer.read() + os.environ.get("X", "").encode())
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path / "work_apart.py"


def test_bytes_in_and_out_and_nothing_of_our_environment(
    module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X", "secret")
    module.write_text(ECHO)
    assert apart.run("work_apart", b"\x00caf\xc3\xa9", seconds=20) == b"\x00caf\xc3\xa9"


@pytest.mark.parametrize(
    ("code", "seconds", "why"),
    [
        ("raise ValueError('no such font')", 20, "no such font"),
        ("while True: pass", 0.3, "longer than"),
        ("bytes(900 * 1024 * 1024)", 20, "MemoryError"),
    ],
)
def test_what_goes_wrong_is_said(module: Path, code: str, seconds: float, why: str) -> None:
    module.write_text(code)
    with pytest.raises(apart.Failed, match=why):
        apart.run("work_apart", b"", seconds=seconds, memory=600 * apart.MEGABYTE)
