"""What Find a Tender says about a notice that was handed in: its ``NoticeInformation``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engage.notices.parsing.values import Json, JsonObject, at, line, objects, words

SUBMISSION_ID = re.compile(r"[0-9]{8}-[0-9]{6}")
NOTICE_ID = re.compile(r"[0-9]{6}-[0-9]{4}")
IN_LINK = re.compile(r"/Notice/([0-9]{6}-[0-9]{4})(?![0-9])")
IN_NUMBER = re.compile(r"([0-9]{4})/S [0-9]{3}-([0-9]{6})")
OCID = re.compile(r"ocds-h6vhtk-[0-9a-f]{6}")
REPORTS = ("technical_validation_report", "validation_rules_report", "quality_control_report")
MOST_REASONS = 40
LONGEST_REPORT = 8000
SAID = ("message", "details", "name", "description")


class Progress(StrEnum):
    """How far the service is, in our words."""

    SENT = "sent"  # received, not looked at yet
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REFUSED = "refused"


# RECEIVED is documented. The others are those of the European service this one grew out of.
PROGRESS = {
    "RECEIVED": Progress.SENT,
    "VALIDATED": Progress.ACCEPTED,
    "QUALIFYING": Progress.ACCEPTED,
    "QUALIFIED": Progress.ACCEPTED,
    "RENDERING": Progress.ACCEPTED,
    "DELIVERING": Progress.ACCEPTED,
    "EXPORTED": Progress.ACCEPTED,
    "PUBLISHED": Progress.PUBLISHED,
    "NOT_PUBLISHED": Progress.REFUSED,
    "REJECTED": Progress.REFUSED,
    "INVALID": Progress.REFUSED,
    "DELETED": Progress.REFUSED,
}


@dataclass(frozen=True)
class Information:
    """``report``: the service's reasons, one a line. Number and OCID come with publication."""

    submission_id: str
    progress: Progress
    status: str
    own_key: str = ""
    report: str = ""
    notice_id: str = ""
    ocid: str = ""


def information_in(answer: Json) -> Information | None:
    """None for anything that names no submission."""
    submission_id = line(at(answer, "submission_id"), 40) or ""
    if not isinstance(answer, dict) or not SUBMISSION_ID.fullmatch(submission_id):
        return None
    status = (line(at(answer, "status"), 40) or "").upper()
    published = at(answer, "publication_info")
    ocids = [ocid for ocid in words(at(published, "ocids")) if OCID.fullmatch(ocid)]
    notice_id = _notice_id(published)
    progress = PROGRESS.get(status, Progress.SENT)
    if progress is Progress.PUBLISHED and not notice_id:
        progress = Progress.ACCEPTED  # it says so before it has given the number
    return Information(
        submission_id=submission_id,
        progress=progress,
        status=status,
        own_key=line(at(answer, "no_doc_ext"), 80) or "",
        report=reasons_in(answer),
        notice_id=notice_id,
        ocid=ocids[0] if ocids else "",
    )


def reasons_in(answer: JsonObject) -> str:
    """Everything the reports object to, each once; the reason code when they say nothing."""
    said = [reason for report in REPORTS for reason in _reasons(at(answer, report))]
    for name in ("message", "reason_code"):
        if not said and (alone := line(at(answer, name), 500)):
            said = [alone]
    return "\n".join(list(dict.fromkeys(said))[:MOST_REASONS])[:LONGEST_REPORT]


def _reasons(report: Json) -> Iterator[str]:
    if isinstance(report, str) and (words_said := line(report, 500)):
        yield words_said
    for item in objects(at(report, "items") if isinstance(report, dict) else report):
        if item.get("valid") is True:
            continue
        parts = [part for name in SAID if (part := line(item.get(name), 300))]
        if parts:
            yield ": ".join(dict.fromkeys(parts))


def _notice_id(published: Json) -> str:
    if found := IN_LINK.search(line(at(published, "truk_links", "EN"), 300) or ""):
        return found[1]
    number = line(at(published, "no_doc_ojs"), 40) or ""
    if found := IN_NUMBER.fullmatch(number):
        return f"{found[2]}-{found[1]}"
    return number if NOTICE_ID.fullmatch(number) else ""
