"""The notice for a form that is filled in by hand: field by field, in the order of that form.

The order is the one in which Find a Tender shows a preliminary market engagement notice. Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engage.challenges.reference import region_label
from engage.kernel.clock import spoken_date
from engage.notices.mapping import Facts, Lot, description_of, last_day, net_value, process_of

CATEGORIES = {"goods": "Goods", "services": "Services", "works": "Works"}


@dataclass(frozen=True, slots=True)
class Field:
    """One box of the official form; ``key`` tells it from the others on a page."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the official form, and the boxes below it that we can fill."""

    title: str
    fields: tuple[Field, ...]


def pack_of(facts: Facts) -> list[Part]:
    """Every box that the facts fill; empty boxes are left out."""
    parts = (
        ("Scope", _scope(facts)),
        *((f"Lot {number}", _lot(number, lot)) for number, lot in enumerate(facts.lots, start=1)),
        ("Engagement", _engagement(facts)),
        ("Participation", _participation(facts)),
        ("Submission", _submission(facts)),
        ("Procedure", _procedure(facts)),
        ("Contracting authority", _authorities(facts)),
    )
    kept = [(title, tuple(each for each in fields if each.value)) for title, fields in parts]
    return [Part(title, fields) for title, fields in kept if fields]


def as_text(facts: Facts) -> str:
    """The same as one plain text, CRLF line ends for every editor."""
    lines = [f"Notice for {facts.reference}: {facts.title}", ""]
    for part in pack_of(facts):
        lines += [part.title.upper(), ""]
        for field in part.fields:
            lines += [f"{field.label}:", *field.value.splitlines(), ""]
    return "\r\n".join(lines)


def _scope(facts: Facts) -> Iterator[Field]:
    yield Field("title", "Title", facts.title)
    yield Field("reference", "Reference", facts.reference)
    yield Field("description", "Description", description_of(facts))
    yield Field("net", "Total value, without VAT", _pounds(net_value(facts)))
    yield Field("gross", "Total value, with VAT", _pounds(facts.gross))
    yield Field("starts", "Contract start date", _day(facts.contract_starts))
    yield Field("ends", "Contract end date", _day(facts.contract_ends))
    extended = _day(facts.contract_ends_latest)
    yield Field("extended", "Contract end date, with possible extension", extended)
    yield Field("renewal", "Description of possible extension or renewal", facts.renewal)
    yield Field("category", "Main procurement category", CATEGORIES.get(facts.category, ""))
    yield Field("cpv", "CPV classifications", _codes(facts.cpv))
    yield Field("place", "Contract locations", _place(facts.region))
    above = {True: "Yes", False: "No", None: ""}[facts.above_threshold]
    yield Field("above", "Above the threshold", above)


def _lot(number: int, lot: Lot) -> Iterator[Field]:
    key = f"lot-{number}-"
    yield Field(f"{key}title", "Title", lot.title)
    yield Field(f"{key}description", "Description", lot.description)
    yield Field(f"{key}gross", "Lot value, with VAT", _pounds(lot.gross))
    yield Field(f"{key}cpv", "CPV classifications", _codes(lot.cpv))


def _participation(facts: Facts) -> Iterator[Field]:
    suits = (
        ("Small and medium-sized enterprises (SME)", facts.sme_suitable),
        ("Voluntary, community and social enterprises (VCSE)", facts.vcse_suitable),
    )
    fitting = "\n".join(who for who, fits in suits if fits)
    yield Field("suitability", "Particular suitability", fitting)


def _engagement(facts: Facts) -> Iterator[Field]:
    deadline = _day(last_day(facts.ends)) if facts.ends else ""
    yield Field("deadline", "Engagement deadline", deadline)
    yield Field("process", "Engagement process description", process_of(facts))


def _submission(facts: Facts) -> Iterator[Field]:
    label = "Publication date of tender notice (estimated)"
    yield Field("tender", label, _day(facts.tender_on))


def _procedure(facts: Facts) -> Iterator[Field]:
    yield Field("regime", "Special regime", "Light touch" if facts.light_touch else "")


def _authorities(facts: Facts) -> Iterator[Field]:
    for number, buyer in enumerate(facts.buyers, start=1):
        key = f"buyer-{number}-"
        address = "\n".join(filter(None, (buyer.street, buyer.locality, buyer.postcode)))
        yield Field(f"{key}name", "Name", buyer.name)
        yield Field(f"{key}ppon", "Public Procurement Organisation Number", buyer.ppon)
        yield Field(f"{key}address", "Address", address)
        yield Field(f"{key}region", "Region", _place(buyer.region))
        yield Field(f"{key}email", "E-mail", buyer.email)
        yield Field(f"{key}website", "Website", buyer.website)
        kind = "Public authority - sub-central government"
        yield Field(f"{key}type", "Organisation type", kind)
        yield Field(f"{key}role", "Summary of its role", facts.role if number == 1 else "")
    for number, other in enumerate(facts.others, start=1):
        key = f"other-{number}-"
        role = "Contracting authority too" if other.buys else other.summary
        yield Field(f"{key}name", "Name", other.name)
        yield Field(f"{key}ppon", "Public Procurement Organisation Number", other.ppon)
        yield Field(f"{key}role", "Summary of its role", role)


def _place(code: str) -> str:
    """As codes of the subject stand there: code and name."""
    return f"{code} {region_label(code) or ''}".strip()


def _codes(codes: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{code} {label}".strip() for code, label in codes)


def _pounds(value: int | None) -> str:
    return "" if value is None else f"£{value:,}"


def _day(day: date | None) -> str:
    return spoken_date(day) if day else ""
