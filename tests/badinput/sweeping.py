"""Everything bad into every field of a form: all fields at once, then without those that said no.

A field that refuses is named in the summary of the page, so refusals are told apart though they
come together; what is left is sent again until it is taken, so the rest reaches the service and
the database as well. A form that is refused as a whole is tried again field by field.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from werkzeug.test import TestResponse

from engage.kernel.text import UNPRINTABLE
from tests.badinput.probing import URLENCODED, Found, Probe, complaints, unclean
from tests.badinput.reading import PARTS, Control, Percent, encoded, forms_of, tree
from tests.badinput.values import (
    CHOICES_FOR_POSTGRESQL,
    DATES,
    DATES_FOR_POSTGRESQL,
    FOR_POSTGRESQL,
    HIDDEN,
    MEGABYTE,
    NASTIES,
    NUMBERS,
    TEXTS,
    TEXTS_OF_CHOICES,
    Nasty,
)

DONE = {200, 204, 303}
FINE = {200, 204, 303, 409, 410, 413, 422}
COMPLETE_WITHOUT = {
    "challenges.check_amendment": "nothing has been changed",
    "challenges.ask_to_amend": "this council lets whoever changed it publish it",
    "challenges.return_amendment": "nobody has asked for it to be read",
    "accounts.sign_in": "nobody of this world has a password",
    "accounts.change_password": "nobody of this world has a password",
    "reviews.members": "its chair is not its deputy, and a quorum is not above the seats",
    "outcomes.prepare": "the world has feedback already",
    "outcomes.release": "nothing is approved",
    "responses.remove_prompt": "the question has answers",
    "responses.enter": "what it asks for came weeks before the day that is typed",
    "records.personal_data": "nothing is held under an address that is made up",
    "disclosures.add": "a file cannot be typed",
    "findings.find_themes": "themes need more answers than the world has",
    "findings.one_requirement": "a receipt cannot be guessed",
    "findings.withhold": "words that are in the answer cannot be guessed",
    "findings.one_answer": "words that are in the answer cannot be guessed",
    "challenges.add_document": "a file cannot be typed",
    "interest.import_profile": "a file cannot be typed",
    "workshops.walk_in": "the workshop of the world is days away",
    "workshops.publish_materials": "the workshop of the world is days away",
    "workshops.no_materials": "the workshop of the world is days away",
    "workshops.add_file": "a file cannot be typed",
    "workshops.not_again": "nobody waits",
    "challenges.codes": "the codes of a search",
    "challenges.amend_codes": "the codes of a search",
    "reviews.criteria": "the board has ideas already",
    "reviews.refer": "the responses are with the board already",
}
"""Forms whose sensible answers are refused in this world, and what it has not."""
INVISIBLE = re.compile(r"[\s\u00ad\u200b\u2060\ufeff\u2028\u2029]|" + UNPRINTABLE.pattern)
Change = dict[str, list[str]]
"""What is sent in place of sensible words, by field; an empty list leaves the field out."""


def sweep(probe: Probe, found: Found, dialect: str) -> None:
    controls = found.form.controls.values()
    typed = [each for each in controls if each.is_typed and not each.is_spare]
    hidden = [[each] for each in controls if each.kind == "hidden"]
    buttons = [each for each in controls if each.kind == "button"]
    for nasty in [each for each in NASTIES if dialect == "sqlite" or each.name in FOR_POSTGRESQL]:
        tried(probe, found, str(nasty), typing(nasty, typed))
        for group in (*hidden, buttons):
            tried(probe, found, f"hidden {nasty}", typing(nasty, group), 404)
    if typed:
        tried(probe, found, str(MEGABYTE), {typed[-1].name: as_typed(typed[-1], MEGABYTE)})
    for said, changes in variants(found, dialect):
        tried(probe, found, said, changes)


def typing(nasty: Nasty, controls: Iterable[Control]) -> dict[str, Change]:
    return {each.name: as_typed(each, nasty) for each in controls if suits(nasty, each)}


def suits(nasty: Nasty, control: Control) -> bool:
    if control.kind in ("hidden", "button"):
        return nasty.name in HIDDEN
    if nasty in NUMBERS:
        return control.numeric
    return nasty in TEXTS or (control.is_time and not control.numeric)


def as_typed(control: Control, nasty: Nasty) -> Change:
    return {control.name: [Percent(nasty.raw) if nasty.raw else nasty.text]}


def variants(found: Found, dialect: str) -> Iterator[tuple[str, dict[str, Change]]]:
    """The form as a whole: fields missing, twice, as lists; choices and dates not offered."""
    filled, controls = found.form.filled(), found.form.controls.values()
    nothing: Change = {name: [] for name in filled}
    yield "nothing", {"": nothing}
    yield "everything twice", {"": {name: [*sent, "again", ""] for name, sent in filled.items()}}
    yield "missing", {each.name: {each.name: []} for each in controls if each.kind != "hidden"}
    for each in [each for each in controls if each.kind == "hidden"]:
        yield f"no {each.name}", {each.name: {each.name: []}}
    choices = [each for each in controls if each.is_choice]
    for text in TEXTS_OF_CHOICES:
        if dialect == "sqlite" or text in CHOICES_FOR_POSTGRESQL:
            yield f"choice {text[:20]!r}", {each.name: {each.name: [text]} for each in choices}
    for date in DATES:
        if dialect == "sqlite" or date in DATES_FOR_POSTGRESQL:
            yield f"{date}", {name: of_date(name, date) for name in found.form.dates()}
    if dialect == "sqlite":  # what follows never gets as far as a database
        yield "unknown fields", {"": {f"f{number}": ["x"] for number in range(300)}}
        yield "as lists", {"": nothing | {f"{name}[]": sent for name, sent in filled.items()}}
        yield "all", {each.name: {each.name: [*each.offered, "x"] * 20} for each in choices}


def of_date(name: str, parts: tuple[str, str, str]) -> Change:
    return {f"{name}-{part}": [text] for part, text in zip(PARTS, parts, strict=True)}


def tried(probe: Probe, found: Found, said: str, left: dict[str, Change], *fine: int) -> None:
    """All these changes at once, and again without those that were refused."""
    while left:
        sent = found.form.filled()
        for change in left.values():
            sent |= change
        answer = probe.post(found, said, data=encoded(sent), content_type=URLENCODED)
        judge(probe, found, said, answer, *fine)
        for name in lost(found, left, answer):
            typed = f"{name}: {said}"
            probe.fault("POST", found.form.action, found.asker, typed, "what was typed is lost")
        if answer.status_code in DONE:
            return
        no = refused(found, answer)
        taken = {about: change for about, change in left.items() if not no & change.keys()}
        if len(taken) == len(left):
            alone = len(left) == 1 or found.endpoint in COMPLETE_WITHOUT
            for about, change in () if alone else left.items():
                tried(probe, found, f"{about}: {said}", {about: change}, *fine)
            return
        left = taken


def judge(probe: Probe, found: Found, said: str, answer: TestResponse, *fine: int) -> None:
    """What holds for every answer to every form."""
    if answer.status_code not in FINE.union(fine):
        probe.fault("POST", found.form.action, found.asker, said, str(answer.status_code))
    if answer.status_code == 422:
        for fault in complaints(answer):
            probe.fault("POST", found.form.action, found.asker, said, fault)
    for fault in unclean(probe.written):
        probe.fault("POST", found.form.action, found.asker, said, fault)


def refused(found: Found, answer: TestResponse) -> set[str]:
    """The fields that the summary of a page that came back leads to; all parts of a date."""
    if answer.status_code != 422:
        return set()
    summaries = tree(answer.text).find_class("govuk-error-summary")
    links = {str(node.get("href"))[1:] for summary in summaries for node in summary.iter("a")}
    named = {each.name for each in found.form.controls.values() if each.ids & links}
    dates = {name for name in found.form.dates() if {f"{name}-{part}" for part in PARTS} & named}
    return named | {f"{name}-{part}" for name in dates for part in PARTS}


def lost(found: Found, left: dict[str, Change], answer: TestResponse) -> Iterator[str]:
    """What was typed, and is no longer in a page that came back."""
    if answer.status_code not in (409, 422):
        return
    back = forms_of(answer.text)
    for name, change in left.items():
        control, typed = found.form.controls.get(name), change.get(name, [])
        if control is None or not control.is_typed or control.kind == "password":
            continue
        same = [form.controls[name] for form in back if name in form.controls]
        shown = {visible_text(value) for each in same for value in each.values}
        words = [visible_text(text) for text in typed if not isinstance(text, Percent)]
        if same and not shown.issuperset(words):
            yield name


@lru_cache(maxsize=64)
def visible_text(text: str) -> str:
    return INVISIBLE.sub("", text)
