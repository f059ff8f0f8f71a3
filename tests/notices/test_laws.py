"""Each council reads of the law of its own nation, and of no other."""

import re

import pytest
from flask.testing import FlaskClient

from engage.challenges.checker import language, process, specification, statement
from engage.challenges.checker.finding import Rule
from engage.challenges.portals import PORTALS
from engage.challenges.timetable import Nation
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import a_challenge, a_council, a_prompt, an_officer, an_open_challenge, sign_in

OF_THE_ACT = re.compile(r"Procurement Act|ukpga/2023/54|\bsections? (?:1[2678]\b|56|81)|\bs\.1[67]")
OF_1_ORDER = re.compile(r"Procurement Regulations 2024|uksi/2024/692|\bregulations? 1[37]\b", re.I)
WRITING = (
    *("statement", "statement/need", "statement/today", "statement/outcomes", "statement/subject"),
    *(
        "statement/dates",
        "statement/lots",
        "check",
        "barriers",
        "partners",
        "questionnaire",
        "similar",
    ),
    *("questionnaire/add", "notice", "notice/copy", "publish", "preview", ""),
)
PUBLISHED = ("", "notice", "notice/answer", "amend", "amend/subject", "amend/dates", "outcome")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("region", "act", "order"),
    [("UKE", True, True), ("UKL", True, False), ("UKM", False, False)],
)
def test_no_page_cites_the_law_of_another_nation(
    client: FlaskClient, sessions: Sessions, region: str, act: bool, order: bool
) -> None:
    with sessions.write() as session:
        council = a_council(session, region=region)
        person = an_officer(session, council)
        about = {"process": "https://example.org", "need": "A SaaS app by Oracle, ASAP."}
        draft = a_challenge(session, council, category="", retrospective=True, **about)
        a_prompt(session, draft, purpose="")
        public = an_open_challenge(session, council, listed_at=None)
    sign_in(client, sessions, person)
    officer = Browser(client)
    drafts = [f"/desk/challenges/{draft.reference}/{each}".rstrip("/") for each in WRITING]
    others = [f"/desk/challenges/{public.reference}/{each}".rstrip("/") for each in PUBLISHED]
    public_pages = [f"/challenges/{public.reference}"]
    read = {}
    for address in ("/desk", "/desk/challenges/new", *drafts, *others, *public_pages):
        read[address] = officer.get(address).text
    for cited, named in ((OF_THE_ACT, act), (OF_1_ORDER, order)):
        found = {address: cited.findall(text) for address, text in read.items()}
        assert any(found.values()) is named, found
    law = "section 16" if act else "regulation 41 of the Public Contracts (Scotland)"
    assert law in read[f"/desk/challenges/{draft.reference}/statement/subject"]


def test_no_finding_cites_the_law_of_another_nation() -> None:
    rules = [
        each
        for module in (language, process, specification, statement)
        for each in vars(module).values()
        if isinstance(each, Rule)
    ]
    told = {
        nation: " ".join(portal.told(rule.reason) for rule in rules)
        for nation, portal in PORTALS.items()
    }
    assert [nation for nation, text in told.items() if OF_THE_ACT.search(text)] == [
        each for each in Nation if each is not Nation.SCOTLAND
    ]
    assert [nation for nation, text in told.items() if OF_1_ORDER.search(text)] == [
        Nation.ENGLAND,
        Nation.NORTHERN_IRELAND,
    ]
    assert "regulation 42 of the Public Contracts (Scotland)" in told[Nation.SCOTLAND]
