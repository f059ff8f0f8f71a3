"""Invitations, read back by the library and, independently, line by line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from engage.workshops.calendar import CalendarEntry, Method, file_of
from engage.workshops.calendar.writing import invitation

ENTRY = CalendarEntry(
    uid="0193-abc@engage.example",
    sequence=0,
    stamped=datetime(2026, 12, 1, 9, tzinfo=UTC),
    starts=datetime(2027, 3, 9, 14, tzinfo=UTC),
    ends=datetime(2027, 3, 9, 15, 30, tzinfo=UTC),
    summary="Supplier day",
    description="Bring questions.\nTea, biscuits; cake",
    location="Town Hall, Marlbrook",
    url="https://engage.example/my/workshops/1?a=b&c=d",
    organiser_name="Marlbrook Council",
    organiser_address="engage@marlbrook.example",
    attendee_name="Ana Silva",
    attendee_address="ana@supplier.example",
)
INSTANTS = {
    "winter": datetime(2027, 1, 12, 10, tzinfo=UTC),
    "summer": datetime(2027, 7, 12, 10, tzinfo=UTC),
    "before spring": datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    "after spring": datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    "across spring": datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
    "before autumn": datetime(2027, 10, 30, 23, 30, tzinfo=UTC),
    "first 1:30am": datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    "second 1:30am": datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    "ends in the second": datetime(2027, 10, 31, 0, 0, tzinfo=UTC),
    "after autumn": datetime(2027, 10, 31, 2, 0, tzinfo=UTC),
}


def unfolded(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n ", "").split("\r\n")


def line(raw: bytes, name: str) -> str:
    [found] = [one for one in unfolded(raw) if one.split(":")[0].split(";")[0] == name][:1]
    return found


def by_hand(raw: bytes, name: str) -> datetime:
    """The instant by plain reading: the zone named, or Z for UTC."""
    event = raw[raw.index(b"BEGIN:VEVENT") :]
    head, _, value = line(event, name).partition(":")
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert head == f"{name};TZID=Europe/London"
    london = ZoneInfo("Europe/London")
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=london).astimezone(UTC)


def event_of(raw: bytes) -> dict[str, object]:
    [event] = Calendar.from_ical(raw).walk("VEVENT")
    return dict(event.items())


@pytest.mark.parametrize("starts", INSTANTS.values(), ids=INSTANTS.keys())
@pytest.mark.parametrize("minutes", [30, 75, 1440])
def test_the_instant_is_right_all_year(starts: datetime, minutes: int) -> None:
    ends = starts + timedelta(minutes=minutes)
    raw = invitation(replace(ENTRY, starts=starts, ends=ends), "REQUEST")
    assert (by_hand(raw, "DTSTART"), by_hand(raw, "DTEND")) == (starts, ends)
    [event] = Calendar.from_ical(raw).walk("VEVENT")
    assert event.decoded("dtstart").astimezone(UTC) == starts
    assert event.decoded("dtend").astimezone(UTC) == ends
    assert (b"BEGIN:VTIMEZONE" in raw) is (b"TZID=" in raw)


@given(st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2037-12-31")))
def test_any_instant_is_right(moment: datetime) -> None:
    starts = moment.replace(microsecond=0, tzinfo=UTC)
    raw = invitation(replace(ENTRY, starts=starts, ends=starts + timedelta(hours=1)), "REQUEST")
    assert by_hand(raw, "DTSTART") == starts
    assert by_hand(raw, "DTEND") == starts + timedelta(hours=1)


def hours(first: date, last: date) -> Iterator[datetime]:
    moment = datetime(first.year, first.month, first.day, tzinfo=UTC)
    while moment.date() < last:
        yield moment
        moment += timedelta(hours=1)


@pytest.mark.parametrize("year", [2026, 2027, 2031, 2037])
def test_the_zone_in_the_file_agrees_with_the_tz_database(year: int, tmp_path: object) -> None:
    lines = unfolded(invitation(ENTRY, "REQUEST"))
    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 1]
    path = f"{tmp_path}/zone.ics"
    with open(path, "w", encoding="utf-8") as target:
        target.write("\n".join(zone))
    written, london = tzical(path).get(), ZoneInfo("Europe/London")
    for month in (3, 10):
        for moment in hours(date(year, month, 24), date(year, month + 1, 2)):
            local = moment.astimezone(london)
            if not local.fold:
                assert local.replace(tzinfo=written).utcoffset() == local.utcoffset()


def test_what_an_invitation_says() -> None:
    raw = invitation(ENTRY, "REQUEST")
    lines = unfolded(raw)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert [one for one in lines if one.startswith("METHOD")] == ["METHOD:REQUEST"]
    assert "VERSION:2.0" in lines
    assert line(raw, "UID") == "UID:0193-abc@engage.example"
    assert line(raw, "SEQUENCE") == "SEQUENCE:0"
    assert line(raw, "STATUS") == "STATUS:CONFIRMED"
    assert line(raw, "DTSTAMP") == "DTSTAMP:20261201T090000Z"
    assert line(raw, "SUMMARY") == "SUMMARY:Supplier day"
    assert line(raw, "LOCATION") == r"LOCATION:Town Hall\, Marlbrook"
    assert line(raw, "URL") == "URL:https://engage.example/my/workshops/1?a=b&c=d"
    assert line(raw, "DESCRIPTION") == r"DESCRIPTION:Bring questions.\nTea\, biscuits\; cake"
    assert line(raw, "ORGANIZER").endswith(":mailto:engage@marlbrook.example")
    attendee = line(raw, "ATTENDEE")
    assert attendee.endswith(":mailto:ana@supplier.example")
    assert "RSVP=TRUE" in attendee
    assert "PARTSTAT=NEEDS-ACTION" in attendee
    assert sum(one.startswith("UID:") for one in lines) == 1
    assert invitation(ENTRY, "REQUEST") == raw


def test_a_change_and_a_cancellation_are_about_the_same_entry() -> None:
    moved = invitation(replace(ENTRY, sequence=1), "REQUEST")
    off = invitation(replace(ENTRY, sequence=2), "CANCEL")
    assert line(moved, "UID") == line(off, "UID") == "UID:0193-abc@engage.example"
    assert (line(moved, "SEQUENCE"), line(off, "SEQUENCE")) == ("SEQUENCE:1", "SEQUENCE:2")
    assert (line(off, "METHOD"), line(off, "STATUS")) == ("METHOD:CANCEL", "STATUS:CANCELLED")


TYPED = [
    "a,b;c\\d", "line\nbreak", "old\r\nwindows", "mac\rbreak", 'quo"ted', "🚮" * 60, "é" * 90,
    "x" * 400,
    "END:VEVENT\nBEGIN:VEVENT", "\r\nATTENDEE:mailto:evil@x.example", "a\x00b\x0bc\x0cd",
    "a\x85b\u2028c",
    "\\n not a break", ";CN=x:mailto:evil@x.example", "a:b", "^n^'", "\ud800", "שלום\u202e",
    "a^nEND:VEVENT",
]  # fmt: skip


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
@pytest.mark.parametrize("typed", TYPED)
def test_nothing_typed_adds_a_line(typed: str, method: Method) -> None:
    plain = unfolded(invitation(ENTRY, method))
    entry = replace(
        ENTRY,
        summary=typed,
        description=typed,
        location=typed,
        organiser_name=typed,
        attendee_name=typed,
    )
    raw = invitation(entry, method)
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    names = [one.split(":")[0].split(";")[0] for one in unfolded(raw)]
    assert names == [one.split(":")[0].split(";")[0] for one in plain]
    assert line(raw, "ATTENDEE").endswith(":mailto:ana@supplier.example")
    wanted = typed.replace("\r\n", "\n").replace("\r", "\n")
    wanted = "".join(c for c in wanted if c not in "\x00\x0b\x0c\x85\ud800").strip()
    assert event_of(raw)["DESCRIPTION"] == wanted


@pytest.mark.parametrize("stop", ["\n", "\r", "\r\nX: y", "\x00", " ", "\u2028", ","])
@pytest.mark.parametrize("field", ["uid", "url", "organiser_address", "attendee_address"])
def test_machine_values_are_refused_when_unsafe(field: str, stop: str) -> None:
    if (field, stop) == ("url", ","):
        return
    unsafe = CalendarEntry(**{**vars(ENTRY), field: f"{vars(ENTRY)[field]}{stop}x"})
    with pytest.raises(ValueError):
        invitation(unsafe, "REQUEST")


def test_the_empty_is_left_out() -> None:
    names = event_of(invitation(replace(ENTRY, url="", location="", description=""), "REQUEST"))
    assert not {"URL", "LOCATION", "DESCRIPTION"} & set(names)


def test_a_download_is_what_the_e_mail_carries() -> None:
    assert file_of(ENTRY) == invitation(ENTRY, "REQUEST")
