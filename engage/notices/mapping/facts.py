"""What a release is made from: plain values, gathered by ``queries``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A contracting authority (reg.13): ``key`` tells it from the others where it has no PPON."""

    key: str
    name: str
    ppon: str = ""
    email: str = ""
    street: str = ""
    locality: str = ""
    postcode: str = ""
    region: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """An organisation that is not on engage: ``buys`` too (reg.13(b)), or acts for those who do.

    ``acted_for``: the council that leads buys for it. ``summary`` is of its role (reg.13(e)).
    """

    key: str
    name: str
    buys: bool
    acted_for: bool = False
    ppon: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A workshop of the engagement (reg.17(2)(f)(i))."""

    key: str
    title: str
    starts: datetime
    ends: datetime
    venue: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OneToOnes:
    """Meetings of one supplier each, which suppliers can ask for."""

    title: str
    slots: int
    starts: datetime  # of the first
    ends: datetime  # of the last
    where: str
    rule: str  # how slots are given
    closes: datetime  # nobody asks from then on


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part the contract may be bought in (s.18); without codes, those of the whole count."""

    title: str
    description: str = ""
    gross: int | None = None
    cpv: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version of the notice that is published on the central digital platform."""

    notice_id: str
    ocid: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One challenge. The first of ``buyers`` leads; instants are aware."""

    ocid: str  # our own, never one that Find a Tender mints
    reference: str
    address: str  # of the challenge's public page
    title: str
    need: str
    outcomes: str
    process: str
    category: str  # goods, services, works, or empty
    cpv: tuple[tuple[str, str], ...]  # code and label
    region: str  # ITL code, or empty
    gross: int | None  # whole pounds, VAT included
    net: int | None  # without VAT, where the council gives it
    above_threshold: bool | None
    light_touch: bool
    contract_starts: date | None
    contract_ends: date | None
    contract_ends_latest: date | None  # with every extension
    renewal: str  # how the contract may be extended or renewed
    sme_suitable: bool
    vcse_suitable: bool
    lots: tuple[Lot, ...]
    tender_on: date | None
    ends: datetime | None
    over: bool  # the engagement has ended
    retrospective: bool  # it had ended before anything was published
    withdrawn: bool
    buyers: tuple[Buyer, ...]
    sittings: tuple[Sitting, ...]
    notices: tuple[Published, ...]  # oldest first
    rationale: str  # why there is no notice: s.17(1)(b)
    nation: str  # of the authority: England, Wales, Scotland or Northern Ireland
    others: tuple[Other, ...] = ()
    one_to_ones: tuple[OneToOnes, ...] = ()
    assessed: bool = False  # there is a conflicts assessment: s.83

    @property
    def pages(self) -> Iterator[tuple[str, str, str, str]]:
        """Key, kind, title and address of what everybody can read on the challenge's own pages."""
        yield "page", "challengePage", self.title, self.address
        if not self.retrospective:  # everybody reads them there at the same time: s.16(3)
            title = f"Questions and answers: {self.title}"
            yield "questions", "clarifications", title, f"{self.address}#questions"
        if self.assessed:  # ss.81-83, without a name
            title = f"Conflicts assessment: {self.title}"
            yield "conflicts", "conflictOfInterest", title, f"{self.address}/conflicts"

    @property
    def role(self) -> str:
        """What the council that leads does for others, in a sentence; empty where it does not."""
        names = ", ".join(each.name for each in self.others if each.acted_for)
        return f"Buys for {names}." if names else ""
