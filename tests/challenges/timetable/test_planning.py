"""The plan: steps in order, counted back from the tender, and what to look at again."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.challenges.timetable import Asked, Nation, Plan, plan, qualifying_window

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 1))


def of(**about: object) -> Plan:
    values: dict[str, object] = {"nation": Nation.ENGLAND, "today": TODAY}
    found = plan(Asked(**(values | about)))  # type: ignore[arg-type]
    assert found is not None
    return found


def codes(found: Plan) -> list[str]:
    return [caution.code for caution in found.cautions]


def test_nothing_is_planned_without_a_day() -> None:
    assert plan(Asked(nation=Nation.ENGLAND, today=TODAY)) is None


def test_a_tender_gives_every_step_its_days() -> None:
    found = of(tender=date(2027, 6, 15))
    assert [(step.key, step.first, step.last) for step in found.steps] == [
        ("write", date(2027, 4, 9), date(2027, 4, 15)),
        ("approve", date(2027, 4, 16), date(2027, 4, 20)),
        ("engage", date(2027, 4, 21), date(2027, 5, 12)),
        ("compile", date(2027, 5, 13), date(2027, 5, 14)),
        ("board", date(2027, 5, 17), date(2027, 5, 28)),
        ("outcome", date(2027, 6, 1), date(2027, 6, 7)),  # 31 May is a bank holiday
        ("hand_over", date(2027, 6, 8), date(2027, 6, 14)),
        ("tender", date(2027, 6, 15), date(2027, 6, 15)),
    ]


@given(tender=DAYS, nation=st.sampled_from(list(Nation)))
def test_steps_follow_each_other_and_fit_before_the_tender(tender: date, nation: Nation) -> None:
    found = of(tender=tender, nation=nation)
    assert all(one.last < other.first for one, other in pairwise(found.steps))
    assert all(step.first <= step.last for step in found.steps)
    assert found.last == tender
    assert "tender_too_early" not in codes(found)


@given(opens=DAYS, length=st.integers(0, 90), tender=DAYS)
def test_days_the_officer_set_are_kept(opens: date, length: int, tender: date) -> None:
    ends = opens + timedelta(days=length)
    found = of(opens=opens, ends=ends, tender=tender)
    engaged = next(step for step in found.steps if step.key == "engage")
    assert (engaged.first, engaged.last) == (opens, ends)
    assert ("too_short" in codes(found)) is (length < 10)
    assert ("short" in codes(found)) is (10 <= length < 21)
    assert ("tender_too_early" in codes(found)) is (found.last > tender)


def test_a_late_start_is_said() -> None:
    found = of(tender=TODAY + timedelta(days=30))
    assert "behind" in codes(found)


def test_christmas_and_schools_are_said() -> None:
    found = of(opens=date(2026, 12, 14), ends=date(2027, 1, 8))
    assert [each.name for each in found.breaks] == ["Christmas"]
    (said,) = [caution.sentence for caution in found.cautions if caution.code == "christmas"]
    assert "15 days" in said and "Sunday 3 January 2027" in said
    summer = of(opens=date(2027, 7, 26), ends=date(2027, 8, 20), nation=Nation.SCOTLAND)
    assert "schools" in codes(summer)
    assert "schools" not in codes(of(opens=date(2027, 6, 7), ends=date(2027, 6, 30)))


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (date(2027, 3, 27), "at a weekend"),
        (date(2027, 3, 26), "a bank holiday (Good Friday)"),
    ],
)
def test_an_end_when_nobody_works_is_said(ends: date, words: str) -> None:
    found = of(opens=ends - timedelta(days=21), ends=ends)
    (said,) = [each.sentence for each in found.cautions if each.code == "end_not_worked"]
    assert words in said


def test_holidays_not_announced_yet_are_said() -> None:
    assert "holidays_unknown" in codes(of(tender=date(2031, 6, 2)))


def test_the_window_of_a_planned_procurement_notice() -> None:
    tender = date(2027, 6, 15)
    assert qualifying_window(tender) == (date(2026, 6, 15), date(2027, 5, 6))
    assert qualifying_window(date(2028, 2, 29))[0] == date(2027, 2, 28)
    assert of(tender=tender).window == qualifying_window(tender)
    for day in (date(2026, 6, 14), date(2027, 5, 7)):
        assert "not_qualifying" in codes(of(tender=tender, planned_notice=day))
    for day in qualifying_window(tender):
        assert "not_qualifying" not in codes(of(tender=tender, planned_notice=day))
