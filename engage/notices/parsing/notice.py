"""What a published notice says, in our own words and types. Data only."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of the contract that may be awarded by itself."""

    id: str
    title: str | None = None
    description: str | None = None
    value_gross: Decimal | None = None
    value_net: Decimal | None = None
    contract_starts: date | None = None
    contract_ends: date | None = None
    contract_ends_latest: date | None = None
    has_renewal: bool | None = None
    renewal: str | None = None
    cpv_codes: tuple[str, ...] = ()
    sme_suitable: bool | None = None
    vcse_suitable: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file or page the notice points at."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One procurement's notice. None and () mean that the notice does not say.

    Instants are aware and in UTC; values are in ``currency``; ``contract_ends_latest`` counts
    every extension. ``time_in_text`` is the closing hour the text gives when the data gives
    another. ``notes`` are sentences about what could not be used.
    """

    ocid: str | None = None
    notice_id: str | None = None
    notice_type: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    buyer_name: str | None = None
    buyer_ppon: str | None = None
    buyer_email: str | None = None
    buyer_address: str | None = None
    other_buyers: tuple[str, ...] = ()
    reference: str | None = None
    title: str | None = None
    description: str | None = None
    process: str | None = None
    process_is_from_description: bool = False
    engagement_ends: datetime | None = None
    end_is_assumed: bool = False
    time_in_text: time | None = None
    category: str | None = None
    cpv_codes: tuple[str, ...] = ()
    unknown_cpv_codes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    value_gross: Decimal | None = None
    value_net: Decimal | None = None
    currency: str = "GBP"
    lots: tuple[Lot, ...] = ()
    contract_starts: date | None = None
    contract_ends: date | None = None
    contract_ends_latest: date | None = None
    has_renewal: bool | None = None
    renewal: str | None = None
    sme_suitable: bool | None = None
    vcse_suitable: bool | None = None
    documents: tuple[Document, ...] = ()
    notes: tuple[str, ...] = ()
