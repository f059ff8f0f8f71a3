"""A challenge as an OCDS release: every field where Find a Tender publishes it, and valid."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engage.notices.mapping import Lot, OneToOnes, body_of, release_of
from engage.notices.mapping.validation import InvalidRelease, faults, require_valid
from tests.notices.facts import AT, BRIEFING, HIGHMOOR, MARLBURY, NOTICE, facts
from tests.notices.samples import EXAMPLE, LEEDS
from tools.build_ocds_schema import TARGET, built

Json = dict[str, Any]
SUMMER = datetime(2026, 7, 3, 16, tzinfo=UTC)
BARE = {
    "need": "",
    "outcomes": "",
    "process": "",
    "category": "",
    "cpv": (),
    "region": "",
    "gross": None,
    "above_threshold": None,
    "contract_starts": None,
    "contract_ends": None,
    "tender_on": None,
    "ends": None,
    "sittings": (),
    "buyers": (HIGHMOOR,),
}
WHOLE: Json = {
    "contract_ends_latest": date(2032, 8, 31),
    "renewal": "Twice, by a year.",
    "sme_suitable": True,
    "vcse_suitable": True,
    "lots": (
        Lot(title="Finding damp", gross=120_000, cpv=(("90711000", "Assessment"),)),
        Lot(title="Mending it", description="All homes."),
    ),
}
CASES: dict[str, Json] = {
    "with everything": WHOLE,
    "a record": {"over": True, "retrospective": True, "sittings": ()},
    "another rate of VAT": {"net": 500_000},
    "prospective": {},
    "retrospective": {"over": True},
    "withdrawn": {"withdrawn": True},
    "joint": {"buyers": (MARLBURY, HIGHMOOR)},
    "light touch": {"light_touch": True},
    "below the threshold": {"above_threshold": False, "rationale": "Below the threshold."},
    "threshold not known": {"above_threshold": None},
    "with its notice": {"notices": (NOTICE,)},
    "in summer": {"ends": SUMMER},
    "Wales": {"nation": "Wales"},
    "Scotland": {"nation": "Scotland"},
    "Northern Ireland": {"nation": "Northern Ireland"},
    "nothing known": BARE,
}


def made(**about: Any) -> Json:
    return release_of(facts(**about), number=1, tag="planning", at=AT)


def paths(value: Any, at: str = "") -> Iterator[str]:
    """Every place of a release, without the numbers of list items."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from paths(each, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for each in value:
            yield from paths(each, f"{at}[]")
    else:
        yield at


@pytest.mark.parametrize("about", CASES.values(), ids=CASES)
def test_every_kind_of_release_is_valid(about: Json) -> None:
    assert list(faults(made(**about))) == []


def test_what_ships_is_the_schema_with_the_extension() -> None:
    assert json.loads(TARGET.read_text()) == built()


@pytest.mark.parametrize("path", [EXAMPLE, LEEDS], ids=lambda path: path.stem)
def test_the_check_takes_what_is_really_published(path: Path) -> None:
    known = {"$: buyerID", "tender.lots[0].description"}  # Find a Tender's own slips
    for release in json.loads(path.read_text())["releases"]:
        assert {fault.partition(":")[0] for fault in faults(release)} <= known


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("tag", ["plan"]),
        ("date", "2026-11-23"),
        ("date", "soon"),
        ("initiationType", "engagement"),
        ("buyer", "Marlbury"),
        ("tender", {"id": "1", "status": "open"}),
        ("tender", {"id": "1", "value": {"amountGross": "many"}}),
        ("tender", {"id": "1", "aboveThreshold": "yes"}),
        ("planning", {"documents": [{"id": "1", "url": "nowhere"}]}),
        ("planning", {"noEngagementNoticeRationale": 5}),
    ],
)
def test_the_check_finds_what_is_wrong(where: str, value: Any) -> None:
    wrong = {**made(), where: value}
    with pytest.raises(InvalidRelease) as refused:
        require_valid(wrong)
    assert all(problem.startswith(where) for problem in refused.value.problems)


