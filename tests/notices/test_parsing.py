import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from engage.notices.parsing import (
    Document,
    Notice,
    UnreadableNotice,
    draft_fields,
    missing,
    read,
    warnings,
)
from tests.notices import samples

AT = datetime(2026, 9, 4, 12, tzinfo=UTC)
OURS = ["need", "who", "evidence", "cost", "outcomes", "success", "purposes"]


def a_release(**fields: Any) -> dict[str, Any]:
    return {
        "ocid": "ocds-h6vhtk-0abcde",
        "id": "000123-2026",
        "date": "2026-05-01T09:00:00Z",
    } | fields


def reading(**fields: Any) -> Notice:
    return read(json.dumps(a_release(**fields)))


def ending(due: object, told: object = "Take part") -> Notice:
    milestone = {"type": "engagement", "dueDate": due, "description": told}
    return reading(planning={"milestones": [milestone]})


def test_leeds_uk2() -> None:
    notice = read(samples.LEEDS.read_bytes())
    assert (notice.ocid, notice.notice_id, notice.notice_type) == (
        "ocds-h6vhtk-06f1ad",
        "083655-2026",
        "UK2",
    )
    assert notice.url == "https://www.find-tender.service.gov.uk/Notice/083655-2026"
    assert notice.published_at == datetime(2026, 9, 3, 15, 54, 16, tzinfo=UTC)
    assert (notice.buyer_name, notice.buyer_ppon) == ("Leeds City Council", "PJYG-6658-PPMY")
    assert notice.buyer_email == "redacted@example.org"
    assert notice.buyer_address == "Civic Hall, Calverley Street, Leeds, LS1 1UR"
    assert notice.reference is None


def test_leeds_uk2_says_what_is_wanted_and_until_when() -> None:
    notice = read(samples.LEEDS.read_bytes())
    assert notice.title == (
        "Automatic Doors, Barriers and Gates (Civic & Commercial Properties) "
        "Maintenance and Repairs"
    )
    assert notice.process == (
        "Please review the PME documentation on the Jaggaer profile tender_654"
    )
    assert notice.engagement_ends == datetime(2026, 9, 21, 22, 59, 59, tzinfo=UTC)
    assert (notice.end_is_assumed, notice.time_in_text) == (True, None)
    assert (notice.category, notice.cpv_codes, notice.regions) == (
        "services",
        ("50712000",),
        ("UK",),
    )
    assert (notice.value_gross, notice.value_net) == (Decimal(432000), Decimal(360000))
    assert (notice.contract_starts, notice.contract_ends, notice.contract_ends_latest) == (
        date(2027, 1, 2),
        date(2029, 1, 1),
        date(2030, 1, 1),
    )
    assert (notice.sme_suitable, notice.vcse_suitable) == (True, None)
    assert [one.field for one in missing(notice)] == OURS
    assert warnings(notice, AT) == [
        "The notice gives no closing hour, so we used the end of the day. Check it.",
        "The text on how to take part names no day or hour.",
    ]


def test_leeds_draft() -> None:
    notice = read(samples.LEEDS.read_bytes())
    assert draft_fields(notice) == {
        "title": notice.title,
        "need": "annual servicing, remedial maintenance and responsive repairs to automatic doors, "
        "barriers and gates across the city",
        "how_to_take_part": notice.process,
        "engagement_ends": notice.engagement_ends,
        "cpv_codes": ["50712000"],
        "region": "UK",
        "value_pounds": 432000,
        "net_pounds": None,  # a sixth less, as we work it out
        "category": "services",
        "sme_suitable": True,
        "vcse_suitable": False,
        "lots": [],  # the one lot is the whole contract
        "contract_starts": date(2027, 1, 2),
        "contract_ends": date(2029, 1, 1),
        "contract_ends_latest": date(2030, 1, 1),
        "renewal": "",
        "source_url": "https://www.find-tender.service.gov.uk/Notice/083655-2026",
        "source_ocid": "ocds-h6vhtk-06f1ad",
        "source_notice_id": "083655-2026",
    }


