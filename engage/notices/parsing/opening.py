"""Opens a file: bytes, then JSON, then the release of one procurement in it.

A release is a delta: all releases of one OCID are merged, the later one winning
(OCDS 1.1, "merging"): objects field by field, lists by the ``id`` of their items.
"""

import codecs
import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from engage.kernel.errors import Refusal
from engage.notices.parsing.values import Json, JsonObject, at, instant, line, objects

LARGEST = 5 * 1024 * 1024  # bytes
DEEPEST = 60
MOST_RELEASES = 100  # real procurements have a dozen
WRAPPERS = ("releases", "records", "compiledRelease", "release", "results", "data", "package")
SIGNS_OF_A_RELEASE = ("tender", "planning", "buyer", "parties", "awards", "contracts")
ENGAGEMENT = "marketEngagementNotice"
JSON_LINE_ENDS = re.compile(r"\s*\Z|[ \t\r]*\n")
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UnreadableNotice(Refusal):
    """The file cannot be read as a notice; the sentence says why and what to do."""


def release_in(data: bytes | str) -> tuple[JsonObject, int]:
    """The merged release of one procurement, and how many procurements the file holds.

    Of several, the first with a preliminary market engagement notice. Raises UnreadableNotice.
    """
    groups = _procurements(opened(data))
    chosen = next((group for group in groups if any(map(_is_engagement, group))), groups[0])
    return _whole(chosen), len(groups)


def releases_in(thing: Json) -> list[JsonObject]:
    """The merged release of each procurement in what was opened. Raises UnreadableNotice."""
    return [_whole(group) for group in _procurements(thing)]


def opened(data: bytes | str, *, largest: int = LARGEST) -> Json:
    """The JSON in a file, whatever it is about. Raises UnreadableNotice."""
    return _json(_text(data, largest))


def _procurements(thing: Json) -> list[list[JsonObject]]:
    releases = list(_releases(thing, 0))
    if not releases:
        _no_release()
    by_ocid: dict[str, list[JsonObject]] = {}
    for place, release in enumerate(releases):  # one without an OCID stands alone
        by_ocid.setdefault(line(release.get("ocid")) or str(place), []).append(release)
    return list(by_ocid.values())


def _whole(releases: list[JsonObject]) -> JsonObject:
    if len(releases) > MOST_RELEASES:
        raise UnreadableNotice(
            f"The file holds more than {MOST_RELEASES} releases of one procurement. "
            "Download the one notice you need as JSON."
        )
    return merged(releases)


def merged(releases: list[JsonObject]) -> JsonObject:
    """One release that says what all of them say together, in the order of their dates."""
    ordered = sorted(releases, key=lambda release: str(instant(release.get("date")) or ""))
    whole: JsonObject = {}
    for release in ordered:
        whole = _laid_over(whole, release)
    return whole


def _text(data: bytes | str, largest: int) -> str:
    if len(data) > largest or (
        isinstance(data, str) and len(data.encode(errors="replace")) > largest
    ):
        raise UnreadableNotice(
            "The file is larger than 5 MB. A notice is far smaller: "
            "download the one notice you need as JSON, not a collection of notices."
        )
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None)
    if encoding is None and b"\0" in data[:4]:
        encoding = json.detect_encoding(data)
    if encoding:
        return data.decode(encoding, errors="replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _json(text: str) -> Json:
    decoder = json.JSONDecoder(parse_float=_number, parse_int=_number, strict=False)
    start = text.lstrip()
    try:
        thing, end = decoder.raw_decode(start)
    except RecursionError:
        _too_deep()
    except ValueError:
        raise UnreadableNotice(
            "The file is not JSON, or part of it is missing. Download the notice again from "
            "Find a Tender or Contracts Finder: choose JSON (OCDS), not the web page or PDF."
        ) from None
    if not JSON_LINE_ENDS.match(start, end):
        raise UnreadableNotice(
            "The file starts as JSON, but something else follows. Download the notice again."
        )
    _check_depth(thing)
    return thing


def _number(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent no computer needs
        return None


def _check_depth(thing: Json) -> None:
    level = [thing]
    for _ in range(DEEPEST):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    _too_deep()


def _too_deep() -> NoReturn:
    raise UnreadableNotice(
        "The file has too many levels, one inside the other, to be a notice. "
        "Download the notice again from Find a Tender or Contracts Finder."
    )


def _no_release() -> NoReturn:
    raise UnreadableNotice(
        "There is no notice in this file. We need an OCDS release, as JSON, "
        "from Find a Tender or Contracts Finder."
    )


def _releases(thing: Json, depth: int) -> Iterator[JsonObject]:
    """Every release in packages, records and the wrappers people put around them."""
    if depth > 5:
        return
    for found in objects(thing):
        inner = [found[key] for key in WRAPPERS if isinstance(found.get(key), dict | list)]
        if isinstance(found.get("compiledRelease"), dict):
            yield found["compiledRelease"]
        elif any(isinstance(found.get(key), dict | list) for key in SIGNS_OF_A_RELEASE):
            yield found
        else:
            for package in inner:
                yield from _releases(package, depth + 1)


def _is_engagement(release: JsonObject) -> bool:
    documents = objects(at(release, "planning", "documents"))
    return any(
        one.get("noticeType") == "UK2" or one.get("documentType") == ENGAGEMENT for one in documents
    )


def _laid_over(older: Json, newer: Json) -> Json:
    if isinstance(older, dict) and isinstance(newer, dict):
        both = dict(older)
        for key, value in newer.items():
            if value is None:
                both.pop(key, None)  # OCDS: null takes the field away
            else:
                both[key] = _laid_over(older.get(key), value)
        return both
    if (
        isinstance(older, list)
        and isinstance(newer, list)
        and _have_ids(older)
        and _have_ids(newer)
    ):
        items = {str(item["id"]): item for item in older}
        for item in newer:
            items[str(item["id"])] = _laid_over(items.get(str(item["id"])), item)
        return list(items.values())
    return newer


def _have_ids(items: list[Json]) -> bool:
    return bool(items) and all(isinstance(item, dict) and "id" in item for item in items)