def test_it_has_every_place_of_the_example_that_the_product_knows() -> None:
    ours = set(paths(made(**WHOLE, notices=(NOTICE,), buyers=(MARLBURY, HIGHMOOR))))
    [example] = json.loads(EXAMPLE.read_text())["releases"]
    assert {path for path in paths(example) if path not in ours} == {
        "parties[].contactPoint.name",  # a role's mailbox, never a person
        "parties[].contactPoint.telephone",
    }


def test_lots_have_what_is_their_own_and_what_is_said_of_the_whole() -> None:
    tender = made(**WHOLE)["tender"]
    assert [each["id"] for each in tender["lots"]] == ["1", "2"]
    first, second = tender["lots"]
    assert first["title"] == "Finding damp"
    assert first["value"] == {"amountGross": 120_000, "amount": 100_000, "currency": "GBP"}
    assert "value" not in second
    for lot in (first, second):
        assert lot["status"] == "planning"
        assert lot["contractPeriod"]["maxExtentDate"] == "2032-08-31T23:59:59+01:00"
        assert (lot["hasRenewal"], lot["renewal"]) == (True, {"description": "Twice, by a year."})
        assert lot["suitability"] == {"sme": True, "vcse": True}
    assert [each["relatedLot"] for each in tender["items"]] == ["1", "2"]
    codes = [[code["id"] for code in each["additionalClassifications"]] for each in tender["items"]]
    assert codes == [["90711000"], ["72000000", "50700000"]]


def test_what_is_not_said_of_the_whole_is_not_there() -> None:
    [lot] = made()["tender"]["lots"]
    assert lot.keys() == {"id", "status", "contractPeriod"}


def test_the_council_may_say_the_value_without_vat() -> None:
    tender = made(**{**WHOLE, "net": 500_000})["tender"]
    assert tender["value"] == {"amountGross": 540_000, "amount": 500_000, "currency": "GBP"}
    assert tender["lots"][0]["value"] == {"amountGross": 120_000, "currency": "GBP"}


def test_a_record_has_no_time_for_responses() -> None:
    looking_back = made(over=True, retrospective=True, sittings=())["planning"]["milestones"]
    assert [(each["id"], each["status"]) for each in looking_back] == [("engagement", "met")]
    assert looking_back[0]["dateMet"] == "2026-12-18T12:00:00Z"
    assert "The engagement closed at 12 noon" in looking_back[0]["description"]


def test_the_same_facts_are_the_same_bytes() -> None:
    assert body_of(made()) == body_of(made())
    assert body_of(made()).startswith('{"ocid":"ocds-engage-MBC-2026-014","id":"MBC-2026-014-1",')
    assert json.loads(body_of(made())) == made()


def test_the_machine_says_the_day_and_the_text_the_hour() -> None:
    winter, summer = made()["planning"], made(ends=SUMMER)["planning"]
    assert winter["milestones"][0]["dueDate"] == "2026-12-18T23:59:59Z"
    assert summer["milestones"][0]["dueDate"] == "2026-07-03T23:59:59+01:00"
    assert winter["milestones"][0]["description"].endswith(
        "The engagement closes at 12 noon on Friday 18 December 2026 (UK time)."
    )
    assert "at 5pm on Friday 3 July 2026" in summer["milestones"][0]["description"]
    assert summer["milestones"][-1]["dueDate"] == "2026-07-03T17:00:00+01:00"


def test_midnight_ends_the_day_before_it() -> None:
    planning = made(ends=datetime(2026, 12, 19, tzinfo=UTC))["planning"]
    assert planning["milestones"][0]["dueDate"] == "2026-12-18T23:59:59Z"
    assert "midnight at the end of Friday 18 December" in planning["milestones"][0]["description"]


def test_the_first_milestone_is_find_a_tenders_own() -> None:
    milestones = made()["planning"]["milestones"]
    assert [each["id"] for each in milestones] == ["engagement", "workshop-0198", "responses"]
    assert {each["type"] for each in milestones} == {"engagement"}
    assert milestones[1]["dueDate"] == "2026-12-01T10:00:00Z"
    assert "Workshop: Open briefing, 10am to 11:30am on" in milestones[0]["description"]


