"""The mapping of a challenge to an OCDS 1.1 release, field by field, and nowhere else.

Each comment names the regulation's item (Procurement Regulations 2024, SI 2024/692) and the path
at which Find a Tender publishes it in a UK2 notice. Prospective and retrospective notices (s.17(2))
differ in the status of the milestones and in the tense of the text; a record of an engagement that
was over before anybody could read of it has no time for responses.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from engage.notices.mapping.facts import Buyer, Facts, Lot, Other, Published, Sitting
from engage.notices.mapping.values import begin_of_day, end_of_day, instant, without_gaps
from engage.notices.mapping.words import (
    description_of,
    last_day,
    net_of,
    net_value,
    process_of,
)

Json = dict[str, Any]

FIND_A_TENDER = "https://www.find-tender.service.gov.uk/Notice/"
ACT = {
    "id": "2023/54",
    "scheme": "UKPGA",
    "uri": "https://www.legislation.gov.uk/ukpga/2023/54/contents",
}
SUB_CENTRAL = {
    "scheme": "UK_CA_TYPE",
    "id": "publicAuthoritySubCentralGovernment",
    "description": "Public authority - sub-central government",
}
DEVOLVED = {"Wales": "GB-WLS", "Scotland": "GB-SCT", "Northern Ireland": "GB-NIR"}


def release_of(facts: Facts, *, number: int, tag: str, at: datetime) -> Json:
    """The release. ``number`` counts the challenge's releases, ``at`` is when it is made."""
    release: Json = without_gaps(
        {
            # our own identifier; the notice's is in relatedProcesses
            "ocid": facts.ocid,
            "id": f"{facts.reference}-{number}",
            "date": instant(at),
            "tag": [tag],
            "initiationType": "tender",
            "language": "en",
            # reg.17(2)(a), reg.13: parties[] with the role buyer; the lead authority is buyer
            "parties": [
                _party(facts.buyers[0], facts) | _acting(facts),
                *(_party(buyer, facts) for buyer in facts.buyers[1:]),
                *(_other(each) for each in facts.others),
            ],
            "buyer": {"id": _party_id(facts.buyers[0]), "name": facts.buyers[0].name},
            "planning": _planning(facts),
            "tender": _tender(facts),
            "relatedProcesses": list(_related(facts)),
        }
    )
    return release


