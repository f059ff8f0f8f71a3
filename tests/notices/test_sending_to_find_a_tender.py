"""The submission client, against a service that answers over real sockets."""

import time
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from engage.kernel.fetching import HttpFetcher, Unanswered
from engage.notices.find_a_tender.answers import Progress, information_in
from engage.notices.find_a_tender.reading import Busy, Unexpected
from engage.notices.find_a_tender.reception import DoesNotFit, written
from engage.notices.find_a_tender.sending import ApiSubmissions, NoEntry, NotTaken, Uncertain
from engage.notices.parsing.opening import release_in
from tests.notices.fake_find_a_tender import KEY, SILENCE, FakeFindATender, find_a_tender
from tests.notices.samples import EXAMPLE
from tests.services import free_port

pytestmark = pytest.mark.services

XML = written(release_in(EXAMPLE.read_bytes())[0], key="our-key")


@pytest.fixture
def service() -> Iterator[FakeFindATender]:
    with find_a_tender() as server:
        yield server


@pytest.fixture
def api(service: FakeFindATender) -> ApiSubmissions:
    return ApiSubmissions(service.url, HttpFetcher(silence=SILENCE))


def test_a_notice_is_received_validated_and_published(
    service: FakeFindATender, api: ApiSubmissions
) -> None:
    sent = api.submit(XML, key=KEY)
    assert (sent.progress, sent.own_key) == (Progress.SENT, "our-key")
    assert service.taken[sent.submission_id]["xml"] == XML.decode()
    later = api.information(sent.submission_id, key=KEY)
    assert (later.progress, later.notice_id) == (Progress.ACCEPTED, "")
    last = api.information(sent.submission_id, key=KEY)
    assert last.progress is Progress.PUBLISHED
    assert (last.notice_id, last.ocid) == ("000001-2026", "ocds-h6vhtk-000001")


def test_what_validation_objects_to_is_told(service: FakeFindATender, api: ApiSubmissions) -> None:
    service.invalid = "The postal address is missing"
    sent = api.submit(XML, key=KEY)
    refused = api.information(sent.submission_id, key=KEY)
    assert refused.progress is Progress.REFUSED
    assert refused.report == "The postal address is missing: UK2-4"


@pytest.mark.parametrize("fault", ["hang up", "truncated", "half the JSON", "slow", "500"])
def test_an_answer_that_says_nothing_is_uncertain(
    service: FakeFindATender, api: ApiSubmissions, fault: str
) -> None:
    service.faults.append(fault)
    with pytest.raises(Uncertain):
        api.submit(XML, key=KEY)
    time.sleep(service.slowness * (fault == "slow"))  # it goes on after we hung up
    found = api.find("our-key", key=KEY)
    assert (found is not None) == (fault != "500")


def test_what_was_certainly_not_taken_is_not_uncertain(
    service: FakeFindATender, api: ApiSubmissions
) -> None:
    service.faults.extend(["429", "503"])
    for _ in range(2):
        with pytest.raises(Busy):
            api.submit(XML, key=KEY)
    with pytest.raises(NoEntry):
        api.submit(XML, key="another")
    with pytest.raises(NotTaken, match="not base64 of XML"):
        api.submit(b"<open", key=KEY)
    with pytest.raises(Unanswered):
        ApiSubmissions(f"http://127.0.0.1:{free_port()}", HttpFetcher()).submit(XML, key=KEY)
    assert not service.taken


def test_a_search_that_does_not_work_proves_nothing(
    service: FakeFindATender, api: ApiSubmissions, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert api.find("our-key", key=KEY) is None
    service.finds = False
    with pytest.raises(Unexpected):
        api.find("our-key", key=KEY)
    service.finds = True
    strangers = [{"submission_id": "20260302-000009", "no_doc_ext": "another"}]
    monkeypatch.setattr(service, "of_own_number", lambda own_key: strangers)
    with pytest.raises(Unexpected):
        api.find("our-key", key=KEY)


def test_an_answer_about_another_notice_is_not_ours(
    service: FakeFindATender, api: ApiSubmissions
) -> None:
    sent = api.submit(XML, key=KEY)
    service.taken["20260302-000077"] = service.taken[sent.submission_id]
    with pytest.raises(Unexpected):
        api.information("20260302-000077", key=KEY)
    with pytest.raises(Unexpected):
        api.information("20260302-000088", key=KEY)


@pytest.mark.parametrize(
    "answer",
    [None, [], "", 7, {}, {"submission_id": 7}, {"submission_id": "x" * 15}, {"status": "SENT"}],
)
def test_what_names_no_submission_is_no_information(answer: Any) -> None:
    assert information_in(answer) is None


def test_strange_values_do_no_harm() -> None:
    found = information_in(
        {
            "submission_id": "20260302-000001",
            "status": {"published": 1},
            "publication_info": {
                "ocids": [7, "ocds-h6vhtk-ABC"],
                "truk_links": [],
                "no_doc_ojs": 1,
            },
            "technical_validation_report": [{"message": "A"}, 3, {"message": "A"}],
            "validation_rules_report": "B",
            "quality_control_report": {"items": {"valid": False, "details": "C"}},
        }
    )
    assert found is not None
    assert (found.progress, found.notice_id, found.ocid) == (Progress.SENT, "", "")
    assert found.report == "A\nB\nC"


def test_the_xml_is_the_release_element_by_element() -> None:
    release = {
        "ocid": "ocds-x-1",
        "tag": ["planning"],
        "parties": [{"name": "A & B"}, {"name": "C\x00\ufffe"}],
        "tender": {"aboveThreshold": True, "value": {"amount": 0}, "title": None, "lots": []},
        "planning": {"note": "  "},
    }
    root = fromstring(written(release, key="k", previous="000001-2026"))  # noqa: S314 - our own
    assert (root.tag, root.attrib) == ("UK2_2023", {"FORM": "UK2", "LEGAL_BASIS": "2023/54"})
    assert [root.findtext(name) for name in ("noDocExt", "previousNotice")] == ["k", "000001-2026"]
    assert [each.text for each in root.iterfind("parties/name")] == ["A & B", "C"]
    assert root.findtext("tender/aboveThreshold") == "true"
    assert root.findtext("tender/value/amount") == "0"
    assert root.find("tender/title") is None
    assert root.find("tender/lots") is None
    assert root.find("planning/note") is None
    assert written(release, key="k") == written(dict(release), key="k")


@pytest.mark.parametrize(
    ("release", "why"),
    [
        ({"tender": {"description": "x" * 4001}}, "tender/description has 4,001 characters"),
        ({"parties": [{"name": "x" * 301}]}, "parties/name has 301"),
        ({"a b": "x"}, "a field that cannot be sent: a b"),
    ],
)
def test_what_does_not_fit_is_said(release: dict[str, Any], why: str) -> None:
    with pytest.raises(DoesNotFit, match=why):
        written(release, key="k")


def test_what_is_too_deep_is_refused() -> None:
    release: dict[str, Any] = {}
    for _ in range(60):
        release = {"a": release, "b": 1}
    with pytest.raises(DoesNotFit, match="levels"):
        written(release, key="k")