def test_one_to_ones_are_part_of_how_to_take_part() -> None:
    first = datetime(2026, 12, 3, 10, tzinfo=UTC)
    series = OneToOnes(
        title="30 minutes with housing",
        slots=6,
        starts=first,
        ends=first + timedelta(days=1, hours=2),
        where="online",
        rule="a public lottery gives the slots",
        closes=first - timedelta(days=2),
    )
    told = made(one_to_ones=(series,))["planning"]["milestones"][0]["description"]
    assert (
        "One-to-ones: 30 minutes with housing, 6 slots, 10am on Thursday 3 December 2026 to 12"
        " noon on Friday 4 December 2026, online. Ask for one on the page by 10am on Tuesday 1"
        " December 2026 (a public lottery gives the slots)."
    ) in told


def test_a_cancelled_workshop_is_not_announced() -> None:
    off = made(sittings=(BRIEFING.__class__(**{**_fields(BRIEFING), "cancelled": True}),))
    assert "Open briefing" not in off["planning"]["milestones"][0]["description"]
    assert off["planning"]["milestones"][1]["status"] == "notMet"


def _fields(thing: Any) -> Json:
    return {name: getattr(thing, name) for name in thing.__slots__}


@pytest.mark.parametrize(
    ("about", "status", "words"),
    [
        ({}, "scheduled", "closes at"),
        ({"over": True}, "met", "closed at"),
        ({"withdrawn": True}, "notMet", "withdrawn"),
    ],
)
def test_a_notice_looks_forward_or_back(about: Json, status: str, words: str) -> None:
    first = made(**about)["planning"]["milestones"][0]
    assert first["status"] == status
    assert words in first["description"].splitlines()[-1]
    assert ("dateMet" in first) == (status == "met")


def test_codes_stand_where_find_a_tender_puts_them() -> None:
    [item] = made()["tender"]["items"]
    assert "classification" not in item
    assert [each["id"] for each in item["additionalClassifications"]] == ["72000000", "50700000"]
    assert item["deliveryAddresses"] == [
        {"region": "UKE", "country": "GB", "countryName": "United Kingdom"}
    ]


def test_the_value_is_given_with_and_without_vat() -> None:
    assert made()["tender"]["value"] == {
        "amountGross": 540_000,
        "amount": 450_000,
        "currency": "GBP",
    }
    assert "value" not in made(gross=None)["tender"]


def test_small_words_of_the_law() -> None:
    assert made(light_touch=True)["tender"]["specialRegime"] == ["lightTouch"]
    assert made(above_threshold=False)["tender"]["aboveThreshold"] is False
    assert "aboveThreshold" not in made(above_threshold=None)["tender"]
    assert "legalBasis" not in made(nation="Scotland")["tender"]
    why = made(rationale="Below the threshold.")["planning"]["noEngagementNoticeRationale"]
    assert why == "Below the threshold."


def test_all_who_buy_together_are_buyers_and_one_leads() -> None:
    release = made(buyers=(MARLBURY, HIGHMOOR))
    assert [each["roles"] for each in release["parties"]] == [["buyer"], ["buyer"]]
    assert release["buyer"] == {"id": "GB-PPON-PMBC-1001-TEST", "name": "Marlbury Council"}
    assert release["parties"][1]["id"] == "engage-highmoor"
    assert "identifier" not in release["parties"][1]


def test_numbers_of_find_a_tender_are_linked_and_never_taken() -> None:
    release = made(notices=(NOTICE,))
    assert release["ocid"] == "ocds-engage-MBC-2026-014"
    assert release["relatedProcesses"][0]["identifier"] == "ocds-h6vhtk-0f0001"
    [notice, page, answers] = release["planning"]["documents"]
    assert answers["documentType"] == "clarifications"
    assert notice["url"] == "https://www.find-tender.service.gov.uk/Notice/099001-2026"
    assert page["url"].startswith("https://engage.example.org/")
    assert "h6vhtk" not in body_of(made())
