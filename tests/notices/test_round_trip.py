"""A real notice read into a challenge and published again: what differs, and why."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges import service as challenges
from engage.kernel.installation import Installation
from engage.notices import parsing, service
from engage.notices.mapping.validation import faults
from engage.notices.service import releasing
from tests.factories import a_council
from tests.notices.samples import LEEDS

OFFICER = UUID(int=1)
ABSENT = "(absent)"
EXPLAINED = {
    "ocid": "ours: only Find a Tender mints ocds-h6vhtk; theirs is in relatedProcesses",
    "id": "ours: the number of the release; the notice's is in planning.documents",
    "buyerID": "a slip of Find a Tender: the standard has no such field",
    "parties[0].address.region": "the council's region as its settings give it",
    "parties[0].contactPoint.name": "a role's mailbox, never a person's name",
    "parties[0].details.url": "the council's settings have its website",
    "planning.milestones[0].description": "with our page and the hour added; R6 made us rewrite it",
    "planning.milestones[1].id": "ours: the true end, for machines",
    "planning.milestones[1].type": "ours: the true end, for machines",
    "planning.milestones[1].title": "ours: the true end, for machines",
    "planning.milestones[1].dueDate": "ours: the true end, for machines",
    "planning.milestones[1].status": "ours: the true end, for machines",
    "planning.documents[1].id": "ours: the challenge's page",
    "planning.documents[1].documentType": "ours: the challenge's page",
    "planning.documents[1].title": "ours: the challenge's page",
    "planning.documents[1].url": "ours: the challenge's page",
    "planning.documents[1].format": "ours: the challenge's page",
    "planning.documents[1].language": "ours: the challenge's page",
    "planning.documents[2].id": "ours: where questions are answered",
    "planning.documents[2].documentType": "ours: where questions are answered",
    "planning.documents[2].title": "ours: where questions are answered",
    "planning.documents[2].url": "ours: where questions are answered",
    "planning.documents[2].format": "ours: where questions are answered",
    "planning.documents[2].language": "ours: where questions are answered",
    "relatedProcesses[0].id": "ours: the link to Find a Tender's process",
    "relatedProcesses[0].relationship[0]": "ours: the link to Find a Tender's process",
    "relatedProcesses[0].title": "ours: the link to Find a Tender's process",
    "relatedProcesses[0].scheme": "ours: the link to Find a Tender's process",
    "relatedProcesses[0].identifier": "ours: the link to Find a Tender's process",
    "tender.id": "our reference; Leeds gave none, so it has the ocid there",
    "tender.description": "with the outcomes, which no notice has",
    "tender.items[0].deliveryAddresses[0].region": "the officer chose the region: UK is not one",
    "tender.lots[0].contractPeriod.startDate": "the same instant: winter is written Z",
    "tender.lots[0].contractPeriod.endDate": "the same instant: winter is written Z",
    "tender.lots[0].contractPeriod.maxExtentDate": "the same instant: winter is written Z",
    "tender.lots[0].description": "null there, and the standard wants none",
}

ADDED = {
    "who": "Everybody who uses our buildings.",
    "evidence": "310 faults a year in the log.",
    "cost": "Callouts cost 90,000 pounds a year.",
    "outcomes": "Doors that work.",
    "success": "Half as many callouts.",
    "purposes": ["a"],
    "region": "UKE",
    "process": "Read the documents on the portal and write to us by 21 September 2026.",
}
"""What the officer writes, because no notice has it or the checker refuses what it has."""


def leaves(value: Any, at: str = "") -> dict[str, Any]:
    """Every value of a release, by its path."""
    if isinstance(value, dict):
        pairs = [(f"{at}.{key}" if at else key, each) for key, each in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{at}[{number}]", each) for number, each in enumerate(value)]
    else:
        return {at: value}
    found: dict[str, Any] = {} if pairs else {at: ABSENT + "[]"}
    for path, each in pairs:
        found |= leaves(each, path)
    return found


def test_leeds_goes_round_and_every_difference_is_explained(session: Session) -> None:
    theirs = json.loads(LEEDS.read_text())["releases"][0]
    notice = parsing.read(LEEDS.read_bytes())
    published = notice.published_at
    assert published is not None
    ours = _published_again(session, notice)
    before, after = leaves(theirs), leaves(ours)
    differing = {
        path for path in before | after if before.get(path, ABSENT) != after.get(path, ABSENT)
    }
    assert differing - EXPLAINED.keys() == set(), "say why these differ"
    assert EXPLAINED.keys() - differing == set(), "these are the same by now"
    assert list(faults(ours)) == []


def _leeds(session: Session, notice: parsing.Notice) -> Authority:
    return a_council(
        session,
        name="Leeds City Council",
        prefix="LDS",
        ppon=notice.buyer_ppon,
        street="Civic Hall, Calverley Street",
        locality="Leeds",
        postcode="LS1 1UR",
        region="UKE4",
        website="https://www.leeds.example",
        email=notice.buyer_email,
    )


def _published_again(session: Session, notice: parsing.Notice) -> dict[str, Any]:
    session.info["installation"] = Installation("https://engage.example.org")
    council = _leeds(session, notice)
    at = notice.published_at
    assert at is not None
    challenge = service.start_from(session, council, notice, by=None, at=at)
    challenges.revise(session, challenge, changes=ADDED, by=OFFICER, at=at)
    plan = {
        "answer": "published",
        "notice_id": notice.notice_id or "",
        "ocid": notice.ocid or "",
    }
    challenges.plan_notice(session, challenge, plan=plan, by=OFFICER, at=at)
    challenges.publish(session, challenge, by=OFFICER, at=at)
    service.current_or_first(session, challenge, at=at)
    made = releasing.release(session, challenge, at=at)
    assert made is not None
    release: dict[str, Any] = json.loads(made.body)
    return release
