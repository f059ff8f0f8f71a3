"""Looking changes nothing: programs that scan mail open every link in it, and press no button."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from tests.badinput.probing import THAT_IT_WAS_READ, Probe, address, rules

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
CHANGE = re.compile(r"\b(INSERT INTO|UPDATE \S+ SET|DELETE FROM)\b", re.IGNORECASE)
BY_LINK = {"interest.profile", "interest.subjects", "interest.import_profile"}
"""What a supplier without an account does by its link, beside those with a token."""
ASKERS = ("anonymous", "link", "supplier", "officer")


@contextmanager
def writes(probe: Probe) -> Iterator[list[str]]:
    """Every statement that changes a row, while it lasts."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if CHANGE.search(statement):
            seen.append(" ".join(statement.split())[:120])

    event.listen(probe.connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(probe.connection, "before_cursor_execute", note)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_page_and_no_link_changes_a_row_by_being_opened(probe: Probe) -> None:
    """Every signed link leads somewhere here, so that it is looked at and not only refused."""
    opened: set[str] = set()
    with writes(probe) as seen:
        for rule in rules(probe.app, "GET"):
            for asker in ASKERS:
                path = address(rule, probe.world.arguments(rule.endpoint, "own", asker))
                answer = probe.ask("GET", path, asker)
                by_token = "token" in rule.arguments and answer.status_code == 303
                if (answer.status_code == 200 and asker == "link") or by_token:
                    opened.add(rule.endpoint)
                if seen and rule.endpoint not in THAT_IT_WAS_READ:
                    probe.fault("GET", path, asker, "changed", seen.pop())
                seen.clear()
    links = {rule.endpoint for rule in rules(probe.app, "GET") if "token" in rule.arguments}
    assert links | BY_LINK <= opened, f"these lead nowhere: {sorted((links | BY_LINK) - opened)}"
    assert not probe.faults, "\n".join(probe.faults)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_watch_would_notice(probe: Probe) -> None:
    with writes(probe) as seen:
        token = probe.world.arguments("notifications.unsubscribe_now", "own", "anonymous")["token"]
        assert probe.ask("POST", f"/unsubscribe/{token}", "anonymous").status_code == 200
        assert seen
