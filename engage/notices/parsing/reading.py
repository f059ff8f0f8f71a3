"""From a release to a Notice, field by field: domain names on the left, OCDS paths on the right."""

import re
from collections.abc import Iterator
from dataclasses import replace

from engage.notices.parsing.contract import with_contract, with_subject
from engage.notices.parsing.engagement import with_engagement
from engage.notices.parsing.notice import Document, Notice
from engage.notices.parsing.opening import ENGAGEMENT, release_in
from engage.notices.parsing.values import (
    Json,
    JsonObject,
    at,
    email,
    instant,
    line,
    objects,
    text,
    web_address,
    words,
)

PPON = re.compile(r"(?:GB-PPON[-:])?([A-Z]{4}-[0-9]{4}-[A-Z]{4})", re.I)
NOTICE_ID = re.compile(r"[0-9]{6}-[0-9]{4}")
NOTICE_TYPE = re.compile(r"UK[0-9]{1,2}")
FIND_A_TENDER = "ocds-h6vhtk-"
CATEGORIES = {"goods", "services", "works"}


def read(data: bytes | str) -> Notice:
    """The notice in a file of Find a Tender or Contracts Finder. Raises UnreadableNotice."""
    release, procurements = release_in(data)
    notice = of_release(release)
    if procurements > 1:
        said = f"The file holds {procurements} procurements. Only this one was read."
        notice = replace(notice, notes=(*notice.notes, said))
    return notice


def of_release(release: JsonObject) -> Notice:
    """The notice in one merged release."""
    tender = at(release, "tender")
    notice = Notice(
        ocid=line(release.get("ocid"), 80),
        reference=_reference(release),
        title=line(at(tender, "title")) or line(release.get("title")),
        description=text(at(tender, "description")) or text(release.get("description")),
        category=_category(tender),
    )
    notice = _with_publication(notice, release)
    notice = _with_buyer(notice, release)
    notice = with_engagement(notice, release)
    notice = with_subject(notice, tender)
    return with_contract(notice, release)


def _reference(release: JsonObject) -> str | None:
    """The buyer's own reference; Find a Tender repeats the OCID where there is none."""
    own = line(at(release, "tender", "id"), 80)
    return own if own != line(release.get("ocid"), 80) else None


def _category(tender: Json) -> str | None:
    found = (line(at(tender, "mainProcurementCategory")) or "").lower()
    return found if found in CATEGORIES else None


def _with_publication(notice: Notice, release: JsonObject) -> Notice:
    entries = [entry for entry in _document_entries(release) if _is_notice(entry)]
    own_id = line(release.get("id"), 80)
    entries.sort(key=lambda entry: str(instant(entry.get("datePublished")) or ""))
    latest = next((e for e in entries if own_id and line(e.get("id")) == own_id), None)
    latest = latest or (entries[-1] if entries else {})
    id_there = line(latest.get("id"), 80) or ""
    notice_id = id_there if NOTICE_ID.fullmatch(id_there) else own_id
    return replace(
        notice,
        notice_id=notice_id,
        notice_type=_notice_type(latest, notice.ocid),
        url=web_address(latest.get("url")) or _find_a_tender_page(notice_id, notice.ocid),
        published_at=instant(release.get("date")) or instant(latest.get("datePublished")),
        documents=tuple(
            document
            for entry in _document_entries(release)
            if not _is_notice(entry) and (document := _document(entry))
        ),
    )


def _document_entries(release: JsonObject) -> Iterator[JsonObject]:
    for part in ("planning", "tender"):
        yield from objects(at(release, part, "documents"))


def _is_notice(entry: JsonObject) -> bool:
    """Whether a document is the notice itself; attachments have no notice type."""
    kind = line(entry.get("documentType")) or ""
    return bool(line(entry.get("noticeType"))) or kind in {
        ENGAGEMENT,
        "plannedProcurementNotice",
        "tenderNotice",
    }


def _notice_type(entry: JsonObject, ocid: str | None) -> str | None:
    found = (line(entry.get("noticeType")) or "").upper()
    if NOTICE_TYPE.fullmatch(found):
        return found
    is_uk2 = entry.get("documentType") == ENGAGEMENT and (ocid or "").startswith(FIND_A_TENDER)
    return "UK2" if is_uk2 else None


def _find_a_tender_page(notice_id: str | None, ocid: str | None) -> str | None:
    if not NOTICE_ID.fullmatch(notice_id or "") or not (ocid or "").startswith(FIND_A_TENDER):
        return None
    return f"https://www.find-tender.service.gov.uk/Notice/{notice_id}"


def _document(entry: JsonObject) -> Document | None:
    url = web_address(entry.get("url"))
    if url is None:
        return None
    return Document(
        title=line(entry.get("title")) or line(entry.get("description")) or url[:300], url=url
    )


def _with_buyer(notice: Notice, release: JsonObject) -> Notice:
    parties = list(objects(release.get("parties")))
    buyers = [party for party in parties if "buyer" in words(party.get("roles"))]
    named = at(release, "buyer")
    named_id = line(at(named, "id"))
    lead = next(
        (party for party in parties if named_id and line(party.get("id")) == named_id), None
    )
    lead = lead or (buyers[0] if buyers else {})
    name = (
        line(at(named, "name"))
        or line(lead.get("name"))
        or line(at(lead, "identifier", "legalName"))
    )
    others = (line(party.get("name")) for party in buyers if party is not lead)
    return replace(
        notice,
        buyer_name=name,
        buyer_ppon=_ppon(lead) or _ppon(named),
        buyer_email=email(at(lead, "contactPoint", "email")),
        buyer_address=_address(at(lead, "address")),
        other_buyers=tuple(other for other in others if other and other != name),
    )


def _ppon(party: Json) -> str | None:
    """The Public Procurement Organisation Number, without its scheme (reg.13(1)(d))."""
    identifiers = [at(party, "identifier"), *objects(at(party, "additionalIdentifiers")), party]
    for identifier in identifiers:
        found = PPON.fullmatch(line(at(identifier, "id")) or "")
        if found:
            return found[1].upper()
    return None


def _address(address: Json) -> str | None:
    parts = [line(at(address, key)) for key in ("streetAddress", "locality", "postalCode")]
    return ", ".join(part for part in parts if part) or None
