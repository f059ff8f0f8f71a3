"""Every route, every role, own and foreign and missing things, against the hand-written tables.

Each ``tests/permissions/<capability>.csv`` says what an own thing in its natural state answers;
POST cells are about an empty form. Foreign and missing things are 404 for whoever has shown who
they are, with the same bytes; everybody else is sent to a door. ``world`` says what stands
in the addresses.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from engage.web.access import EXEMPT
from engage.web.limits import limiter
from tests.permissions.standing import Standing
from tests.permissions.world import ASKERS, MISSING_TOKEN, World

TABLES = sorted(Path(__file__).parent.glob("*.csv"))
HEADER = ["method", "address", *ASKERS]
NOBODYS = {"ending", "format", "message"}
"""What addresses name that belongs to no council: a kind of file, a kind of message."""
UNTRUE = re.compile(r'(nonce="[^"]*"|name="csrf_token" value="[^"]*")')
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    method: str
    address: str
    expected: dict[str, int]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def lines_of(path: Path) -> list[Line]:
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        assert rows.fieldnames == HEADER, f"{path.name}: the first line must be {HEADER}"
        return [
            Line(row["method"], row["address"], {name: int(row[name]) for name in ASKERS})
            for row in rows
        ]


def routes(app: Flask) -> dict[str, Rule]:
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in EXEMPT
    }


class Visit:
    """Asks as somebody, and undoes what asking did."""

    def __init__(self, app: Flask, standing: Standing) -> None:
        self.app, self.world, self.connection = app, standing.world, standing.connection
        self._jars: dict[str, str] = {}

    def cookie(self, asker: str) -> str:
        if asker not in self._jars:
            client = self.app.test_client()
            with client.session_transaction() as browser:
                browser["csrf_token"] = "0" * 40
                if asker == "link":
                    browser["passes"] = self.world.ours.passes
                elif asker != "anonymous":
                    browser["_user_id"] = self.world.cookies[asker]
            kept = client.get_cookie("engage")
            assert kept is not None
            self._jars[asker] = kept.value
        return self._jars[asker]

    def ask(self, method: str, path: str, asker: str) -> TestResponse:
        client = self.app.test_client()
        client.set_cookie("engage", self.cookie(asker))
        undone = self.connection.begin_nested()
        try:
            return client.open(path, method=method)
        finally:
            undone.rollback()


@pytest.fixture
def visit(app: Flask, world: Standing, monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setattr(limiter, "enabled", False)
    return Visit(app, world)


def address(rule: Rule, arguments: dict[str, str]) -> str:
    for name in rule.arguments:
        assert name in arguments, f"{rule.endpoint}: tests/permissions/world knows no {name}"
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: arguments[found[1]], rule.rule)


def faults(visit: Visit, line: Line, rule: Rule) -> Iterator[str]:
    """What is not as the table says, over every role and every kind of thing."""
    for asker in ASKERS:
        own = address(rule, visit.world.arguments(rule.endpoint, "own", asker))
        answer = visit.ask(line.method, own, asker)
        if answer.status_code != line.expected[asker]:
            yield f"{line} as {asker}: {answer.status_code}, not {line.expected[asker]}"
        elif rule.arguments:
            yield from _elsewhere(visit, line, rule, asker, own, answer)


def _elsewhere(
    visit: Visit, line: Line, rule: Rule, asker: str, own: str, answer: TestResponse
) -> Iterator[str]:
    missing_status = MISSING_TOKEN if "token" in rule.arguments else 404
    if asker in ("anonymous", "link") and _at_a_door(answer):
        missing_status = 303
    public = line.expected["anonymous"] < 300 or line.expected["anonymous"] == 422
    public = public or "token" in rule.arguments  # whoever holds a link may use it
    bodies: dict[str, bytes] = {}
    for whose, path in _others(visit.world, rule, asker, own, public):
        seen = visit.ask(line.method, path, asker)
        if seen.status_code != missing_status:
            yield f"{line} as {asker}, {whose}: {seen.status_code}, not {missing_status}"
        bodies[whose] = plain(seen, path)
    if len(set(bodies.values())) > 1:
        yield f"{line} as {asker}: {' and '.join(bodies)} can be told apart"


def _at_a_door(answer: TestResponse) -> bool:
    place = answer.location or ""
    return answer.status_code == 303 and place.startswith(("/sign-in", "/my/lost-link"))


def _others(
    world: World, rule: Rule, asker: str, own: str, public: bool
) -> Iterator[tuple[str, str]]:
    """Missing things; and theirs, alone or below what is ours, unless everybody may see them."""
    yield "missing", address(rule, world.arguments(rule.endpoint, "missing", asker))
    if public:
        return
    mine = world.arguments(rule.endpoint, "own", asker)
    foreign = world.arguments(rule.endpoint, "foreign", asker)
    if address(rule, foreign) != own:
        yield "foreign", address(rule, foreign)
        for name in sorted(rule.arguments - {"ref", "slug", *NOBODYS}):
            if len(rule.arguments) > 1:
                yield f"own with foreign {name}", address(rule, mine | {name: foreign[name]})


def plain(answer: TestResponse, path: str) -> bytes:
    text = UNTRUE.sub("", answer.text)
    return text.replace(path, "ADDRESS").replace(path.replace("/", "%2F"), "ADDRESS").encode()


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
@pytest.mark.timeout(300)
def test_answers_are_as_the_table_says(table: Path, app: Flask, visit: Visit) -> None:
    known = routes(app)
    wrong = [
        fault
        for line in lines_of(table)
        for fault in (
            faults(visit, line, known[str(line)])
            if str(line) in known
            else [f"{line}: there is no such route"]
        )
    ]
    assert not wrong, f"{table.name}:\n" + "\n".join(wrong)


def test_the_matrix_would_notice(app: Flask, visit: Visit) -> None:
    """A table that lets everybody in everywhere is found wrong."""
    line = Line("GET", "/council/<slug>/settings", dict.fromkeys(ASKERS, 200))
    wrong = list(faults(visit, line, routes(app)[str(line)]))
    assert len(wrong) == len(ASKERS) - 1
    assert not [fault for fault in wrong if "admin" in fault]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_route_is_in_one_table(app: Flask) -> None:
    told = Counter(str(line) for table in TABLES for line in lines_of(table))
    twice = [name for name, times in told.items() if times > 1]
    untold = sorted(routes(app).keys() - told.keys())
    assert not twice, "In more than one table:\n" + "\n".join(twice)
    assert not untold, "In no table of tests/permissions:\n" + "\n".join(untold)
