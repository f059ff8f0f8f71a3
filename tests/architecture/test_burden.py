"""What a web process carries: nothing that only workers, commands or a rare download need."""

import subprocess
import sys
from functools import cache

import pytest

from tests.architecture.tree import ROOT

ELSEWHERE = {
    "alembic",
    "celery",
    "docx",
    "engage.commands",
    "engage.demo",
    "engage.kernel.transports",
    "engage.notifications.handlers",
    "engage.subscriptions",
    "icalendar",
    "imaplib",
    "lxml",
    "obstore",
    "odfdo",
    "requests",
    "sklearn",
    "smtplib",
    "typst",
    "xlsxwriter",
}
PROGRAM = "import sys, engage.wsgi; print(*sys.modules)"


@cache
def loaded() -> frozenset[str]:
    """What a process has loaded when it can show pages, and nothing else was asked of it."""
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return frozenset(answer.stdout.split())


@pytest.mark.slow
def test_the_pages_carry_nothing_that_works_elsewhere() -> None:
    """The application stands in several processes, and each pays for what it loads."""
    assert "engage.app" in loaded()
    assert not ELSEWHERE & loaded()


@pytest.mark.slow
def test_pages_wait_for_no_other_service() -> None:
    """What asks other services by HTTP is the workers' business; pages start without it."""
    assert "urllib3" not in loaded()
