"""The XML that Find a Tender takes a UK2 notice in: the one place that knows its shape.

**Unverified.** The schema of UK2 notices is not public. What is public is the schema of pipeline
notices (UK1), whose elements have the names and order of the OCDS paths, and the daily files, in
which a notice is its OCDS release written element by element under a root such as ``UK6_2023``.
So a UK2 is written here as ``UK2_2023`` in the same manner. Before it is used, the organisation
gets the schema from the service with its key, and this file is held against it.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from engage.kernel.errors import Refusal
from engage.notices.parsing.values import Json, JsonObject, at, objects

ROOT = "UK2_2023"
FORM = "UK2"
LEGAL_BASIS = "2023/54"
KEY = "noDocExt"  # what the answers call ``no_doc_ext``: the sender's own number
PREVIOUS = "previousNotice"  # the number of the notice that this one changes
OURS = ("ocid", "id", "date", "relatedProcesses")
ONLY = "engagement"  # the milestone that a UK2 has
ELEMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,80}")
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST = {"name": 300, "legalName": 300, "id": 250, "description": 4000}
OTHERWISE = 4000
DEEPEST = 30


class DoesNotFit(Refusal):
    """The notice cannot be sent as it is; the sentence says what to shorten."""


def written(release: JsonObject, *, key: str, previous: str = "") -> bytes:
    """One OCDS release as reception XML, the same bytes each time. Raises DoesNotFit."""
    root = Element(ROOT, {"FORM": FORM, "LEGAL_BASIS": LEGAL_BASIS})
    SubElement(root, KEY).text = key
    if previous:
        SubElement(root, PREVIOUS).text = previous
    _fill(root, _as_a_notice(release), "", 0)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _as_a_notice(release: JsonObject) -> JsonObject:
    """Without what is ours alone: the service mints its own ids, and has one milestone."""
    kept = {name: value for name, value in release.items() if name not in OURS}
    planning = dict(at(release, "planning") or {})
    milestones = [each for each in objects(planning.get("milestones")) if each.get("id") == ONLY]
    planning |= {"milestones": milestones, "documents": None}
    return kept | {"planning": planning}


def _fill(parent: Element, thing: JsonObject, path: str, depth: int) -> None:
    if depth > DEEPEST:
        raise DoesNotFit("The notice has too many levels, one inside the other, to be sent.")
    for name, value in thing.items():
        where = f"{path}/{name}".removeprefix("/")
        if not ELEMENT.fullmatch(name):
            raise DoesNotFit(f"The notice has a field that cannot be sent: {where[:120]}.")
        for item in _items(value):
            if isinstance(item, dict):
                _fill(SubElement(parent, name), item, where, depth + 1)
            else:
                SubElement(parent, name).text = _words(item, name, where)


def _items(value: Json) -> Iterator[Json]:
    """A list is its element several times; what says nothing is no element."""
    for item in value if isinstance(value, list) else [value]:
        blank = isinstance(item, str) and not item.strip()
        if item is not None and not blank and item not in ({}, []):
            yield item


def _words(value: Json, name: str, where: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    words = NOT_IN_XML.sub("", str(value))
    longest = LONGEST.get(name, OTHERWISE)
    if len(words) > longest:
        raise DoesNotFit(
            f"{where} has {len(words):,} characters. Find a Tender takes {longest:,}: shorten it."
        )
    return words
