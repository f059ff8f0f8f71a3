import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.notices.parsing import (
    LARGEST,
    Notice,
    UnreadableNotice,
    draft_fields,
    missing,
    read,
    warnings,
)
from tests.notices import samples

LEEDS: dict[str, Any] = json.loads(samples.LEEDS.read_bytes())
RELEASE: dict[str, Any] = LEEDS["releases"][0]
EXPECTED = read(samples.LEEDS.read_bytes())
AT = datetime(2026, 9, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "shape",
    [
        RELEASE,
        [RELEASE],
        LEEDS,
        [LEEDS],
        {"releases": RELEASE},
        {"releases": [None, "x", RELEASE]},
        {"compiledRelease": RELEASE},
        {"records": [{"ocid": RELEASE["ocid"], "compiledRelease": RELEASE, "releases": [{}]}]},
        {"records": [{"ocid": RELEASE["ocid"], "releases": [RELEASE]}]},
        {"data": {"release": RELEASE}},
        {"results": [LEEDS]},
        RELEASE | {"unknown": {"deep": [1]}, "buyerID": None},
    ],
)
def test_a_release_is_found_in_every_shape(shape: object) -> None:
    assert read(json.dumps(shape)) == EXPECTED


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_of_unicode_is_read(encoding: str) -> None:
    assert read(json.dumps(LEEDS, ensure_ascii=False).encode(encoding)) == EXPECTED


def test_windows_text_is_read() -> None:
    data = '{"ocid": "x", "tender": {"title": "Caf\u00e9 \u2013 \u00a35"}}'.encode("cp1252")
    assert read(data).title == "Café – £5"


def test_the_first_line_of_json_lines_is_read() -> None:
    rows = "\n".join(json.dumps(row) for row in (RELEASE, {"ocid": "other"}))
    assert read("\ufeff\n" + rows + "\n") == EXPECTED


def test_line_ends_inside_texts_are_forgiven() -> None:
    assert read('{"tender": {"title": "a\nb"}}').title == "a b"


def test_a_later_release_changes_only_what_it_names() -> None:
    later = {
        "ocid": RELEASE["ocid"],
        "id": "090000-2026",
        "date": "2026-09-10T09:00:00+01:00",
        "planning": {"milestones": [{"id": "engagement", "dueDate": "2026-10-01T23:59:59+01:00"}]},
        "tender": {"title": "New title", "value": None},
    }
    for order in ([RELEASE, later], [later, RELEASE]):
        notice = read(json.dumps({"releases": order}))
        assert notice.title == "New title"
        assert notice.engagement_ends == datetime(2026, 10, 1, 22, 59, 59, tzinfo=UTC)
        assert notice.process == EXPECTED.process
        assert notice.notice_id == "083655-2026"
        assert (notice.value_gross, notice.buyer_ppon) == (None, "PJYG-6658-PPMY")


def test_of_several_procurements_the_one_with_an_engagement_is_read() -> None:
    other = {"ocid": "ocds-h6vhtk-000001", "tender": {"title": "Another"}}
    notice = read(json.dumps({"releases": [other, RELEASE]}))
    assert notice.ocid == RELEASE["ocid"]
    assert "The file holds 2 procurements. Only this one was read." in warnings(notice)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"%PDF-1.7", "not JSON"),
        (b"PK\x03\x04", "not JSON"),
        (b"<html></html>", "not JSON"),
        (b'{"releases": [', "not JSON"),
        (b'{"tender": {}} and more', "something else follows"),
        (b'{"tender": {}}{"tender": {}}', "something else follows"),
        (b'{"releases": []}', "no notice in this file"),
        (b'"text"', "no notice in this file"),
        (b"12", "no notice in this file"),
        (b"[" * 100_000, "too many levels"),
        (b'{"tender":' * 200 + b"1" + b"}" * 200, "too many levels"),
        (json.dumps([RELEASE] * 101).encode(), "more than 100 releases"),
        (b" " * (LARGEST + 1), "larger than 5 MB"),
    ],
)
def test_a_refusal_says_why(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableNotice, match=why):
        read(data)


def test_a_refusal_of_text_says_why() -> None:
    with pytest.raises(UnreadableNotice, match="larger than 5 MB"):
        read("é" * (LARGEST // 2 + 1))


def check(data: bytes | str) -> None:
    """A Notice, of which everything else can be made, or a refusal."""
    try:
        notice = read(data)
    except UnreadableNotice as no:
        if not str(no).endswith("."):
            raise AssertionError from no
        return
    assert isinstance(notice, Notice)
    for sentence in [*warnings(notice, AT), *(one.sentence for one in missing(notice))]:
        sentence.encode()
    json.dumps(draft_fields(notice), default=str).encode()
    repr(notice).encode()


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        ["rnrn", " 000,", "1e9999", "2026-02-30", "2026-10-25T01:30:00", "GB-PPON-", "UK", "\ud800"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
WHOLE = [json.loads(path.read_bytes()) for path in samples.RELEASES]


def places(thing: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(thing, dict):
        items: list[tuple[Any, object]] = list(thing.items())
    else:
        items = list(enumerate(thing)) if isinstance(thing, list) else []
    for key, value in items:
        found += places(value, (*path, key))
    return found


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_release_is_a_notice_or_a_refusal(data: st.DataObject) -> None:
    thing = copy.deepcopy(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 6))):
        path = data.draw(st.sampled_from(places(thing) or [()]))
        if not path:
            break
        holder = thing
        for key in path[:-1]:
            holder = holder[key]
        if data.draw(st.booleans()):
            holder[path[-1]] = data.draw(ANYTHING)
        else:
            del holder[path[-1]]
    check(json.dumps(thing))


@settings(max_examples=200)
@given(ANYTHING)
def test_any_json_is_a_notice_or_a_refusal(thing: object) -> None:
    check(json.dumps(thing))
    check(json.dumps({"tender": thing, "planning": thing, "parties": thing, "buyer": [thing]}))


@settings(max_examples=200)
@given(st.binary() | st.text())
def test_any_bytes_are_a_notice_or_a_refusal(data: bytes | str) -> None:
    check(data)


@settings(max_examples=100)
@given(st.data())
def test_a_release_with_damaged_bytes_is_a_notice_or_a_refusal(data: st.DataObject) -> None:
    whole = samples.NORTH_NORTHANTS.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    check(
        whole[:cut] + data.draw(st.binary(max_size=4)) + whole[cut + data.draw(st.integers(0, 9)) :]
    )
