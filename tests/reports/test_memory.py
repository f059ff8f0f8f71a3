"""10,000 responses of 20 answers compile within 300 MiB above idle, measured in a process."""

import sys
from pathlib import Path

import pytest

from engage.kernel.db import Sessions
from tests.reports.large import compiled_apart, fill

MEBIBYTE = 1024 * 1024
MOST = 300 * MEBIBYTE


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see its memory")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)  # whose driver could hold all
def test_memory_is_bounded(
    fresh_sessions: Sessions, fresh_database_url: str, tmp_path: Path
) -> None:
    with fresh_sessions.write() as session:
        fill(session)
    told = compiled_apart(fresh_database_url, tmp_path)
    assert told["done"] == 1
    assert told["above"] <= MOST, f"{told['above'] / MEBIBYTE:.0f} MiB above idle"
    sizes = [path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()]
    assert len(sizes) == 7
