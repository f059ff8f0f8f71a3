"""People to invite, out of what officers paste or upload: a line is never thrown away unseen."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from engage.kernel.text import UNPRINTABLE, clean_line

MOST_COLUMNS = 30
DELIMITERS = "\t;,"
NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>")
HEADINGS = {
    "email": re.compile(r"(.*\b)?e-?mails?\b.*|address", re.IGNORECASE),
    "organisation": re.compile(
        r".*(organi[sz]ation|company|supplier|firm|business).*", re.IGNORECASE
    ),
    "name": re.compile(r".*(name|contact|person).*", re.IGNORECASE),
}


@dataclass(frozen=True)
class Line:
    """One person; ``email`` is empty where there is none that can be used."""

    typed: str
    email: str = ""
    name: str = ""
    organisation: str = ""


def people_in(text: str) -> Iterator[Line]:
    """Somebody from each line: an address, ``Name <address>``, or cells as in CSV."""
    return people_of(_cells(row) for row in text.splitlines())


def people_of(rows: Iterable[Sequence[str]]) -> Iterator[Line]:
    """Somebody from each row that holds anything. A first row of headings says what is what."""
    where: Mapping[str, int] = {}
    first = True
    for row in rows:
        cells = [_clean(cell) for cell in row[:MOST_COLUMNS]]
        if not any(cells):
            continue
        headings = _headings(cells) if first else {}
        first = False
        if headings:
            where = headings
        else:
            yield from _people(cells, where)


def usable(address: str) -> str:
    """The address in its normal form, in lower case; empty when nothing can be sent there."""
    try:
        found = validate_email(
            address, check_deliverability=False, test_environment=True, allow_smtputf8=False
        )
    except EmailNotValidError:
        return ""
    plain = (found.ascii_email or found.normalized).lower()
    return plain if len(plain) <= 254 else ""


def _clean(cell: str) -> str:
    return clean_line(UNPRINTABLE.sub("", cell))


def _cells(line: str) -> list[str]:
    """The parts of a line of text: by tabs, else by semicolons, else by commas."""
    delimiter = next((each for each in DELIMITERS if each in line), ",")
    return next(csv.reader([line.replace("\x00", "")], delimiter=delimiter), [])


def _headings(cells: Sequence[str]) -> dict[str, int]:
    if any("@" in cell for cell in cells):
        return {}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        meant = next((what for what, looks in HEADINGS.items() if looks.fullmatch(cell)), None)
        if meant is not None:
            found.setdefault(meant, place)
    return found if "email" in found else {}


def _people(cells: Sequence[str], where: Mapping[str, int]) -> Iterator[Line]:
    """One person, or one from each cell where there is nothing but addresses."""
    addresses = [cell for cell in cells if "@" in cell]
    if len(addresses) > 1 and len(addresses) == len([cell for cell in cells if cell]):
        for cell in addresses:
            yield _person([cell], {})
    else:
        yield _person(cells, where)


def _person(cells: Sequence[str], where: Mapping[str, int]) -> Line:
    typed = ", ".join(cell for cell in cells if cell)[:500]
    place = where.get("email", _place_of_address(cells))
    if place is None or place >= len(cells):
        return Line(typed)
    named = NAMED.fullmatch(cells[place])
    address = named["email"] if named else cells[place]
    said = {"name": clean_line(named["name"]).strip("\"'") if named else ""}
    rest = [cell for index, cell in enumerate(cells) if cell and index != place]
    told = _by_headings(cells, where) if where else dict(zip(_order(said), rest, strict=False))
    said |= {what: cell for what, cell in told.items() if cell}
    return Line(typed, usable(address), said["name"][:120], said.get("organisation", "")[:200])


def _order(said: Mapping[str, str]) -> tuple[str, ...]:
    """What the cells beside an address are, where no heading says it."""
    return ("organisation",) if said["name"] else ("organisation", "name")


def _by_headings(cells: Sequence[str], where: Mapping[str, int]) -> dict[str, str]:
    wanted = ((what, where.get(what)) for what in ("name", "organisation"))
    return {what: cells[at] for what, at in wanted if at is not None and at < len(cells)}


def _place_of_address(cells: Sequence[str]) -> int | None:
    return next((index for index, cell in enumerate(cells) if "@" in cell), None)
