"""What a web process carries: nothing that only workers, commands or a rare download need."""

import subprocess
import sys

from tests.architecture.tree import ROOT

ELSEWHERE = {
    "alembic",
    "engage.commands",
    "engage.demo",
    "engage.kernel.transports",
    "engage.notifications.handlers",
    "engage.subscriptions",
    "icalendar",
    "obstore",
    "odfdo",
    "requests",
    "smtplib",
    "xlsxwriter",
}
PROGRAM = "import sys, engage.app; print(*sys.modules)"


def test_the_pages_carry_nothing_that_works_elsewhere() -> None:
    """The application stands in several processes, and each pays for what it loads."""
    loaded = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not ELSEWHERE & set(loaded.stdout.split())
