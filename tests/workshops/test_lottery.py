"""The lottery against a script that anybody could write: 200 draws, and draws that cheat."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engage.workshops.service.one_to_ones.lottery import (
    ALGORITHM,
    Wish,
    allot,
    commitment_to,
    in_order,
    new_code,
    new_seed,
)
from engage.workshops.service.one_to_ones.pattern import BadPattern, Pattern, slots_of
from tests.workshops.recompute import faults

ROOT = Path(__file__).parents[2]


def drawn(dice: Random) -> dict[str, Any]:
    """A lottery of any shape, as it is published."""
    slots = sorted(dice.sample(range(1, 30), dice.randint(1, 12)))
    wishes = [
        Wish(new_code(), dice.randint(1, 9), sorted(dice.sample(slots, dice.randrange(len(slots)))))
        for _ in range(dice.randint(0, 25))
    ]
    seed, cap = new_seed(), dice.randint(1, 3)
    line = in_order(seed, wishes)
    given = allot(line, slots, cap, {})
    published = {
        "seed": seed,
        "commitment": commitment_to(seed),
        "cap": cap,
        "slots": [{"number": number} for number in slots],
        "entries": [
            {"code": wish.code, "group": wish.group, "suits": wish.suits} for wish in wishes
        ],
        "result": {
            "order": [wish.code for wish in line],
            "given": [
                {"code": wish.code, "slot": given[wish.code]} for wish in line if wish.code in given
            ],
            "waiting": [wish.code for wish in line if wish.code not in given],
        },
    }
    return dict(json.loads(json.dumps(published)))


def test_anybody_finds_the_same_result_and_any_cheating() -> None:
    dice, found = Random(20260302), 0
    for _ in range(200):
        lottery = drawn(dice)
        assert faults(lottery) == []
        assert "the commitment" in faults(lottery | {"seed": new_seed()})
        result = lottery["result"]
        if result["given"] and result["waiting"]:
            favoured = {"code": result["waiting"][0], "slot": result["given"][0]["slot"]}
            cheat = result | {"given": [favoured, *result["given"][1:]]}
            assert faults(lottery | {"result": cheat}) == ["the given"]
            found += 1
    assert found > 50


def test_slots_are_equal_and_leave_out_the_break() -> None:
    pattern = Pattern(
        days=["2026-03-28", "2026-03-30"],  # the clocks go forward in between
        first_start="11:00",
        last_end="14:00",
        minutes=30,
        pause=10,
        lunch_from="12:00",
        lunch_to="12:45",
    )
    times = slots_of(pattern)
    assert {ends - starts for starts, ends in times} == {times[0][1] - times[0][0]}
    assert [f"{starts:%d %H:%M}" for starts, _ in times] == [
        *("28 11:00", "28 12:45", "28 13:25"),
        *("30 10:00", "30 11:45", "30 12:25"),
    ]


def test_the_guide_says_the_same_as_the_page() -> None:
    guide = " ".join((ROOT / "docs" / "lottery.md").read_text().split())
    assert all(step in guide for step in ALGORITHM)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"last_end": "10:00"}, "must end after"),
        ({"minutes": 240}, "No slot fits"),
        ({"minutes": 5, "first_start": "00:00", "last_end": "23:00"}, "276 slots"),
        ({"lunch_from": "12:00"}, "leave both empty"),
        ({"lunch_from": "12:00", "lunch_to": "11:00"}, "must end after it begins"),
    ],
)
def test_a_pattern_that_makes_no_slots_says_why(change: dict[str, Any], words: str) -> None:
    given: dict[str, Any] = {"first_start": "11:00", "last_end": "14:00", "minutes": 30}
    with pytest.raises(BadPattern, match=words):
        slots_of(Pattern(days=["2026-03-30"], **(given | change)))
