"""Is a release what it claims to be? OCDS 1.1.5 with the UK extension, checked offline.

The schema is in ``engage/notices/data``, made by ``tools/build_ocds_schema.py``. Only workers
import this: the checker of schemas costs a web process memory it never uses.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft4Validator, FormatChecker

formats = FormatChecker(formats=())


class InvalidRelease(Exception):
    """A release that must not be published: the fault is ours, not the officer's."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def require_valid(release: dict[str, Any]) -> None:
    """Raise InvalidRelease with every fault that the schema finds."""
    if problems := list(faults(release)):
        raise InvalidRelease(problems)


def faults(release: dict[str, Any]) -> Iterator[str]:
    """Each fault, with where it is: ``tender.value.amount: '1' is not of type 'number'``."""
    for error in sorted(_validator().iter_errors(release), key=lambda each: each.json_path):
        yield f"{error.json_path.removeprefix('$.')}: {error.message}"


@cache
def _validator() -> Draft4Validator:
    source = resources.files("engage.notices") / "data" / "release-schema.json"
    schema = json.loads(source.read_text(encoding="utf-8"))
    return Draft4Validator(schema, format_checker=formats)


@formats.checks("date-time")
def _is_instant(value: object) -> bool:
    """RFC 3339: with seconds and an offset."""
    if not isinstance(value, str):
        return True
    try:
        return datetime.fromisoformat(value).tzinfo is not None and "T" in value
    except ValueError:
        return False


@formats.checks("uri")
def _is_address(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)
