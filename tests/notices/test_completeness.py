"""What the law asks of a notice, letter by letter, from red to green."""

from dataclasses import replace
from typing import Any

import pytest

from engage.notices.completeness import Meter, State, meter_of
from engage.notices.mapping import Lot
from tests.notices.facts import HIGHMOOR, MARLBURY, NOTICE, facts

GOOD = (
    "Come to the open briefing on Tuesday 1 December 2026, 10am to 11:30am, in the Civic Centre. "
    "Answer five questions at our page by 12 noon on Friday 18 December 2026."
)


EVERYTHING = {
    "renewal": "Twice, by a year.",
    "lots": (Lot(title="Finding damp"),),
    "vcse_suitable": True,
}


def states(**about: Any) -> dict[str, State]:
    return {item.letter: item.state for item in meter_of(facts(**{"process": GOOD} | about)).items}


def test_everything_given_is_green() -> None:
    found = states(notices=(NOTICE,))
    assert set(found.values()) == {State.GIVEN, State.NOT_NEEDED}
    assert len(found) == 12


@pytest.mark.parametrize(
    ("about", "letter", "state"),
    [
        ({"buyers": (replace(MARLBURY, name=""),)}, "13(a)", State.MISSING),
        ({"buyers": (MARLBURY, HIGHMOOR)}, "13(b)", State.GIVEN),
        ({"buyers": (replace(MARLBURY, street=""),)}, "13(c)", State.MISSING),
        ({"buyers": (MARLBURY, HIGHMOOR)}, "13(d)", State.MISSING),
        ({"buyers": (replace(MARLBURY, ppon=""),)}, "13(d)", State.MISSING),
        ({}, "13(e)", State.NOT_NEEDED),
        ({"buyers": (replace(MARLBURY, email=""),)}, "13(f)", State.MISSING),
        ({"title": " "}, "17(2)(b)", State.MISSING),
        ({}, "17(2)(c)", State.LATER),
        ({"notices": (replace(NOTICE, ocid=""),)}, "17(2)(c)", State.CHECK),
        ({"need": ""}, "17(2)(d)", State.MISSING),
        ({"category": ""}, "17(2)(d)", State.MISSING),
        ({"cpv": ()}, "17(2)(d)", State.MISSING),
        ({"ends": None}, "17(2)(e)", State.MISSING),
        ({"process": ""}, "17(2)(f)", State.MISSING),
        ({}, "17(3)", State.NOT_NEEDED),
        (EVERYTHING, "17(3)", State.GIVEN),
        ({"process": "https://portal.example/tender_654"}, "17(2)(f)", State.MISSING),
        ({"process": "See the documents."}, "17(2)(f)", State.MISSING),
        ({"process": GOOD.replace("12 noon", "10am")}, "17(2)(f)", State.CHECK),
        ({"process": "Whatever you want to tell us about damp homes."}, "17(2)(f)", State.CHECK),
    ],
)
def test_each_letter(about: dict[str, Any], letter: str, state: State) -> None:
    assert states(**about)[letter] is state


def test_what_has_no_number_yet_is_not_missing() -> None:
    assert meter_of(facts(process=GOOD)).missing == 0


def test_the_drawing_is_the_whole() -> None:
    meter: Meter = meter_of(facts(process="", category="", cpv=()))
    assert meter.parts[0][1] + meter.parts[2][1] == 8
    assert round(sum(width for _, _, width in meter.parts)) == 100
    assert meter.missing == 2


def test_a_record_need_not_say_a_way_in() -> None:
    told = "We met six suppliers in the Civic Centre on Tuesday 2 June 2026, all on the same day."
    assert states(process=told)["17(2)(f)"] is State.CHECK
    found = meter_of(facts(process=told, retrospective=True, over=True)).items
    item = next(each for each in found if each.letter == "17(2)(f)")
    assert (item.state, item.label) == (State.GIVEN, "How suppliers took part")


def test_what_may_be_added_is_named() -> None:
    [item] = [each for each in meter_of(facts(gross=None)).items if each.letter == "17(3)"]
    assert item.sentence == (
        "You may add: the value, how it may be extended, lots, whether small firms or charities "
        "could do it."
    )


def test_what_is_missing_says_what_and_where() -> None:
    [item] = [
        each
        for each in meter_of(facts(process=GOOD, category="")).items
        if each.state is State.MISSING
    ]
    assert item.sentence == "Still to be given: goods, services or works."
    assert item.where == "subject"
