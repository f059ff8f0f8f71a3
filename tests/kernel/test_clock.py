"""London time: every clock change of a dozen years, and how people say a time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from engage.kernel import clock

YEARS = range(2024, 2036)
FROM, UNTIL = (datetime.fromisoformat(f"{year}-01-01") for year in (2000, 2037))


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


@pytest.fixture
def here() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_the_database_tells_the_time(here: Session) -> None:
    assert abs(clock.now(here) - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now(here).utcoffset() == timedelta(0)


def test_a_test_may_choose_the_time(here: Session) -> None:
    chosen = datetime(2027, 3, 28, 1, tzinfo=UTC)
    here.info["clock"] = lambda _session: chosen
    assert clock.now(here) == chosen


def test_a_statement_may_bring_the_time_along(engine: Engine) -> None:
    """The same clock as ``now``, on both databases, to the millisecond and in UTC."""
    with Session(engine) as session:
        told = session.execute(select(clock.DatabaseTime())).scalar_one()
        beside = clock.now_beside(session, told)
        assert timedelta(0) <= clock.now(session) - beside < timedelta(seconds=5)
        assert beside.utcoffset() == timedelta(0)
        chosen = datetime(2027, 3, 28, 1, tzinfo=UTC)
        session.info["clock"] = lambda _session: chosen
        assert clock.now_beside(session, told) == chosen


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_the_hour_that_spring_skips_is_refused(year: int, minute: int) -> None:
    with pytest.raises(clock.NoSuchTime, match=r"forward on Sunday .*before 1am or from 2am"):
        clock.from_wall(last_sunday(year, 3), time(1, minute))


@pytest.mark.parametrize("year", YEARS)
def test_spring_is_right_on_both_sides(year: int) -> None:
    day = last_sunday(year, 3)
    before = clock.from_wall(day, time(0, 59, 59))
    after = clock.from_wall(day, time(2))
    assert after - before == timedelta(seconds=1)
    assert (clock.zone_name(before), clock.zone_name(after)) == ("GMT", "BST (UK summer time)")


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("minute", [0, 30, 59])
def test_the_hour_that_autumn_repeats_must_be_chosen(year: int, minute: int) -> None:
    day = last_sunday(year, 10)
    with pytest.raises(clock.TimeIsAmbiguous, match=r"back on Sunday .*the first or the second"):
        clock.from_wall(day, time(1, minute))
    first = clock.from_wall(day, time(1, minute), later=False)
    second = clock.from_wall(day, time(1, minute), later=True)
    assert second - first == timedelta(hours=1)
    assert clock.spoken(first).startswith(("1am BST on", f"1:{minute:02}am BST on"))
    assert clock.spoken(second).startswith(("1am GMT on", f"1:{minute:02}am GMT on"))


@pytest.mark.parametrize("year", YEARS)
def test_autumn_is_right_on_both_sides(year: int) -> None:
    day = last_sunday(year, 10)
    assert clock.from_wall(day, time(0, 59, 59)) == datetime(
        year, 10, day.day - 1, 23, 59, 59, tzinfo=UTC
    )
    assert clock.from_wall(day, time(2)) == datetime(year, 10, day.day, 2, tzinfo=UTC)


@given(st.datetimes(FROM, UNTIL, timezones=st.just(UTC)))
def test_wall_and_back_again(instant: datetime) -> None:
    day, at = clock.to_wall(instant)
    assert clock.from_wall(day, at, later=bool(at.fold)) == instant


@given(st.datetimes(FROM, UNTIL))
def test_a_wall_time_is_either_kept_or_refused_in_words(wall: datetime) -> None:
    day, at = wall.date(), wall.time()
    changing = wall.hour == 1 and day in {last_sunday(day.year, 3), last_sunday(day.year, 10)}
    if changing:
        with pytest.raises((clock.NoSuchTime, clock.TimeIsAmbiguous)):
            clock.from_wall(day, at)
    else:
        assert clock.to_wall(clock.from_wall(day, at)) == (day, at)


@pytest.mark.parametrize(
    ("day", "at", "said"),
    [
        (date(2026, 12, 18), time(12), "12 noon on Friday 18 December 2026"),
        (date(2026, 12, 18), time(12, 1), "12:01pm on Friday 18 December 2026"),
        (date(2027, 6, 4), time(0), "midnight at the end of Thursday 3 June 2027"),
        (date(2027, 6, 4), time(0, 1), "12:01am on Friday 4 June 2027"),
        (date(2027, 6, 3), time(23, 59), "11:59pm on Thursday 3 June 2027"),
        (date(2027, 6, 3), time(23, 59, 59), "11:59pm on Thursday 3 June 2027"),
        (date(2027, 6, 3), time(14, 30), "2:30pm on Thursday 3 June 2027"),
        (date(2027, 6, 3), time(9), "9am on Thursday 3 June 2027"),
    ],
)
def test_times_as_people_say_them(day: date, at: time, said: str) -> None:
    assert clock.spoken(clock.from_wall(day, at)) == said


def test_ranges() -> None:
    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return clock.from_wall(date(2027, 3, day), time(hour, minute))

    assert clock.spoken_range(at(9, 14), at(9, 15, 30)) == "2pm to 3:30pm on Tuesday 9 March 2027"
    assert clock.spoken_range(at(9, 22), at(10, 0)) == "10pm to midnight on Tuesday 9 March 2027"
    assert (
        clock.spoken_range(at(9, 22), at(10, 9))
        == "10pm on Tuesday 9 March 2027 to 9am on Wednesday 10 March 2027"
    )


def test_a_naive_time_is_not_an_instant() -> None:
    with pytest.raises(ValueError, match="naive"):
        clock.spoken(FROM)


def test_twelve_months() -> None:
    assert clock.month_names[0] == "January"
    assert len(clock.month_names) == 12
