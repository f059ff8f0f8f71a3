"""The read client asks as the service wants to be asked, and survives what it answers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from engage.kernel.fetching import HttpFetcher, TooLarge, Unanswered
from engage.notices.find_a_tender.reading import Busy, Reader, Unexpected
from engage.notices.find_a_tender.windows import LONGEST, Window, next_window
from engage.notices.parsing.opening import UnreadableNotice
from engage.notices.parsing.reading import of_release
from tests.notices.fake_find_a_tender import SILENCE, FakeFindATender, a_release, find_a_tender
from tests.services import free_port

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WINDOW = Window(NOON - timedelta(hours=5), NOON)


@pytest.fixture
def service() -> Iterator[FakeFindATender]:
    with find_a_tender() as server:
        yield server


@pytest.fixture
def reader(service: FakeFindATender) -> Reader:
    return Reader(service.url, HttpFetcher(silence=SILENCE, largest=1_000_000))


def releases(number: int) -> list[dict[str, object]]:
    return [a_release(n, at=NOON - timedelta(seconds=n)) for n in range(1, number + 1)]


def test_it_reads_page_after_page(service: FakeFindATender, reader: Reader) -> None:
    service.releases = releases(25)
    seen, cursor, pages = [], "", 0
    while True:
        page = reader.page(WINDOW, cursor=cursor, limit=10)
        seen += [each["id"] for each in page.releases]
        cursor, pages = page.cursor, pages + 1
        if not cursor:
            break
    assert pages == 3
    assert seen == [each["id"] for each in service.releases]
    assert all(asked.startswith("/api/1.0/ocdsReleasePackages?") for asked in service.asked)


def test_it_asks_only_what_is_allowed_in_uk_time(service: FakeFindATender, reader: Reader) -> None:
    summer = Window(datetime(2026, 7, 1, 22, tzinfo=UTC), datetime(2026, 7, 2, 3, tzinfo=UTC))
    reader.page(summer)
    assert dict(parse_qsl(urlsplit(service.asked[0]).query)) == {
        "limit": "100",
        "updatedFrom": "2026-07-01T23:00:00",
        "updatedTo": "2026-07-02T04:00:00",
    }


@pytest.mark.parametrize(
    ("said", "wait"),
    [("7", 12), ("60", 60), ("120", 120), ("100000000", 120), ("", 120), ("Mon, 2 Mar 2026", 120)],
)
@pytest.mark.parametrize("status", ["429", "503"])
def test_it_waits_as_long_as_it_is_asked_to(
    service: FakeFindATender, reader: Reader, status: str, said: str, wait: int
) -> None:
    service.retry_after = said
    service.faults.append(status)
    with pytest.raises(Busy) as refused:
        reader.page(WINDOW)
    assert refused.value.wait == timedelta(seconds=wait)
    assert reader.page(WINDOW).releases == ()


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("truncated", Unanswered),
        ("hang up", Unanswered),
        ("slow", Unanswered),
        ("too much", TooLarge),
        ("half the JSON", UnreadableNotice),
        ("500", Unexpected),
    ],
)
def test_a_broken_answer_is_a_problem_once(
    service: FakeFindATender, reader: Reader, fault: str, problem: type[Exception]
) -> None:
    service.releases = releases(3)
    service.faults.append(fault)
    with pytest.raises(problem):
        reader.page(WINDOW)
    assert len(reader.page(WINDOW).releases) == 3


def test_nobody_there_says_that_nothing_was_sent() -> None:
    reader = Reader(f"http://127.0.0.1:{free_port()}", HttpFetcher())
    with pytest.raises(Unanswered) as problem:
        reader.page(WINDOW)
    assert not problem.value.sent


def test_an_answer_that_never_ends_is_left(service: FakeFindATender) -> None:
    service.releases = releases(3)
    hasty = Reader(service.url, HttpFetcher(longest=-1))
    with pytest.raises(Unanswered, match="more than"):
        hasty.page(WINDOW)


def test_known_bugs_of_the_data_do_no_harm(service: FakeFindATender, reader: Reader) -> None:
    service.releases = [
        a_release(1, at=NOON, amount="bug 1e9999"),
        a_release(2, at=NOON, amount="bug  000,"),
        a_release(3, at=NOON, amount="bug 2027-01-31"),
    ]
    found = [of_release(each) for each in reader.page(WINDOW).releases]
    assert {each.notice_id for each in found} == {f"00000{n}-2026" for n in (1, 2, 3)}
    assert {each.value_net for each in found} == {None}


def test_windows_follow_each_other_and_are_short() -> None:
    since, end = datetime(2026, 10, 24, 3, tzinfo=UTC), datetime(2026, 10, 26, 3, tzinfo=UTC)
    before = ""
    while window := next_window(since, end):
        asked = window.parameters()
        start, until = (datetime.fromisoformat(asked[name]) for name in sorted(asked))
        assert timedelta(0) < until - start <= LONGEST
        assert not before or asked["updatedFrom"] <= before
        before, since = asked["updatedTo"], window.until
    assert before == "2026-10-26T03:00:00"


def test_the_hour_that_comes_twice_is_read_whole() -> None:
    for minute in (0, 30):
        first = datetime(2026, 10, 25, 0, minute, tzinfo=UTC)
        again = first + timedelta(hours=1)
        for window in (Window(first, again), Window(again, again + timedelta(minutes=10))):
            assert window.parameters() == {
                "updatedFrom": "2026-10-25T01:00:00",
                "updatedTo": "2026-10-25T02:00:00",
            }