def test_gpa_uk1() -> None:
    notice = read(samples.GPA.read_bytes())
    assert (notice.notice_type, notice.reference) == ("UK1", "C1001396")
    assert notice.title == "ServiceNow Development & Managed Services Delivery Partner"
    assert notice.description is not None
    assert "ServiceNow platform.\nThe requirement" in notice.description
    assert (notice.process, notice.engagement_ends) == (None, None)
    assert (notice.cpv_codes, notice.value_gross) == (("72261000",), Decimal(3000000))
    assert [(one.field, one.rule) for one in missing(notice)][:2] == [
        ("engagement_ends", "reg.17(2)(e)"),
        ("process", "reg.17(2)(f)"),
    ]
    assert "This is a UK1 notice" in warnings(notice)[0]


def test_ace_uk4_below_threshold() -> None:
    notice = read(samples.ACE.read_bytes())
    assert (notice.notice_type, notice.notice_id) == ("UK4", "083662-2026")
    assert (notice.description, notice.engagement_ends) == (None, None)
    assert (notice.value_gross, notice.value_net) == (Decimal(18000), Decimal(15000))
    assert (notice.contract_starts, notice.contract_ends) == (date(2026, 11, 2), date(2027, 3, 31))
    assert (notice.sme_suitable, notice.vcse_suitable) == (True, True)
    assert [one.rule for one in missing(notice)][:3] == [
        "reg.17(2)(d)",
        "reg.17(2)(e)",
        "reg.17(2)(f)",
    ]


def test_north_northamptonshire_contracts_finder() -> None:
    notice = read(samples.NORTH_NORTHANTS.read_bytes())
    assert (notice.notice_type, notice.reference) == (None, "PE-MHAU")
    assert notice.buyer_name == "North Northamptonshire Council"
    assert notice.buyer_ppon is None
    assert notice.description is not None
    assert "rnrn" not in notice.description
    assert notice.description.split("\n\n")[4:6] == [
        "A further Market Engagement event will be held via Teams on the following date:",
        "Thursday 20th March 2025 - 1.00pm to 3.00pm",
    ]
    assert notice.process == (
        "A further Market Engagement event will be held via Teams on the following date:\n\n"
        "Thursday 20th March 2025 - 1.00pm to 3.00pm\n\n"
        "To register your interest please email redacted@example.org where you will be sent "
        "details of the event."
    )
    assert notice.process_is_from_description
    assert notice.engagement_ends == datetime(2025, 3, 21, 23, 59, 59, tzinfo=UTC)
    assert (notice.cpv_codes, notice.regions) == (("85000000",), ("UKF",))
    assert (notice.category, notice.value_gross, notice.value_net) == (None, None, None)
    assert "ended at 11:59pm on Friday 21 March 2025" in warnings(notice, AT)[0]


def test_galliford_contracts_finder() -> None:
    notice = read(samples.GALLIFORD.read_bytes())
    assert notice.description is not None
    assert "rn" not in notice.description.replace("Northern", "").replace("Southern", "").replace(
        "internal", ""
    )
    assert notice.time_in_text == time(17, 30)
    assert (notice.cpv_codes, notice.regions) == (("44000000", "45000000"), ("UKH",))
    assert (notice.sme_suitable, notice.vcse_suitable) == (True, False)
    assert (
        "The text says 5:30pm on Tuesday 18 March 2025, but the notice's data says "
        "11:59pm on Tuesday 18 March 2025. Check which is right."
    ) in warnings(notice)


def test_walsall_contracts_finder() -> None:
    notice = read(samples.WALSALL.read_bytes())
    assert (notice.buyer_name, notice.category) == ("Walsall Healthcare NHS Trust", "services")
    assert (notice.process, notice.regions) == (None, ())
    assert notice.documents == (
        Document(
            title="Palliative Care Catering EOI 2025",
            url="https://www.contractsfinder.service.gov.uk/Notice/Attachment/"
            "2a072754-8b35-4ca4-b823-6b2342323be0",
        ),
    )
    assert notice.description is not None
    assert notice.description.splitlines()[2] == "Additional information:"


