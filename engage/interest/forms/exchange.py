"""A profile as a file, to take away and to bring back: JSON, or CSV with a line for each field."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from engage.challenges.reference import (
    UnknownCode,
    cpv_label,
    parse_cpv,
    parse_region,
    region_choice,
)
from engage.files.checking import WrongFile
from engage.files.checking.texts import decoded
from engage.interest.forms.profile import ProfileForm
from engage.kernel.comma_separated import BYTE_ORDER_MARK, line
from engage.kernel.errors import Refusal
from engage.kernel.text import inert, looks_like_formula
from engage.suppliers.queries import LONGEST_CODE, branch_of
from engage.web.fields import UploadField
from engage.web.forms import Form

LARGEST = 100 * 1024
YES = {"yes": "yes", "true": "yes", "1": "yes", "no": "", "false": "", "0": "", "": ""}
FLAGS = ("vcse", "social_enterprise", "alerts")
LISTS = ("regions", "codes")
WORDS = (
    *("name", "company_number", "charity_number", "ppon", "size"),
    *("about", "access_needs", "languages"),
)
HEADER = ["field", "value"]
IGNORED = ("engage_profile",)  # the version of what we write
Typed = dict[str, Any]


class BadProfile(Refusal):
    """A file that is no profile; ``faults`` has a sentence for each thing that is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults[0])
        self.faults = faults


class ProfileFileForm(Form):
    file = UploadField(
        "The file",
        hint="JSON or CSV, as you can download it here, at most 100 KB",
        extensions=("json", "csv"),
        max_bytes=LARGEST,
    )


def as_json(known: Mapping[str, Any]) -> str:
    """All that a supplier says of itself; CPV codes with their eight digits."""
    return json.dumps({"engage_profile": 1, **_said(known)}, ensure_ascii=False, indent=2) + "\n"


def as_csv(known: Mapping[str, Any]) -> str:
    """The same, a field on each line; several values with semicolons between."""
    rows = [line(HEADER)]
    for name, value in _said(known).items():
        text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value or ""
        rows.append(line([name, inert("; ".join(text) if isinstance(text, list) else text)]))
    return BYTE_ORDER_MARK + "".join(rows)


def _said(known: Mapping[str, Any]) -> Typed:
    codes = [code.ljust(LONGEST_CODE, "0") for code in known["codes"]]
    return {name: known[name] for name in (*WORDS, *FLAGS)} | {
        "regions": list(known["regions"]),
        "codes": codes,
    }


def read_profile(name: str, content: bytes, known: Mapping[str, Any]) -> Typed:
    """What to put into the form: as in the file, and as it is now what the file leaves out.

    Raises BadProfile with all that is wrong.
    """
    try:
        text = decoded(content)
        said = _of_json(text) if name.lower().endswith(".json") else _of_csv(text)
    except WrongFile as problem:
        raise BadProfile([str(problem)]) from None
    now = _said(known)
    faults: list[str] = []
    typed: Typed = {}
    for field, value in {**now, **said}.items():
        try:
            typed[field] = _typed(field, value)
        except Refusal as refusal:
            faults.append(str(refusal))
    if faults:
        raise BadProfile(faults)
    return typed


def _of_json(text: str) -> Typed:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as problem:
        line_number = getattr(problem, "lineno", 1)
        raise BadProfile([f"This is not JSON. Look at line {line_number}."]) from None
    if not isinstance(said, dict):
        raise BadProfile(["The file must hold one JSON object, with a field for each thing"])
    return {key: value for key, value in said.items() if key not in IGNORED}


def _of_csv(text: str) -> Typed:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise BadProfile(["This is not CSV: a quotation mark is missing"]) from None
    if not rows or [cell.strip().lower() for cell in rows[0]] != HEADER:
        raise BadProfile(["The first line must be: field,value"])
    said: Typed = {}
    faults = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != 2:
            faults += [f"Line {number} must have a field and a value"] if any(row) else []
        elif row[0] in said:
            faults.append(f"Line {number} says “{row[0][:40]}” again")
        else:
            said[row[0].strip()] = _bare(row[1])
    if faults:
        raise BadProfile(faults)
    return said


def _bare(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and looks_like_formula(text[1:]) else text


def _typed(field: str, value: Any) -> Any:
    if field in WORDS:
        return _words(field, value)
    if field in FLAGS:
        return _flag(field, value)
    if field in LISTS:
        read = _region if field == "regions" else _branch
        return [read(each) for each in _several(field, value)]
    raise Refusal(f"“{field[:40]}” is not a field of a profile. Take it out of the file.")


def _words(field: str, value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Refusal(f"{_label(field)}: write it as text")


def _flag(field: str, value: Any) -> str:
    said = YES.get(str(value if value is not None else "").strip().lower())
    if said is None:
        raise Refusal(f"{_label(field)}: write yes or no")
    return said


def _several(field: str, value: Any) -> Iterator[str]:
    parts = value.split(";") if isinstance(value, str) else value or []
    if not isinstance(parts, list) or not all(isinstance(each, str) for each in parts):
        raise Refusal(f"{_label(field)}: write a list of texts")
    yield from (each.strip() for each in parts if each.strip())


def _region(text: str) -> str:
    code = region_choice(parse_region(text))
    if code is None:
        raise UnknownCode(f"“{text[:40]}” is not a UK region.")
    return code


def _branch(text: str) -> str:
    short = text.isdecimal() and text.isascii() and 2 <= len(text) < LONGEST_CODE
    code = text.ljust(LONGEST_CODE, "0") if short else text
    return branch_of(code if short and cpv_label(code) else parse_cpv(code))


def _label(field: str) -> str:
    return str(ProfileForm()[field].label.text)
