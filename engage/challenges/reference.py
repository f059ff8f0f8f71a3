"""Reference lists: purposes, and CPV codes and UK regions, read once, when first needed.

CPV is the Common Procurement Vocabulary of Regulation (EC) 213/2008; regions are the
ITL codes Find a Tender uses. Sources and licences: ``data/README.md``.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from engage.kernel.errors import Refusal

CPV_SHAPE = re.compile(
    r"\s*(?:CPV)?[\s:]*((?:[0-9]\s*){8})(?:-\s*[0-9](?![0-9]))?\W*(?:[^\W0-9].*)?", re.I | re.S
)
CPV_FILE = "cpv_2008_en.csv"
CODE = re.compile(r"[0-9]{8}")
CPV_ROW = re.compile(r'^([0-9]{8}),("(?:[^"]|"")*"|[^,\n]*),', re.M)
CPV_DIVISION = re.compile(r'^([0-9]{2}000000),("(?:[^"]|"")*"|[^,\n]*),', re.M)
NATIONS_AT_ITL1 = {"WLS": "UKL", "SCT": "UKM", "NIR": "UKN"}
OTHER_NAMES = {
    "any region": "UK",
    "gb": "UK",
    "great britain": "UK",
    "national": "UK",
    "yorkshire and humberside": "UKE",
    "yorkshire and humber": "UKE",
    "eastern": "UKH",
    "greater london": "UKI",
}
LONGEST_ECHO = 40
PURPOSES = {  # of PA 2023 s.16(1), in plain words; the law's own words are linked where they stand
    "a": "Work out what we need and how to buy it",
    "b": "Design the procedure, the conditions of taking part and the award criteria",
    "c": "Prepare the tender notice and the tender documents",
    "d": "Find out which suppliers could do it",
    "e": "Find out what contract terms are likely",
    "f": "Help suppliers get ready for the contract",
}
VALUE_BANDS: dict[str, tuple[str, int, int | None]] = {  # from so many pounds to less than
    "1": ("Under £50,000", 0, 50_000),
    "2": ("£50,000 to £250,000", 50_000, 250_000),
    "3": ("£250,000 to £1 million", 250_000, 1_000_000),
    "4": ("£1 million to £5 million", 1_000_000, 5_000_000),
    "5": ("£5 million or more", 5_000_000, None),
}
CATEGORIES = {"goods": "Goods", "services": "Services", "works": "Works"}


class UnknownCode(Refusal):
    """The code is not in the list."""


@dataclass(frozen=True, slots=True)
class Region:
    """A nation or region; ``level`` 3 is ITL1, 5 is ITL3."""

    code: str
    label: str
    parent: str | None
    level: int


@lru_cache(maxsize=500)
def cpv_label(code: str) -> str | None:
    """What an eight-digit CPV code means, or None when there is no such code."""
    if not CODE.fullmatch(code):
        return None
    found = CPV_ROW.match(_cpv(), _cpv().find(f"\n{code},") + 1)
    return _label(found) if found and found[1] == code else None


def parse_cpv(text: str) -> str:
    """The eight digits of ``48000000``, ``48000000-8`` or ``48000000 Software``.

    The check digit is dropped. Raises UnknownCode with a sentence for the user.
    """
    found = CPV_SHAPE.fullmatch(text[:300])
    if found is None:
        raise UnknownCode(
            f"“{_echo(text)}” is not a CPV code. Enter 8 digits, for example 48000000."
        )
    code = re.sub(r"\s", "", found[1])
    if cpv_label(code) is None:
        raise UnknownCode(
            f"“{code}” is not in the list of CPV codes. Check the digits, or search for a word."
        )
    return code


def search_cpv(words: str, limit: int = 20) -> list[tuple[str, str]]:
    """Codes whose digits or description hold the start of every word given.

    General codes come first, then short descriptions.
    """
    wanted = re.findall(r"\w+", words.lower())[:10]
    if not wanted or limit < 1:
        return []
    tests = [re.compile(rf"\b{re.escape(word)}") for word in wanted]
    labels = ((row[1], _label(row)) for row in CPV_ROW.finditer(_cpv()))
    hits = [
        (code, label)
        for code, label in labels
        if all(test.search(f"{code} {label.lower()}") for test in tests)
    ]
    return sorted(hits, key=_generality)[:limit]


def divisions() -> list[tuple[str, str]]:
    """The 45 top-level CPV codes, for a select or a filter."""
    return list(_divisions())


def codes_within(code: str) -> tuple[str, str]:
    """The first and the last code of a branch of the tree: 48200000 to 48299999."""
    branch = code.rstrip("0").ljust(2, "0")
    return branch.ljust(8, "0"), branch.ljust(8, "9")


@lru_cache(maxsize=200)
def branches(code: str) -> tuple[tuple[str, str], ...]:
    """Where a code stands in the tree: its division and what lies between, itself, one step down.

    Empty when there is no such code.
    """
    if cpv_label(code) is None:
        return ()
    size = len(code.rstrip("0").ljust(2, "0"))
    above = (code[:length].ljust(8, "0") for length in range(2, size + 1))
    path = [(each, label) for each in dict.fromkeys(above) if (label := cpv_label(each))]
    below = re.compile(rf'^({code[:size]}[1-9]0{{{7 - size}}}),("(?:[^"]|"")*"|[^,\n]*),', re.M)
    found = below.finditer(_cpv()) if size < 8 else ()
    return (*path, *((row[1], _label(row)) for row in found))


def division(code: str) -> str:
    """The top-level code over a code: 48000000 for 48219300."""
    return f"{code[:2]}000000"


def region_label(code: str) -> str | None:
    """The name of a nation or region, or None when there is no such code."""
    region = _regions().get(code)
    return region.label if region else None


def parse_region(text: str) -> str:
    """The code of a region given as a code (``UKE42``, ``TLE42``) or as a name.

    Raises UnknownCode with a sentence for the user.
    """
    plain = " ".join(text[:300].split())
    code = re.sub(r"^TL(?=[C-N])", "UK", plain.upper())
    if code in _regions():
        return code
    named = _regions_by_name().get(_name_key(plain))
    if named is None:
        raise UnknownCode(f"“{_echo(text)}” is not a UK region. Choose one from the list.")
    return named


def region_choices() -> list[tuple[str, str]]:
    """(code, name) of the UK, England and the 12 ITL1 regions, for a select."""
    whole = [(code, _regions()[code].label) for code in ("UK", "ENG")]
    itl1 = [(r.code, r.label) for r in _regions().values() if r.level == 3 and r.parent != "UKZ"]
    return whole + itl1


def region_choice(code: str) -> str | None:
    """The choice of ``region_choices`` a code belongs to: UKE for UKE42."""
    codes = {choice for choice, _ in region_choices()}
    for step in region_path(code):
        step = NATIONS_AT_ITL1.get(step, step)
        if step in codes:
            return step
    return None


def regions_within(code: str) -> list[str]:
    """The choices of ``region_choices`` that lie in this one, itself among them."""
    return [choice for choice, _ in region_choices() if code in region_path(choice)]


def common_region(regions: Iterable[str]) -> str | None:
    """The smallest choice that holds all the regions given; None for none."""
    choices = [choice for choice in map(region_choice, regions) if choice]
    if not choices:
        return None
    paths = [list(region_path(choice)) for choice in choices]
    shared = [step for step in paths[0] if all(step in path for path in paths)]
    return shared[0] if shared else "UK"


def region_path(code: str) -> Iterator[str]:
    """A region's code, then its parent's, up to the nation and the UK."""
    region = _regions().get(code)
    while region is not None:
        yield region.code
        region = _regions().get(region.parent or "")


def _echo(text: str) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in text[:200]).split())
    return plain if len(plain) <= LONGEST_ECHO else f"{plain[:LONGEST_ECHO]}…"


def _generality(hit: tuple[str, str]) -> tuple[int, int, str]:
    code, label = hit
    return len(code.rstrip("0")), len(label), code


def _name_key(name: str) -> str:
    return re.sub(r"\s*\(england\)$|^the\s+", "", name.lower().replace("&", "and"))


def _text(name: str) -> str:
    return (resources.files("engage.challenges") / "data" / name).read_text(encoding="utf-8")


@cache
def _cpv() -> str:
    """The list as it lies in its file: a fifth of what 9,454 codes and labels would take."""
    return _text(CPV_FILE)


def _label(row: re.Match[str]) -> str:
    return row[2].strip('"').replace('""', '"')


@cache
def _divisions() -> tuple[tuple[str, str], ...]:
    return tuple((row[1], _label(row)) for row in CPV_DIVISION.finditer(_text(CPV_FILE)))


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the tables in ``data/``, by column name."""
    yield from csv.DictReader(_text(name).splitlines())


@cache
def _regions() -> dict[str, Region]:
    regions = (
        Region(row["code"], row["description_en"], row["parent_code"] or None, int(row["level"]))
        for row in rows_of("uk_nuts_itl_cdp_en_cy.csv")
    )
    return {region.code: region for region in regions}


@cache
def _regions_by_name() -> dict[str, str]:
    names = dict(OTHER_NAMES)
    for region in sorted(_regions().values(), key=lambda region: -region.level):
        code = NATIONS_AT_ITL1.get(region.code, region.code)
        names[_name_key(region.label)] = code
    return names
