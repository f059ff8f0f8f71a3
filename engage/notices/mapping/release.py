"""The mapping of a challenge to an OCDS 1.1 release, field by field, and nowhere else.

Each comment names the regulation's item (Procurement Regulations 2024, SI 2024/692) and the path
at which Find a Tender publishes it in a UK2 notice. Prospective and retrospective notices (s.17(2))
differ in the status of the milestones and in the tense of the text.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engage.kernel.clock import LONDON
from engage.notices.mapping.facts import Buyer, Facts, Published, Sitting
from engage.notices.mapping.words import description_of, last_day, net_of, process_of

Json = dict[str, Any]

LAST_SECOND = time(23, 59, 59)
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
    release: Json = _without_gaps(
        {
            # our own identifier; the notice's is in relatedProcesses
            "ocid": facts.ocid,
            "id": f"{facts.reference}-{number}",
            "date": _instant(at),
            "tag": [tag],
            "initiationType": "tender",
            "language": "en",
            # reg.17(2)(a), reg.13: parties[] with the role buyer; the lead authority is buyer
            "parties": [_party(buyer, facts) for buyer in facts.buyers],
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


def _party_id(buyer: Buyer) -> str:
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
            {
                "id": "page",
                "documentType": "challengePage",
                "title": facts.title,
                "url": facts.address,
                "format": "text/html",
                "language": "en",
            },
        ],
        # s.17(1)(b): planning.noEngagementNoticeRationale (UK extension)
        "noEngagementNoticeRationale": facts.rationale,
    }


def _engagement(facts: Facts) -> Iterator[Json]:
    """reg.17(2)(e), (f): the one milestone that Find a Tender has, and the first of ours."""
    yield {
        "id": "engagement",
        "type": "engagement",
        "description": process_of(facts),
        # always the last second of the London day; the hour is in the description (rule R8)
        "dueDate": _end_of_day(last_day(facts.ends)) if facts.ends else None,
        "dateMet": _instant(facts.ends) if facts.ends and _status(facts) == "met" else None,
        "status": _status(facts),
    }


def _sitting(sitting: Sitting, facts: Facts) -> Json:
    """reg.17(2)(f)(i): each workshop once more, for machines; ours, not Find a Tender's."""
    return {
        "id": f"workshop-{sitting.key}",
        "type": "engagement",
        "title": sitting.title,
        "description": sitting.venue,
        "dueDate": _instant(sitting.starts),
        "status": "notMet" if sitting.cancelled else _status(facts),
    }


def _deadline(facts: Facts) -> Iterator[Json]:
    """reg.17(2)(f)(ii): the true end of the time for information; ours, not Find a Tender's."""
    if facts.ends:
        yield {
            "id": "responses",
            "type": "engagement",
            "title": "Responses are due",
            "dueDate": _instant(facts.ends),
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
        "datePublished": _instant(notice.at),
        "format": "text/html",
    }


def _tender(facts: Facts) -> Json:
    gross = facts.gross
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
        # tender.value: amountGross with VAT (UK extension), amount without
        "value": None
        if gross is None
        else {
            "amountGross": gross,
            "amount": net_of(gross),
            "currency": "GBP",
        },
        "communication": {"futureNoticeDate": _end_of_day(facts.tender_on)}
        if facts.tender_on
        else None,
        "items": [_item(facts)],
        "lots": [_lot(facts)],
    }


def _item(facts: Facts) -> Json:
    """reg.17(2)(d): CPV stands under additionalClassifications, one item for each lot."""
    place = {"region": facts.region, "country": "GB", "countryName": "United Kingdom"}
    return {
        "id": "1",
        "additionalClassifications": [
            {"scheme": "CPV", "id": code, "description": label} for code, label in facts.cpv
        ],
        "deliveryAddresses": [place] if facts.region else [],
        "relatedLot": "1",
    }


def _lot(facts: Facts) -> Json:
    """tender.lots[]: an engagement comes before lots are decided, so there is one (s.18)."""
    starts, ends = facts.contract_starts, facts.contract_ends
    return {
        "id": "1",
        "status": "planning",
        "contractPeriod": {
            "startDate": _instant(datetime.combine(starts, time(0), LONDON)) if starts else None,
            "endDate": _end_of_day(ends) if ends else None,
        },
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


def _end_of_day(day: date) -> str:
    return _instant(datetime.combine(day, LAST_SECOND, LONDON))


def _instant(moment: datetime) -> str:
    """ISO 8601 with the offset of the United Kingdom; Z in winter, as Find a Tender writes it."""
    local = moment.astimezone(LONDON).replace(microsecond=0)
    if local.utcoffset() == timedelta(0):
        return local.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return local.isoformat()


def _without_gaps(value: Any) -> Any:
    """The same without what is not known: OCDS wants no empty texts, lists or objects."""
    if isinstance(value, dict):
        kept = {key: _without_gaps(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in (None, "", [], {})}
    if isinstance(value, list):
        return [_without_gaps(each) for each in value]
    return value
