"""Heavy work in a process of its own: what it loads and what it takes goes when it is done.

Libraries that draw documents or group answers never enter the web process or the worker. The
child sees bytes on its standard input, answers on its standard output, has a bounded time and
memory, and nothing of our environment: no secret, no database.
"""

import os
import subprocess
import sys

MEGABYTE = 1024 * 1024
MOST_MEMORY = 4096 * MEGABYTE  # of addresses: mathematical libraries reserve far more than they use
KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}
"""So that sums are made in the same order everywhere."""
START = (
    "import resource, runpy, sys;"
    "most = int(sys.argv.pop(1));"
    "resource.setrlimit(resource.RLIMIT_AS, (most, most));"
    "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)


class Failed(Exception):
    """The work apart came to nothing; the last line it said is why."""


def run(module: str, payload: bytes, *, seconds: float, memory: int = MOST_MEMORY) -> bytes:
    """What ``python -m module`` writes when it reads ``payload``. Raises Failed."""
    told = [sys.executable, "-c", START, str(memory), module]
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    path = os.pathsep.join(filter(None, sys.path)) or os.curdir
    try:
        done = subprocess.run(
            told,
            input=payload,
            capture_output=True,
            timeout=seconds,
            env={**kept, **ONE_THREAD, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{module} took longer than {seconds:.0f} seconds") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise Failed(f"{module}: {lines[-1][:300]}")
    return done.stdout
