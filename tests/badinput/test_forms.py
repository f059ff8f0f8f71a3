"""Every field of every form, against everything people and attackers type."""

import pytest

from engage.web.fields import LongTextField
from engage.web.fields.base import EngageField
from tests.badinput.probing import MACHINES, UNSEEN, URLENCODED, Probe, rules, told
from tests.badinput.reading import encoded
from tests.badinput.sweeping import COMPLETE_WITHOUT, DONE, judge, of_date, sweep
from tests.badinput.values import CLOCK_CHANGES

SPACES = {
    "people": ("accounts", "authorities"),
    "challenges": ("challenges", "notices"),
    "suppliers": ("interest", "questions", "workshops"),
    "responses": ("responses", "reports", "records", "notifications"),
    "board": ("reviews", "outcomes", "findings", "disclosures"),
    "spaces": ("spaces", "opendata"),
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Unescaped(str):
    """Text that says it is safe HTML, and is not."""

    def __html__(self) -> str:
        return str(self)


@pytest.mark.parametrize("space", SPACES)
def test_no_form_is_broken_by_what_is_typed(probe: Probe, space: str, dialect: str) -> None:
    for found in probe.forms(*SPACES[space]):
        sweep(probe, found, dialect)
    assert not probe.faults, told(probe)


def test_forms_that_hang_on_more_are_not_broken(probe: Probe, dialect: str) -> None:
    for found in probe.unseen():
        sweep(probe, found, dialect)
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_sweep_finds_every_form_and_gets_past_it(probe: Probe) -> None:
    """A sweep whose other fields are wrong never reaches a service; so they must be right."""
    forms = probe.forms()
    taking = {rule.endpoint for rule in rules(probe.app, "POST")}
    assert taking - MACHINES - {found.endpoint for found in forms} == UNSEEN.keys()
    answers = {
        str(found): probe.post(found, data=encoded(found.form.filled()), content_type=URLENCODED)
        for found in forms
        if found.endpoint not in COMPLETE_WITHOUT
    }
    stuck = {who: it.status_code for who, it in answers.items() if it.status_code not in DONE}
    assert not stuck


def test_times_that_do_not_exist_or_come_twice(probe: Probe) -> None:
    """01:30 on the days when the clocks change: a sentence, or a moment; never a failure."""
    for found in probe.forms("challenges", "workshops"):
        typed = [each.name for each in found.form.controls.values() if each.kind == "text"]
        for date in CLOCK_CHANGES if found.form.dates() else ():
            data = found.form.filled()
            for name in found.form.dates():
                data |= of_date(name, date)
            times = {name: ["1:30am"] for name in typed if name in ("starts", "ends_time")}
            answer = probe.post(found, date, data=encoded(data | times), content_type=URLENCODED)
            judge(probe, found, f"{date} 01:30", answer)
    assert not probe.faults, told(probe)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_sweep_would_notice(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fields that check nothing, and pages that escape nothing, are found wrong."""
    probe.seen = {}
    monkeypatch.setattr(LongTextField, "check", lambda field: None)
    monkeypatch.setattr(EngageField, "shown", property(lambda field: Unescaped(field.typed or "")))
    for found in probe.forms("questions", "responses"):
        sweep(probe, found, "sqlite")
    faults = "\n".join(probe.faults)
    for clue in ("stored 'a\\x00b'", "shows b'<zq9' as it came", "NUL]: what was typed is lost"):
        assert clue in faults, told(probe)
