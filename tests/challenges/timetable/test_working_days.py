"""Working days of each nation, against dates that GOV.UK has published."""

from datetime import date

import pytest

from engage.challenges.timetable import Nation, WorkingDays, nation_of

ENGLAND, SCOTLAND = WorkingDays(Nation.ENGLAND), WorkingDays(Nation.SCOTLAND)
ULSTER = WorkingDays(Nation.NORTHERN_IRELAND)


@pytest.mark.parametrize(
    ("region", "nation"),
    [
        ("UKE42", Nation.ENGLAND),
        ("UKL", Nation.WALES),
        ("UKL11", Nation.WALES),
        ("UKM", Nation.SCOTLAND),
        ("UKN0A", Nation.NORTHERN_IRELAND),
        ("UK", Nation.ENGLAND),
        ("", Nation.ENGLAND),
        ("XX9", Nation.ENGLAND),
    ],
)
def test_a_region_lies_in_a_nation(region: str, nation: Nation) -> None:
    assert nation_of(region) is nation


def test_each_nation_has_its_own_holidays() -> None:
    patrick, second = date(2026, 3, 17), date(2026, 1, 2)
    assert ULSTER.holiday(patrick) == "St Patrick’s Day"
    assert ENGLAND.holiday(patrick) is None and ENGLAND.includes(patrick)
    assert not SCOTLAND.includes(second) and ENGLAND.includes(second)


def test_counting_back_leaves_out_christmas_and_weekends() -> None:
    # 2027: Friday 1 January is a holiday; 2026: Friday 25 December, and Monday 28 for Boxing Day
    assert ENGLAND.before(date(2027, 1, 4), 1) == date(2026, 12, 31)
    assert ENGLAND.before(date(2027, 1, 4), 4) == date(2026, 12, 24)
    assert ENGLAND.before(date(2027, 1, 3), 0) == date(2026, 12, 31)


def test_counting_on_leaves_them_out_too() -> None:
    assert ENGLAND.after(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert SCOTLAND.after(date(2026, 12, 31), 1) == date(2027, 1, 5)


def test_days_between_are_counted_with_both_ends() -> None:
    assert ENGLAND.between(date(2026, 12, 21), date(2027, 1, 4)) == 8
    assert ENGLAND.between(date(2026, 12, 26), date(2026, 12, 27)) == 0


def test_where_the_list_ends_is_said() -> None:
    assert ENGLAND.known_until >= date(2028, 12, 31)
