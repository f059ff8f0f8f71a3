"""Instants, the database's clock, and London wall time as people say it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engage.kernel.errors import Refusal

LONDON = ZoneInfo("Europe/London")

Clock = Callable[[Session], datetime]

month_names = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
day_names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# clock_timestamp() moves inside a transaction, now() does not.
_POSTGRESQL_TIME = "clock_timestamp()"
_SQLITE_TIME = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


class DatabaseTime(FunctionElement[datetime]):
    """The database server's clock, as a column of a statement that is sent anyway."""

    type = DateTime(timezone=True)
    inherit_cache = True


@compiles(DatabaseTime)
def _its_time(_element: DatabaseTime, compiler: SQLCompiler, **_options: object) -> str:
    return _SQLITE_TIME if compiler.dialect.name == "sqlite" else _POSTGRESQL_TIME


class NoSuchTime(Refusal):
    """A wall time that the spring clock change skips."""


class TimeIsAmbiguous(Refusal):
    """A wall time that happens twice, in the autumn clock change."""


def database_time(session: Session) -> datetime:
    """The database server's clock as an aware UTC instant."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        told: str = connection.exec_driver_sql(f"SELECT {_SQLITE_TIME}").scalar_one()
        return _aware(datetime.fromisoformat(told))
    instant: datetime = connection.exec_driver_sql(f"SELECT {_POSTGRESQL_TIME}").scalar_one()
    return _aware(instant)


def _aware(told: datetime) -> datetime:
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)


def wall() -> datetime:
    """This machine's clock, aware UTC: for a Date header or the age of a link, never a deadline."""
    return datetime.now(UTC)


def now(session: Session) -> datetime:
    """The one clock of the service: deadlines are decided by it, and tests replace it."""
    clock: Clock = session.info.get("clock", database_time)
    return clock(session)


def now_beside(session: Session, told: datetime) -> datetime:
    """``now``, of a statement that brought ``DatabaseTime`` along: it saves asking once more."""
    clock: Clock | None = session.info.get("clock")
    return clock(session) if clock else _aware(told)


def to_wall(instant: datetime) -> tuple[date, time]:
    """What a clock on a London wall shows, for the date and time boxes of a form."""
    local = _london(instant)
    return local.date(), local.time()


def from_wall(day: date, at: time, *, later: bool | None = None) -> datetime:
    """The instant, in UTC, at which a London wall clock shows this time.

    ``later`` chooses between the two when the clocks go back. Raises NoSuchTime, TimeIsAmbiguous.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    first = wall.replace(tzinfo=LONDON).astimezone(UTC)
    second = wall.replace(tzinfo=LONDON, fold=1).astimezone(UTC)
    if first > second:  # PEP 495: in a gap the fold runs backwards
        raise NoSuchTime(
            f"The clocks go forward on {spoken_date(day)}, so there is no {_hour(at)} that night; "
            "choose a time before 1am or from 2am"
        )
    if first < second and later is None:
        raise TimeIsAmbiguous(
            f"The clocks go back on {spoken_date(day)}, so {_hour(at)} happens twice; "
            "say whether you mean the first or the second"
        )
    return second if later else first


def zone_name(instant: datetime) -> str:
    """The name of London time at this instant."""
    return "BST (UK summer time)" if _london(instant).dst() else "GMT"


def spoken_date(day: date) -> str:
    """'Friday 18 December 2026', in London time if given an instant."""
    if isinstance(day, datetime):
        day = _london(day).date()
    return f"{day_names[day.weekday()]} {day.day} {month_names[day.month - 1]} {day.year}"


def spoken_time(instant: datetime) -> str:
    """'2:30pm', '12 noon', 'midnight'; names the zone only in the hour that happens twice."""
    local = _london(instant)
    said = _hour(local.time())
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return said
    return f"{said} {local.tzname()}"


@lru_cache(maxsize=4096)  # lists say the same times again and again
def spoken(instant: datetime) -> str:
    """'12 noon on Friday 18 December 2026', in London time."""
    if _is_midnight(instant):
        return f"midnight at the end of {spoken_date(_day_it_belongs_to(instant))}"
    return f"{spoken_time(instant)} on {spoken_date(instant)}"


def spoken_range(start: datetime, end: datetime) -> str:
    """'2pm to 3:30pm on Tuesday 9 March 2027', or both days when they differ."""
    day = _london(start).date()
    if day == _day_it_belongs_to(end):
        return f"{spoken_time(start)} to {spoken_time(end)} on {spoken_date(day)}"
    return f"{spoken(start)} to {spoken(end)}"


def _london(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is not an instant")
    return instant.astimezone(LONDON)


def _is_midnight(instant: datetime) -> bool:
    local = _london(instant)
    return (local.hour, local.minute) == (0, 0)


def _day_it_belongs_to(instant: datetime) -> date:
    """People read midnight as the end of the day before, not as the start of a day."""
    day = _london(instant).date()
    return day - timedelta(days=1) if _is_midnight(instant) else day


def _hour(at: time) -> str:
    if at.minute == 0 and at.hour in (0, 12):
        return "12 noon" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{'pm' if at.hour >= 12 else 'am'}"
