"""Every field of every form, against everything people and attackers type."""

import re
from collections.abc import Iterable, Iterator

import pytest
from werkzeug.test import TestResponse

from engage.kernel.text import UNPRINTABLE
from engage.web.fields import LongTextField
from engage.web.fields.base import EngageField
from tests.badinput.probing import (
    MACHINES,
    UNSEEN,
    URLENCODED,
    Found,
    Probe,
    complaints,
    rules,
    told,
    unclean,
)
from tests.badinput.reading import PARTS, Control, encoded, forms_of
from tests.badinput.values import (
    CLOCK_CHANGES,
    DATES,
    FOR_POSTGRESQL,
    HIDDEN,
    MEGABYTE,
    NUMBERS,
    TEXTS,
    TEXTS_OF_CHOICES,
    TIMES,
    Nasty,
)

SPACES = {
    "people": ("accounts", "authorities"),
    "challenges": ("challenges", "notices"),
    "suppliers": ("interest", "questions", "workshops"),
    "responses": ("responses", "reports", "records", "notifications"),
    "board": ("reviews", "outcomes"),
    "spaces": ("spaces", "opendata"),
}
DONE = {200, 204, 303}
FINE = {200, 204, 303, 409, 410, 413, 422}
INVISIBLE = re.compile(r"[\s\u00ad\u200b\u2060\ufeff\u2028\u2029]|" + UNPRINTABLE.pattern)
COMPLETE_WITHOUT = {
    "challenges.check_amendment": "nothing has been changed",
    "challenges.ask_to_amend": "this council lets whoever changed it publish it",
    "challenges.return_amendment": "nobody has asked for it to be read",
    "accounts.sign_in": "nobody of this world has a password",
    "accounts.change_password": "nobody of this world has a password",
    "outcomes.prepare": "the world has feedback already",
    "outcomes.release": "nothing is approved",
    "responses.remove_prompt": "the question has answers",
    "challenges.add_document": "a file cannot be typed",
    "interest.import_profile": "a file cannot be typed",
    "workshops.walk_in": "the workshop of the world is days away",
    "challenges.codes": "the codes of a search",
    "challenges.amend_codes": "the codes of a search",
    "reviews.criteria": "the board has ideas already",
    "reviews.refer": "the responses are with the board already",
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Unescaped(str):
    """Text that says it is safe HTML, and is not."""

    def __html__(self) -> str:
        return str(self)


def visible_text(text: str) -> str:
    return INVISIBLE.sub("", text)


def nasties_for(control: Control, dialect: str) -> Iterable[Nasty]:
    wanted = TEXTS
    if control.kind == "hidden":
        wanted = [each for each in TEXTS if each.name in HIDDEN] + NUMBERS
    elif control.numeric:
        wanted = TEXTS + NUMBERS
    elif control.is_time:
        wanted = TEXTS + TIMES
    return [each for each in wanted if dialect == "sqlite" or each.name in FOR_POSTGRESQL]


def judge(probe: Probe, found: Found, said: str, answer: TestResponse, *fine: int) -> None:
    """What holds for every answer to every form."""
    if answer.status_code not in FINE.union(fine):
        probe.fault("POST", found.form.action, found.asker, said, str(answer.status_code))
    if answer.status_code == 422:
        for fault in complaints(answer):
            probe.fault("POST", found.form.action, found.asker, said, fault)
    for fault in unclean(probe.written):
        probe.fault("POST", found.form.action, found.asker, said, fault)


def keeps(found: Found, control: Control, typed: str, answer: TestResponse) -> bool:
    """Whether a page that came back still has in this control what was typed."""
    if control.kind == "password" or answer.status_code not in (409, 422):
        return True
    back = [form.controls.get(control.name) for form in forms_of(answer.text)]
    shown = [value for each in back if each for value in each.values]
    wanted = visible_text(typed)
    return not any(back) or any(visible_text(value) == wanted for value in shown)


def type_into(probe: Probe, found: Found, control: Control, nasty: Nasty) -> None:
    data = found.form.filled() | {control.name: [nasty.text]}
    raw = {control.name: nasty.raw} if nasty.raw else {}
    if raw:
        del data[control.name]
    said = f"{control.name}: {nasty}"
    answer = probe.post(found, said, data=encoded(data, raw), content_type=URLENCODED)
    judge(probe, found, said, answer, *([404] if control.kind == "hidden" else []))
    if control.is_typed and not raw and not keeps(found, control, nasty.text, answer):
        probe.fault("POST", found.form.action, found.asker, said, "what was typed is lost")


def variants(found: Found) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The form as a whole: fields missing, twice, as lists; choices and dates not offered."""
    filled = found.form.filled()
    yield "nothing", {}
    yield "everything twice", {name: [*values, "again", ""] for name, values in filled.items()}
    yield "unknown fields", filled | {f"f{number}": ["x"] for number in range(300)}
    yield "as lists", {f"{name}[]": values for name, values in filled.items()}
    for control in found.form.controls.values():
        yield f"no {control.name}", {k: v for k, v in filled.items() if k != control.name}
        if control.is_choice:
            for text in TEXTS_OF_CHOICES:
                yield f"{control.name}: {text[:20]!r}", filled | {control.name: [text]}
            yield f"all {control.name}", filled | {control.name: [*control.offered, "x"] * 20}
    for name in found.form.dates():
        for date in DATES:
            yield f"{name} {date}", filled | of_date(name, date)


def of_date(name: str, parts: tuple[str, str, str]) -> dict[str, list[str]]:
    return {f"{name}-{part}": [text] for part, text in zip(PARTS, parts, strict=True)}


def sweep(probe: Probe, found: Found, dialect: str) -> None:
    typed = [each for each in found.form.controls.values() if each.is_typed and not each.is_spare]
    hidden = [each for each in found.form.controls.values() if each.kind == "hidden"]
    for control in typed + hidden:
        for nasty in nasties_for(control, dialect):
            type_into(probe, found, control, nasty)
    if typed:
        type_into(probe, found, typed[-1], MEGABYTE)
    for said, data in variants(found):
        answer = probe.post(found, said, data=encoded(data), content_type=URLENCODED)
        judge(probe, found, said, answer)


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
