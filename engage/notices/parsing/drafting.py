"""The fields of a challenge's draft that a notice can fill."""

from decimal import ROUND_HALF_UP, Decimal

from engage.challenges.reference import common_region
from engage.notices.parsing.notice import Notice

LONGEST_TITLE = 200
VAT = Decimal("1.2")  # the standard rate; most services that councils buy


def draft_fields(notice: Notice) -> dict[str, object]:
    """Values for a draft, by field; a field the notice does not give is None or empty.

    ``engagement_ends`` is an aware UTC datetime, ``value_pounds`` whole pounds with VAT,
    ``region`` one of ``reference.region_choices``.
    """
    title = notice.title or ""
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    return {
        "title": title,
        "need": notice.description or "",
        "how_to_take_part": notice.process or "",
        "engagement_ends": notice.engagement_ends,
        "cpv_codes": list(notice.cpv_codes),
        "region": common_region(notice.regions) or "",
        "value_pounds": _pounds(notice),
        "category": notice.category or "",
        "contract_starts": notice.contract_starts,
        "contract_ends": notice.contract_ends,
        "source_url": notice.url or "",
        "source_ocid": notice.ocid or "",
        "source_notice_id": notice.notice_id or "",
    }


def _pounds(notice: Notice) -> int | None:
    if notice.currency != "GBP":
        return None
    gross = notice.value_gross or (notice.value_net and notice.value_net * VAT)
    return int(gross.quantize(Decimal(1), ROUND_HALF_UP)) if gross else None
