"""Thresholds: the row in force on a day, and where an estimate stands."""

from datetime import date

import pytest

from engage.challenges.timetable import Standing, standing, threshold_for


@pytest.mark.parametrize(
    ("category", "light_touch", "on", "key", "pounds"),
    [
        ("services", False, date(2025, 12, 31), "2024-services", 214_904),
        ("services", False, date(2026, 1, 1), "2026-services", 207_720),
        ("goods", False, date(2026, 6, 1), "2026-goods", 207_720),
        ("works", False, date(2026, 6, 1), "2026-works", 5_193_000),
        ("services", True, date(2026, 6, 1), "2026-light-touch", 663_540),
        ("goods", False, date(2031, 6, 1), "2026-goods", 207_720),
    ],
)
def test_the_row_in_force(
    category: str, light_touch: bool, on: date, key: str, pounds: int
) -> None:
    row = threshold_for(category, light_touch=light_touch, on=on)
    assert row is not None
    assert (row.key, row.pounds) == (key, pounds)


def test_no_row_without_a_kind_of_contract() -> None:
    assert threshold_for("", light_touch=False, on=date(2026, 6, 1)) is None
    assert threshold_for("services", light_touch=False, on=date(2020, 6, 1)) is None


@pytest.mark.parametrize(
    ("gross", "expected"),
    [
        (207_720, Standing.ABOVE),
        (207_719, Standing.BELOW),
        (30_000, Standing.BELOW),
        (29_999, Standing.SMALL),
        (0, Standing.SMALL),
        (None, Standing.UNKNOWN),
    ],
)
def test_where_an_estimate_stands(gross: int | None, expected: Standing) -> None:
    row = threshold_for("services", light_touch=False, on=date(2026, 6, 1))
    assert standing(gross, row) is expected
