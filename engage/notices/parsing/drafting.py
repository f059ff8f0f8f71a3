"""The fields of a challenge's draft that a notice can fill."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from engage.challenges.lots import lot
from engage.challenges.reference import common_region
from engage.notices.mapping import net_of
from engage.notices.parsing.notice import Lot, Notice

LONGEST_TITLE = 200
VAT = Decimal("1.2")  # the standard rate; most services that councils buy


def draft_fields(notice: Notice) -> dict[str, object]:
    """Values for a draft, by field; a field the notice does not give is None or empty.

    ``engagement_ends`` is an aware UTC datetime, ``value_pounds`` whole pounds with VAT,
    ``region`` one of ``reference.region_choices``.
    """
    ends, latest = _in_order(notice)
    return {
        "title": _short(notice.title or ""),
        "need": notice.description or "",
        "how_to_take_part": notice.process or "",
        "engagement_ends": notice.engagement_ends,
        "cpv_codes": list(notice.cpv_codes),
        "region": common_region(notice.regions) or "",
        "value_pounds": _pounds(notice, notice),
        "net_pounds": _net(notice),
        "sme_suitable": bool(notice.sme_suitable),
        "vcse_suitable": bool(notice.vcse_suitable),
        "lots": list(_lots(notice)),
        "category": notice.category or "",
        "contract_starts": notice.contract_starts,
        "contract_ends": ends,
        "contract_ends_latest": latest,
        "renewal": notice.renewal or "",
        "source_url": notice.url or "",
        "source_ocid": notice.ocid or "",
        "source_notice_id": notice.notice_id or "",
    }


def _short(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    return f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def _in_order(notice: Notice) -> tuple[date | None, date | None]:
    """The end and the latest end of the contract, without one that comes too early."""
    starts, ends, latest = notice.contract_starts, notice.contract_ends, notice.contract_ends_latest
    if starts and ends and ends < starts:
        ends = None
    before = ends or starts
    return ends, None if before and latest and latest < before else latest


def _pounds(notice: Notice, of: Notice | Lot) -> int | None:
    if notice.currency != "GBP":
        return None
    gross = of.value_gross or (of.value_net and of.value_net * VAT)
    return _whole(gross)


def _net(notice: Notice) -> int | None:
    """What the notice says without VAT, where that is not 20% of it."""
    net, gross = _whole(notice.value_net), _pounds(notice, notice)
    if net is None or gross is None or not notice.value_gross or net > gross:
        return None
    return None if abs(net - net_of(gross)) <= 1 else net


def _lots(notice: Notice) -> Iterator[dict[str, Any]]:
    """Named lots; one without a name is only the whole contract."""
    named = len(notice.lots) > 1 or any(each.title for each in notice.lots)
    for number, each in enumerate(notice.lots if named else (), start=1):
        yield lot(
            title=_short(each.title or f"Lot {number}"),
            description=each.description or "",
            value=_pounds(notice, each),
            cpv_codes=sorted(each.cpv_codes),
        )


def _whole(value: Decimal | None) -> int | None:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP)) if value else None
