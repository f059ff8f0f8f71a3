"""What the contract would be about: codes, places, value, lots and dates."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from engage.challenges.reference import UnknownCode, parse_cpv, parse_region
from engage.notices.parsing.notice import Lot, Notice
from engage.notices.parsing.values import (
    Json,
    JsonObject,
    amount,
    at,
    day,
    flag,
    line,
    objects,
    text,
)

MOST_ITEMS = 1000
LONGEST = 36_500  # days of a contract
ONE_DAY = timedelta(days=1)
NATIONS = {"england", "scotland", "wales", "northern ireland"}


def with_subject(notice: Notice, tender: Json) -> Notice:
    """The notice with its subject-matter and place (reg.17(2)(d))."""
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for written in _cpv_texts(tender):
        try:
            known[parse_cpv(written)] = None
        except UnknownCode:
            unknown[written[:40]] = None
    return replace(
        notice,
        cpv_codes=tuple(known),
        unknown_cpv_codes=tuple(unknown),
        regions=tuple(dict.fromkeys(_regions(tender))),
    )


def _cpv_texts(tender: Json) -> Iterator[str]:
    for holder in (tender, *objects(at(tender, "items")), *objects(at(tender, "lots"))):
        yield from _written_in(holder)


def _written_in(holder: Json) -> Iterator[str]:
    for key in ("classification", "additionalClassifications"):
        for one in objects(at(holder, key)):
            scheme, code = line(one.get("scheme")), line(one.get("id"))
            if code and (scheme or "CPV").upper().startswith("CPV"):
                yield code.zfill(8) if code.isascii() and code.isdigit() else code


def _codes_of(holder: Json) -> Iterator[str]:
    """Those that the list knows; the others are said of the whole notice."""
    for written in _written_in(holder):
        with suppress(UnknownCode):
            yield parse_cpv(written)


def _regions(tender: Json) -> Iterator[str]:
    for item in (*objects(at(tender, "items")), *objects(at(tender, "lots")), *objects(tender)):
        for key in ("deliveryAddresses", "deliveryAddress", "deliveryLocations"):
            for place in objects(item.get(key)):
                nation = line(place.get("countryName")) or ""
                region = line(place.get("region")) or (
                    nation if nation.lower() in NATIONS else None
                )
                if region and (code := _region(region)):
                    yield code


def _region(written: str) -> str | None:
    try:
        return parse_region(written)
    except UnknownCode:
        return None


def with_contract(notice: Notice, release: JsonObject) -> Notice:
    """The notice with its value, lots and dates; the whole contract spans all its lots."""
    tender = at(release, "tender")
    lots = _lots(tender)
    parts = (_lot(tender if isinstance(tender, dict) else {}, 0), *lots)
    gross, net, currency = _money(release, lots)
    return replace(
        notice,
        lots=lots,
        value_gross=gross,
        value_net=net,
        currency=currency,
        contract_starts=min(_days(part.contract_starts for part in parts), default=None),
        contract_ends=max(_days(part.contract_ends for part in parts), default=None),
        contract_ends_latest=max(_days(part.contract_ends_latest for part in parts), default=None),
        has_renewal=_any(part.has_renewal for part in parts),
        renewal="\n\n".join(dict.fromkeys(each.renewal for each in parts if each.renewal)) or None,
        sme_suitable=_any(part.sme_suitable for part in parts),
        vcse_suitable=_any(part.vcse_suitable for part in parts),
    )


def _lots(tender: Json) -> tuple[Lot, ...]:
    """Each lot, with the codes of the items that name it."""
    found = [_lot(lot, place) for place, lot in enumerate(objects(at(tender, "lots")), start=1)]
    items = list(islice(objects(at(tender, "items")), MOST_ITEMS))
    codes: dict[str, list[str]] = {}
    for item in items:
        named = line(item.get("relatedLot"), 80)
        if named:
            codes.setdefault(named, []).extend(_codes_of(item))
    return tuple(
        replace(lot, cpv_codes=tuple(dict.fromkeys(codes.get(lot.id, ())))) for lot in found
    )


def _lot(lot: JsonObject, place: int) -> Lot:
    period = at(lot, "contractPeriod")
    starts = day(at(period, "startDate"))
    return Lot(
        id=line(lot.get("id"), 80) or str(place),
        title=line(lot.get("title")),
        description=text(lot.get("description")),
        value_gross=amount(at(lot, "value", "amountGross")),
        value_net=amount(at(lot, "value", "amount")),
        contract_starts=starts,
        contract_ends=day(at(period, "endDate")) or _after(starts, period),
        contract_ends_latest=day(at(period, "maxExtentDate")),
        has_renewal=flag(lot.get("hasRenewal")),
        renewal=text(at(lot, "renewal", "description")),
        sme_suitable=flag(at(lot, "suitability", "sme")),
        vcse_suitable=flag(at(lot, "suitability", "vcse")),
    )


def _after(starts: date | None, period: Json) -> date | None:
    """The last day of a contract of which a notice says how long it takes, and not its end."""
    months, days = at(period, "durationInMonths"), at(period, "durationInDays")
    if starts is None:
        return None
    if _is_length(months, LONGEST // 30):
        years, month = divmod(starts.month - 1 + int(months), 12)
        first = date(starts.year + years, month + 1, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return min(first + timedelta(days=starts.day - 1), last + timedelta(days=1)) - ONE_DAY
    return starts + timedelta(days=int(days)) - ONE_DAY if _is_length(days, LONGEST) else None


def _is_length(thing: Json, most: int) -> bool:
    if not isinstance(thing, int | Decimal) or isinstance(thing, bool):
        return False
    return Decimal(thing).is_finite() and 0 < thing <= most and thing == int(thing)


def _money(
    release: JsonObject, lots: tuple[Lot, ...]
) -> tuple[Decimal | None, Decimal | None, str]:
    """Gross, net and currency: of the tender, or else of all its lots, or else the budget."""
    tender = at(release, "tender")
    for value in (at(tender, "value"), at(tender, "maxValue")):
        gross, net = amount(at(value, "amountGross")), amount(at(value, "amount"))
        if gross or net:
            return gross, net, _currency(value)
    gross, net = _sum(lot.value_gross for lot in lots), _sum(lot.value_net for lot in lots)
    if gross or net:
        return gross, net, _currency(at(tender, "lots", "value"))
    for value in (at(release, "planning", "budget", "amount"), at(tender, "minValue")):
        if gross := amount(at(value, "amountGross")):
            return gross, amount(at(value, "amount")), _currency(value)
        if net := amount(at(value, "amount")):
            return None, net, _currency(value)
    return None, None, "GBP"


def _currency(value: Json) -> str:
    found = (line(at(value, "currency")) or "").upper()
    return found if len(found) == 3 and found.isascii() and found.isalpha() else "GBP"


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, if every lot has a value: a part of the sum would mislead."""
    stated = list(values)
    known = [value for value in stated if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(stated) else None


def _days(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day is not None]


def _any(flags: Iterable[bool | None]) -> bool | None:
    stated = [flag for flag in flags if flag is not None]
    return any(stated) if stated else None
