from typing import Any

import pytest

from engage.challenges.service.drafting import FIELDS
from engage.records.sentences import LABELS, SENTENCES, Kind, names_of, say
from engage.records.sentences.saying import NAMES
from tests.test_subscriptions import event_names

MOMENT = "2026-03-02T09:00:00+00:00"


def test_every_fact_that_can_be_recorded_has_a_sentence() -> None:
    silent = set(event_names()) - set(SENTENCES)
    assert not silent, f"say these in engage/records/sentences/table.py: {sorted(silent)}"


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_sentence_is_plain_whatever_was_recorded(name: str) -> None:
    nasty: dict[str, Any] = {"fields": None, "number": "{0.__class__}", "again": "", "told": [[]]}
    for payload in ({}, nasty):
        sentence = say(name, payload)
        assert sentence[0].isupper()
        assert "{" not in sentence.replace("{0.", "")


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_field_of_a_statement_has_a_name(field: str) -> None:
    assert "_" not in NAMES[field]
    assert say("challenge.revised", {"fields": [field]}).endswith(NAMES[field])


def test_values_are_said_as_people_say_them() -> None:
    assert say("challenge.published", {"engagement_ends": MOMENT}) == (
        "The challenge was published, to end at 9am on Monday 2 March 2026"
    )
    assert say("challenge.revised", {"fields": ["cpv_codes", "title", "process"]}) == (
        "The statement was changed: CPV codes, title, how to take part"
    )
    assert say("workshop.announced", {"capacity": 1, "starts_at": MOMENT}) == (
        "A workshop was announced for 9am on Monday 2 March 2026. Places: 1"
    )
    assert say("outcome.released", {"told": 0}) == "The outcome was published. Told by e-mail: 0"


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        ({"missing": 0, "number": 3}, "decided about idea 3"),
        ({"missing": 2, "number": 3}, "with 2 reviews missing"),
    ],
)
def test_a_sentence_follows_the_fact(payload: dict[str, Any], sentence: str) -> None:
    assert sentence in say("shortlist.decided", payload)


@pytest.mark.parametrize(
    "value", ["2026-03-02T09:00:00", "2026-99-99T99:99:99Z", "aaaaaaaaaaTaaaaaaaaa", "T" * 40]
)
def test_what_only_looks_like_a_moment_stays_as_it_is(value: str) -> None:
    assert value in say("challenge.published", {"engagement_ends": value})


def test_a_fact_of_a_later_version_says_at_least_its_name() -> None:
    assert say("robot.built", {"number": 1}) == "Recorded: robot.built"


def test_every_kind_has_a_label_and_facts() -> None:
    assert set(LABELS) == set(Kind)
    for kind in Kind:
        assert names_of(kind)