def test_the_constructed_example() -> None:
    notice = read(samples.EXAMPLE.read_bytes())
    assert (notice.buyer_name, notice.other_buyers) == (
        "Meridale Borough Council",
        ("Highmoor District Council",),
    )
    assert (notice.reference, notice.time_in_text) == ("MBC-2026-0147", time(12))
    assert notice.cpv_codes == ("48000000", "72212445")
    assert (draft_fields(notice)["region"], notice.regions) == ("UKE", ("UKE42",))
    assert notice.contract_ends_latest == date(2032, 8, 31)


@pytest.mark.parametrize(
    ("due", "ends", "assumed"),
    [
        ("2026-07-10T23:59:59+01:00", datetime(2026, 7, 10, 22, 59, 59, tzinfo=UTC), True),
        ("2026-07-10T23:59:59Z", datetime(2026, 7, 10, 22, 59, 59, tzinfo=UTC), True),
        ("2026-07-10", datetime(2026, 7, 10, 22, 59, 59, tzinfo=UTC), True),
        ("2026-07-10T12:00:00", datetime(2026, 7, 10, 11, tzinfo=UTC), False),
        ("2026-07-10T12:00:00Z", datetime(2026, 7, 10, 12, tzinfo=UTC), False),
        ("2026-07-10 12:00:00.123+0100", datetime(2026, 7, 10, 11, tzinfo=UTC), False),
        ("10/07/2026", datetime(2026, 7, 10, 22, 59, 59, tzinfo=UTC), True),
        ("2026-02-30", None, False),
        ("0001-01-01T00:00:00Z", None, False),
        ("9999-12-31T23:59:59Z", None, False),
        ("soon", None, False),
        (20260710, None, False),
        (None, None, False),
        (["2026-07-10"], None, False),
    ],
)
def test_when_it_ends(due: object, ends: datetime | None, assumed: bool) -> None:
    notice = ending(due)
    assert (notice.engagement_ends, notice.end_is_assumed) == (ends, assumed)


def test_of_several_engagement_dates_the_last_counts_and_other_milestones_do_not() -> None:
    notice = reading(
        planning={
            "milestones": [
                None,
                {"type": "futureSignatureDate", "dueDate": "2027-01-01", "description": "Sign"},
                {"type": "engagement", "dueDate": "2026-06-20", "description": "Event"},
                {"type": "engagement", "dueDate": "2026-06-10", "description": "Questions"},
            ]
        }
    )
    assert notice.engagement_ends == datetime(2026, 6, 20, 22, 59, 59, tzinfo=UTC)
    assert notice.process == "Event\n\nQuestions"
    assert "more than one end date" in warnings(notice)[0]


@pytest.mark.parametrize(
    ("value", "gross", "net", "pounds"),
    [
        ({"amountGross": 0, "amount": 0}, None, None, None),
        ({"amountGross": "432,000.49"}, "432000.49", None, 432000),
        ({"amount": 100.005}, None, "100.005", 120),
        ({"amount": " 000,"}, None, None, None),
        ({"amount": "£1,000"}, None, "1000", 1200),
        ({"amount": "1e9"}, None, None, None),
        ({"amount": -5, "amountGross": True}, None, None, None),
        ({"amount": [1], "amountGross": {}}, None, None, None),
        ({"amount": 10, "currency": "EUR"}, None, "10", None),
        ([{"amount": 10}], None, "10", 12),
        ("a lot", None, None, None),
    ],
)
def test_values(value: object, gross: str | None, net: str | None, pounds: int | None) -> None:
    notice = reading(tender={"value": value})
    assert notice.value_gross == (Decimal(gross) if gross else None)
    assert notice.value_net == (Decimal(net) if net else None)
    assert draft_fields(notice)["value_pounds"] == pounds


