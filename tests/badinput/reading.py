"""The forms of a page with every control they have, and how to fill them in sensibly."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from lxml import html

Pair = tuple[str, str]
TYPED = ("text", "textarea", "email", "password", "search", "tel", "number", "url")
PARTS = {"day": "18", "month": "6", "year": "2026"}
FITTING = {
    "postcode": "MA1 2BC",
    "ppon": "PJYG-6658-PPMY",
    "website": "https://marlbury.example.org",
    "term_dates": "https://marlbury.example.org/term-dates",
    "company_number": "01234567",
    "words": "damp, mould",
    "charity_number": "SC012345",
    "pipeline_number": "012345-2026",
    "cpv_codes": "72000000",
    "notice_id": "099001-2026",
    "notice_ocid": "ocds-h6vhtk-0f0001",
    "joining_link": "https://meet.example.org/x",
    "address": "https://meet.example.org/x",
    "ends": "4pm",
    "days": "19 6 2026",
    "last_ends": "4pm",
    "lunch_ends": "3pm",
    "closes_day-month": "3",
    "day-month": "3",  # a workshop is before the end of the world's engagements
    "published_on-month": "1",
    "ends-month": "6",
    "pasted": '{"ocid": "ocds-b5fd17-1", "tender": {"title": "Damp homes"}}',
}
TIME_NAMES = ("time", "starts", "ends", "hour")
NOT_TYPED = ("submit", "image", "reset")
PASSWORD = "copper lantern river"


@dataclass
class Control:
    """One named control, or all the radios or boxes of one name."""

    name: str
    kind: str
    ids: set[str] = field(default_factory=set)
    numeric: bool = False
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)

    @property
    def part(self) -> str:
        """day, month or year, when it is one input of a date."""
        ending = self.name.rpartition("-")[2]
        return ending if ending in PARTS and self.kind == "text" else ""

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED and not self.part

    @property
    def is_time(self) -> bool:
        return self.kind == "text" and self.name.rpartition("_")[2] in TIME_NAMES

    @property
    def is_spare(self) -> bool:
        """In the second or a later row of a table; people may leave those empty."""
        return self.name[-2:] in {f"_{number}" for number in range(2, 10)}

    @property
    def is_choice(self) -> bool:
        return self.kind in ("radio", "checkbox", "select")


@dataclass
class Form:
    """A form: where it posts, and its controls by name."""

    action: str
    method: str
    upload: bool
    controls: dict[str, Control] = field(default_factory=dict)

    def dates(self) -> list[str]:
        """The names of dates that are given in three inputs."""
        names = [each.name.rpartition("-")[0] for each in self.controls.values() if each.part]
        return list(dict.fromkeys(names))

    def filled(self) -> dict[str, list[str]]:
        """What somebody sends who answers everything in a few plain words."""
        return {name: sensible(control) for name, control in self.controls.items()}


def sensible(control: Control) -> list[str]:
    """A value that most fields take; what the page has filled in already stays."""
    if control.name in FITTING:
        return [FITTING[control.name]]
    if control.is_spare or any(control.values) or control.kind in ("hidden", "button", "file"):
        return control.values
    if control.is_choice:
        return [value for value in control.offered if value][:1]
    return [_words(control)]


def _words(control: Control) -> str:
    if control.part:
        return PARTS[control.part]
    if control.kind == "password":
        return PASSWORD
    if control.kind == "email" or "email" in control.name:
        return "ida.novak@example.org"
    if control.numeric:
        return "20"
    return "2pm" if control.is_time else "Plain words"


def forms_of(page: str) -> list[Form]:
    root = tree(page)
    return [] if root is None else [_form(node) for node in root.iter("form")]


def tree(page: str) -> Any:
    parser = html.HTMLParser(huge_tree=True)
    return html.document_fromstring(page, parser=parser) if page.strip() else None


def _form(node: Any) -> Form:
    form = Form(
        node.get("action") or "",
        (node.get("method") or "get").lower(),
        "multipart" in (node.get("enctype") or ""),
    )
    for each in node.iter("input", "textarea", "select", "button"):
        name = each.get("name")
        if name and name != "csrf_token":
            _add(form, name, each)
    return form


def _add(form: Form, name: str, node: Any) -> None:
    kind = {each: each for each in ("textarea", "select", "button")}.get(
        node.tag, (node.get("type") or "text").lower()
    )
    if kind in NOT_TYPED:
        return
    if node.tag == "button" and name in form.controls:
        return  # one button is pressed, the first
    control = form.controls.setdefault(name, Control(name, kind))
    control.ids |= {node.get("id") or name}
    control.numeric = node.get("inputmode") == "numeric" or kind == "number"
    value = node.get("value") or ""
    if kind == "select":
        control.offered = [each.get("value") or "" for each in node.iter("option")]
        control.values = [
            each.get("value") or "" for each in node.iter("option") if each.get("selected")
        ]
    elif kind in ("radio", "checkbox"):
        control.offered.append(value)
        control.values += [value] if "checked" in node.attrib else []
    elif kind == "textarea":
        control.values = [node.text_content().removeprefix("\n")]
    elif kind != "file":
        control.values.append(value)


class Percent(str):
    """What is sent as it stands, because it is no UTF-8."""


def encoded(data: dict[str, list[str]]) -> bytes:
    """A form as a browser sends it."""
    return "&".join(
        f"{quote_plus(name)}={value if isinstance(value, Percent) else quote_plus(value)}"
        for name, value in pairs_of(data)
    ).encode()


def pairs_of(data: dict[str, list[str]]) -> Iterator[Pair]:
    for name, values in data.items():
        yield from ((name, value) for value in values)