def body_of(release: Json) -> str:
    """The bytes that are stored and served: the same release is always the same text."""
    return json.dumps(release, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _party_id(buyer: Buyer | Other) -> str:
    return f"GB-PPON-{buyer.ppon}" if buyer.ppon else f"engage-{buyer.key}"


def _party(buyer: Buyer, facts: Facts) -> Json:
    devolved = DEVOLVED.get(facts.nation)
    regulations = {
        "scheme": "UK_CA_DEVOLVED_REGULATIONS",
        "id": devolved,
        "description": facts.nation,
    }
    return {
        "id": _party_id(buyer),
        # reg.13(a), (b)
        "name": buyer.name,
        # reg.13(d): parties[].identifier
        "identifier": {"scheme": "GB-PPON", "id": buyer.ppon} if buyer.ppon else None,
        # reg.13(c): parties[].address
        "address": {
            "streetAddress": buyer.street,
            "locality": buyer.locality,
            "postalCode": buyer.postcode,
            "country": "GB",
            "countryName": "United Kingdom",
            "region": buyer.region,
        },
        # reg.13(f): parties[].contactPoint; a role's mailbox, never a person's name
        "contactPoint": {"email": buyer.email},
        "roles": ["buyer"],
        "details": {
            "url": buyer.website,
            "classifications": [SUB_CENTRAL, *([regulations] if devolved else [])],
        },
    }


def _acting(facts: Facts) -> Json:
    """reg.13(e): the council that leads may act for others."""
    role = {"roles": ["buyer", "procuringEntity"], "roleDetails": facts.role}
    return role if facts.role else {}


def _other(other: Other) -> Json:
    """Who is not on engage: another authority (reg.13(b)), or who acts for them (reg.13(e))."""
    return {
        "id": _party_id(other),
        "name": other.name,
        "identifier": {"scheme": "GB-PPON", "id": other.ppon} if other.ppon else None,
        "roles": ["buyer" if other.buys else "procuringEntity"],
        "roleDetails": other.summary or None,
    }


def _planning(facts: Facts) -> Json:
    return {
        "milestones": [
            *_engagement(facts),
            *(_sitting(each, facts) for each in facts.sittings),
            *_deadline(facts),
        ],
        "documents": [
            *(_notice(each) for each in facts.notices),
            # the challenge's own page, where everything can be read without registering
            *(_page(*each) for each in facts.pages),
        ],
        # s.17(1)(b): planning.noEngagementNoticeRationale (UK extension)
        "noEngagementNoticeRationale": facts.rationale,
    }


def _page(key: str, kind: str, title: str, url: str) -> Json:
    form = {"format": "text/html", "language": "en"}
    return {"id": key, "documentType": kind, "title": title, "url": url, **form}


def _engagement(facts: Facts) -> Iterator[Json]:
    """reg.17(2)(e), (f): the one milestone that Find a Tender has, and the first of ours."""
    yield {
        "id": "engagement",
        "type": "engagement",
        "description": process_of(facts),
        # always the last second of the London day; the hour is in the description (rule R8)
        "dueDate": end_of_day(last_day(facts.ends)) if facts.ends else None,
        "dateMet": instant(facts.ends) if facts.ends and _status(facts) == "met" else None,
        "status": _status(facts),
    }


def _sitting(sitting: Sitting, facts: Facts) -> Json:
    """reg.17(2)(f)(i): each workshop once more, for machines; ours, not Find a Tender's."""
    return {
        "id": f"workshop-{sitting.key}",
        "type": "engagement",
        "title": sitting.title,
        "description": sitting.venue,
        "dueDate": instant(sitting.starts),
        "status": "notMet" if sitting.cancelled else _status(facts),
    }


def _deadline(facts: Facts) -> Iterator[Json]:
    """reg.17(2)(f)(ii): the true end of the time for information; ours, not Find a Tender's."""
    if facts.ends and not facts.retrospective:
        yield {
            "id": "responses",
            "type": "engagement",
            "title": "Responses are due",
            "dueDate": instant(facts.ends),
            "status": _status(facts),
        }


def _status(facts: Facts) -> str:
    if facts.withdrawn:
        return "notMet"
    return "met" if facts.over else "scheduled"


def _notice(notice: Published) -> Json:
    """The notice itself: planning.documents[], as Find a Tender writes it."""
    return {
        "id": notice.notice_id,
        "documentType": "marketEngagementNotice",
        "noticeType": "UK2",
        "description": "Preliminary market engagement notice on Find a Tender",
        "url": f"{FIND_A_TENDER}{notice.notice_id}",
        "datePublished": instant(notice.at),
        "format": "text/html",
    }


def _tender(facts: Facts) -> Json:
    return {
        # reg.17(2)(c): tender.id
        "id": facts.reference,
        "legalBasis": None if facts.nation == "Scotland" else ACT,
        # reg.17(2)(b): tender.title
        "title": facts.title,
        # reg.17(2)(d), reg.14: tender.description
        "description": description_of(facts),
        "status": "withdrawn" if facts.withdrawn else "planning",
        # reg.17(2)(d): tender.mainProcurementCategory
        "mainProcurementCategory": facts.category,
        # missing where nobody knows yet
        "aboveThreshold": facts.above_threshold,
        "specialRegime": ["lightTouch"] if facts.light_touch else None,
        "value": _value(facts.gross, net_value(facts)),
        "communication": {"futureNoticeDate": end_of_day(facts.tender_on)},
        "items": list(_items(facts)),
        "lots": list(_lots(facts)),
    }


def _value(gross: int | None, net: int | None) -> Json | None:
    """tender.value, lots[].value: amountGross with VAT (UK extension), amount without."""
    if gross is None:
        return None
    return {"amountGross": gross, "amount": net, "currency": "GBP"}


def _items(facts: Facts) -> Iterator[Json]:
    """reg.17(2)(d): CPV stands under additionalClassifications, one item for each lot."""
    place = {"region": facts.region, "country": "GB", "countryName": "United Kingdom"}
    for number, codes in enumerate([each.cpv for each in facts.lots] or [()], start=1):
        yield {
            "id": str(number),
            "additionalClassifications": [
                {"scheme": "CPV", "id": code, "description": label}
                for code, label in codes or facts.cpv
            ],
            "deliveryAddresses": [place] if facts.region else [],
            "relatedLot": str(number),
        }


def _lots(facts: Facts) -> Iterator[Json]:
    """tender.lots[]: those the council names, or one for the whole (reg.17(3), s.18).

    Dates, extensions and who could do it are said of the whole, and so of every lot.
    """
    of_all = {
        "status": "planning",
        "contractPeriod": {
            "startDate": begin_of_day(facts.contract_starts),
            "endDate": end_of_day(facts.contract_ends),
            "maxExtentDate": end_of_day(facts.contract_ends_latest),
        },
        "hasRenewal": True if facts.renewal or facts.contract_ends_latest else None,
        "renewal": {"description": facts.renewal},
        "suitability": {
            "sme": facts.sme_suitable or None,
            "vcse": facts.vcse_suitable or None,
        },
    }
    if not facts.lots:
        yield {"id": "1", **of_all}
    for number, lot in enumerate(facts.lots, start=1):
        yield {"id": str(number), **_named(lot, facts), **of_all}


def _named(lot: Lot, facts: Facts) -> Json:
    """A lot's net value is only worked out where the council leaves that of the whole to us."""
    known = lot.gross is not None and facts.net is None
    net = net_of(lot.gross) if known and lot.gross is not None else None
    return {
        "title": lot.title,
        "description": lot.description,
        "value": _value(lot.gross, net),
    }


def _related(facts: Facts) -> Iterator[Json]:
    """The contracting process as Find a Tender numbers it, once we know that number."""
    for number, ocid in enumerate(dict.fromkeys(each.ocid for each in facts.notices if each.ocid)):
        yield {
            "id": str(number + 1),
            "relationship": ["planning"],
            "title": facts.title,
            "scheme": "ocid",
            "identifier": ocid,
        }