@pytest.mark.parametrize("number", ["1e9999", "NaN", "Infinity", "-0", "1" * 5000, "1e99999999999"])
def test_numbers_no_notice_has(number: str) -> None:
    notice = read('{"ocid": 1, "tender": {"value": {"amount": %s}}}' % number)  # noqa: UP031
    assert (notice.ocid, notice.value_net) == ("1", None)


def test_the_values_of_all_lots_are_added_up() -> None:
    lots = [{"id": 1, "value": {"amount": 10}}, {"id": 2, "value": {"amount": "20"}}]
    assert reading(tender={"lots": lots}).value_net == 30
    assert reading(tender={"lots": [*lots, {"id": 3}]}).value_net is None


def test_codes_wherever_they_are_and_unknown_ones_in_a_warning() -> None:
    def cpv(code: object) -> dict[str, object]:
        return {"scheme": "CPV", "id": code}

    notice = reading(
        tender={
            "classification": cpv("48000000-8"),
            "items": [
                {"classification": cpv(3000000), "additionalClassifications": [cpv("48000000")]},
                {"additionalClassifications": cpv("72000000"), "classification": None},
                {"classification": {"scheme": "UNSPSC", "id": "43000000"}},
                {"classification": cpv("99999999")},
                "not an item",
            ],
        }
    )
    assert notice.cpv_codes == ("48000000", "03000000", "72000000")
    assert notice.unknown_cpv_codes == ("99999999",)
    assert any("left out: 99999999." in said for said in warnings(notice))


def test_buyers() -> None:
    assert reading(buyer={"name": "Only Here", "id": "GB-PPON-ABCD-1234-EFGH"}) == reading(
        buyer={"name": "Only Here", "identifier": {"id": "abcd-1234-efgh"}}
    )
    parties = [
        {"id": "x", "name": "A Supplier", "roles": ["supplier"]},
        {"id": "b", "name": "Second", "roles": "buyer"},
        {"id": "a", "name": "First", "roles": ["buyer"], "contactPoint": {"email": "not one"}},
    ]
    notice = reading(buyer={"id": "a"}, parties=parties)
    assert (notice.buyer_name, notice.other_buyers, notice.buyer_email) == (
        "First",
        ("Second",),
        None,
    )


def test_only_web_addresses_are_kept_as_links() -> None:
    documents = [
        {"title": "bad", "url": "javascript:alert(1)"},
        {"title": "odd", "url": "http://["},
        None,
        {"url": "https://example.org/a.pdf"},
    ]
    notice = reading(planning={"documents": documents})
    assert notice.documents == (
        Document(title="https://example.org/a.pdf", url="https://example.org/a.pdf"),
    )


def test_a_text_that_is_only_an_address_is_weak() -> None:
    notice = ending("2026-07-10", "https://example.org/questionnaire?id=1")
    assert ("process", "reg.17(2)(f)") in [(one.field, one.rule) for one in missing(notice)]
    assert any("only a web address" in said for said in warnings(notice))


def test_a_notice_that_says_nothing_is_missing_everything() -> None:
    notice = reading(tender={"title": None})
    assert [one.rule for one in missing(notice)][:10] == [
        *("reg.13(a)", "reg.13(c)", "reg.13(c)", "reg.13(d)"),
        *("reg.17(2)(b)", "reg.17(2)(d)", "reg.17(2)(d)", "reg.17(2)(d)"),
        *("reg.17(2)(e)", "reg.17(2)(f)"),
    ]
    assert draft_fields(notice)["title"] == ""


def test_a_long_title_is_cut_for_the_draft() -> None:
    title = draft_fields(reading(tender={"title": "long " * 100}))["title"]
    assert isinstance(title, str)
    assert len(title) <= 200


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"<html>", b"\xff\xfe", b'{"a":'])
def test_what_is_no_notice_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableNotice, match=r"[.]$"):
        read(data)
