"""Every id that a form carries, replaced by one of another council: nothing of theirs moves."""

import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from engage.kernel.db import Base
from tests.badinput.probing import URLENCODED, Found, Probe, address, rules, told
from tests.badinput.reading import encoded
from tests.permissions.world import ASKERS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    # Who may do what to what is asked of both databases by tests/permissions.
    pytest.mark.parametrize("dialect", ["sqlite"], indirect=True),
]
OF_NO_COUNCIL = {"token", "delivery_id"}
"""Whoever holds a link may use it; work that was given up is the operator's."""
ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


def theirs(probe: Probe) -> dict[str, str]:
    """Each of our ids with theirs of the same kind."""
    mine, others = probe.world.ours, probe.world.theirs
    swaps = {mine.own[key]: others.own[key] for key in mine.own}
    for stage, things in mine.things.items():
        swaps |= {things[key]: others.things[stage][key] for key in things}
    swaps |= {str(mine.people[name].id): str(others.people[name].id) for name in mine.people}
    swaps |= {str(mine.council.id): str(others.council.id)}
    swaps |= {key.replace("-", ""): value.replace("-", "") for key, value in swaps.items()}
    return {key: value for key, value in swaps.items() if key != value}


OF_ANY_SUPPLIER = {"notifications.choose_suppliers"}
"""Suppliers belong to no council: everybody may invite each of them."""
NAMING_OTHERS = {"challenges.ask_partner", *OF_ANY_SUPPLIER}
"""Asks another council, or any supplier, which is what it is for."""


Rows = dict[str, list[str]]


def dump(probe: Probe) -> Rows:
    """Every row of every table that names their council, or a thing of theirs."""
    marks = set(theirs(probe).values())
    kept = {}
    for table in Base.metadata.sorted_tables:
        rows = [json.dumps([*map(str, row)]) for row in probe.connection.execute(select(table))]
        kept[table.name] = sorted(row for row in rows if any(mark in row for mark in marks))
    return kept


def swapped(found: Found, swaps: dict[str, str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The form with one of its ids exchanged, in a value or in a name."""
    filled = found.form.filled()
    for name, control in found.form.controls.items():
        for value in {*control.values, *control.offered}:
            if value in swaps:
                yield f"{name}={value}", filled | {name: [swaps[value]]}
                if control.kind == "checkbox":
                    yield f"{name} and more", filled | {name: [*filled[name], swaps[value]]}
        if inside := [each for each in ID.findall(name) if each in swaps]:
            other = name.replace(inside[0], swaps[inside[0]])
            yield f"{name} -> {other}", filled | {other: filled[name] or ["3"]}


def untouched(
    probe: Probe, before: Rows, found: Found, said: str, data: dict[str, list[str]]
) -> int:
    """Post for good, compare what is theirs with before, and undo it."""
    undone = probe.connection.begin_nested()
    client = probe.app.test_client()
    client.set_cookie("engage", probe.cookie(found.asker))
    answer = client.post(
        found.form.action, data=encoded(data), content_type=URLENCODED, buffered=True
    )
    after = dump(probe)
    changed = [name for name in after if after[name] != before[name]]
    undone.rollback()
    if changed or answer.status_code >= 500:
        fault = f"{answer.status_code}, changed {changed}"
        probe.fault("POST", found.form.action, found.asker, said, fault)
    return answer.status_code


def test_an_id_of_another_council_in_a_form_changes_nothing_there(probe: Probe) -> None:
    swaps, before = theirs(probe), dump(probe)
    tried = 0
    for found in [*probe.forms(), *probe.unseen()]:
        if found.endpoint in OF_ANY_SUPPLIER:
            continue
        for said, data in swapped(found, swaps):
            tried += 1
            status = untouched(probe, before, found, said, data)
            if status not in (404, 409, 422) and "->" not in said:
                probe.fault("POST", found.form.action, found.asker, said, f"{status}")
    assert tried >= 5
    assert not probe.faults, told(probe)


def test_ids_that_no_form_asks_for_are_not_taken(probe: Probe) -> None:
    """Mass assignment: a field that the page never had changes nobody's council, role or state."""
    before = dump(probe)
    for found in probe.forms():
        if found.endpoint in NAMING_OTHERS:
            continue
        side = probe.world.theirs
        foreign = side.arguments(found.endpoint)
        extra = {name: [value] for name, value in foreign.items()} | {
            "id": [foreign["interest_id"]],
            "authority_id": [str(side.council.id)],
            "responses": [foreign["response_id"]],
            "members": [str(side.people["chair"].id), *found.form.filled().get("members", [])],
            "is_operator": ["1"],
            "is_chair": ["1"],
            "stage": ["open"],
        }
        said = "everything of theirs"
        status = untouched(probe, before, found, said, extra | found.form.filled())
        if status in (403, 405):
            probe.fault("POST", found.form.action, found.asker, said, str(status))
    assert dump(probe) == before, "what was tried was not undone"
    assert not probe.faults, told(probe)


def test_an_id_of_another_council_in_an_address_changes_nothing_there(probe: Probe) -> None:
    for rule in rules(probe.app, "POST"):
        if rule.arguments & OF_NO_COUNCIL:
            continue
        mine = probe.world.arguments(rule.endpoint, "own", "officer")
        foreign = probe.world.arguments(rule.endpoint, "foreign", "officer")
        for name in [each for each in rule.arguments if mine[each] != foreign[each]]:
            path = address(rule, mine | {name: foreign[name]})
            for asker in ASKERS:
                answer = probe.ask("POST", path, asker, data={"x": "y"})
                public = rule.endpoint == "interest.register"
                if answer.status_code not in (404, 303) and not public:
                    probe.fault("POST", path, asker, name, str(answer.status_code))
                if probe.stored:
                    probe.fault("POST", path, asker, name, f"wrote {probe.stored[0][:60]}")
    assert not probe.faults, told(probe)


def test_the_dump_would_show_a_change(probe: Probe) -> None:
    council = Base.metadata.tables["authority"]
    before = dump(probe)
    assert sum(map(len, before.values())) > 50
    named = council.c.id == probe.world.theirs.council.id
    probe.connection.execute(council.update().where(named).values(name="Taken over"))
    assert dump(probe) != before
