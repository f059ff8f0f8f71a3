"""From the file of a notice to a draft, through the service and through the pages."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.lots import lot
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.notices import parsing, service
from engage.notices.mapping import body_of, release_of
from engage.notices.models import SourceNotice
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, a_council, an_officer, sign_in
from tests.notices.facts import AT, facts
from tests.notices.test_mapping import WHOLE

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
LEEDS = SAMPLES / "083655-2026_UK2_leeds.json"
ADDRESS = "/desk/notices/import"


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session, prefix="MBC")


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions, council: Authority) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    return Browser(client)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_real_notice_becomes_a_draft(
    officer: Browser, sessions: Sessions, path: Path
) -> None:
    officer.submit(ADDRESS, {"file": (path.name, path.read_bytes())})
    words = officer.follow().words
    assert "What the notice does not say" in words
    with sessions.read() as session:
        challenge = session.query(Challenge).one()
        source = session.query(SourceNotice).one()
        notice = parsing.read(path.read_bytes())
        assert challenge.stage is Stage.DRAFT
        assert challenge.cpv_codes == sorted(notice.cpv_codes)
        assert challenge.engagement_ends == notice.engagement_ends
        assert source.challenge_id == challenge.id
        assert source.findings["missing"]
        names = set(session.scalars(select(RecordedEvent.name)))
        assert names >= {"challenge.drafted", "notice.imported"}
    assert officer.get(f"/desk/challenges/{challenge.reference}/statement").status_code == 200


def test_links_lead_to_what_is_missing(officer: Browser) -> None:
    officer.submit(ADDRESS, {"pasted": LEEDS.read_text()})
    links = officer.follow().links()
    base = "/desk/challenges/MBC-2026-001/statement"
    assert {f"{base}/today", f"{base}/outcomes", f"{base}/subject"} <= set(links)


def test_the_same_notice_twice_asks_first(officer: Browser, sessions: Sessions) -> None:
    officer.submit(ADDRESS, {"file": ("leeds.json", LEEDS.read_bytes())})
    page = officer.submit(ADDRESS, {"file": ("leeds.json", LEEDS.read_bytes())}, status=409)
    assert "/desk/challenges/MBC-2026-001" in page.links()
    kept = next(form for form in page.forms if "pasted" in form.values)
    officer.post(ADDRESS, kept.values | {"again": "yes"})
    with sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Challenge)) == 2


def test_two_clicks_make_one_draft(fresh_sessions: Sessions) -> None:
    notice = parsing.read(LEEDS.read_bytes())
    with fresh_sessions.write() as session:
        council = a_council(session)
    together = threading.Barrier(4)

    def click(_: int) -> str:
        together.wait()
        try:
            with fresh_sessions.write() as session:
                authority = session.get_one(Authority, council.id)
                return service.start_from(session, authority, notice, by=None, at=NOW).reference
        except service.AlreadyImported as refusal:
            return refusal.reference

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1


def test_the_file_is_read_outside_any_transaction(
    officer: Browser, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_now: list[str] = []
    write = Sessions.write

    @contextmanager
    def noted(self: Sessions) -> Iterator[Session]:
        with write(self) as session:
            open_now.append("open")
            yield session
            open_now.pop()

    def read(sent: bytes | str) -> parsing.Notice:
        assert not open_now
        raise parsing.UnreadableNotice("Read without a transaction.")

    monkeypatch.setattr(Sessions, "write", noted)
    monkeypatch.setattr(parsing, "read", read)
    page = officer.submit(ADDRESS, {"pasted": LEEDS.read_text()}, status=422)
    assert "Read without a transaction." in page.words


def test_another_council_may_import_it_too(sessions: Sessions) -> None:
    notice = parsing.read(LEEDS.read_bytes())
    with sessions.write() as session:
        one, other = a_council(session), a_council(session)
        first = service.start_from(session, one, notice, by=None, at=NOW)
        service.start_from(session, other, notice, by=None, at=NOW)
        with pytest.raises(service.AlreadyImported, match=first.reference):
            service.start_from(session, one, notice, by=None, at=NOW)


def test_a_value_too_large_is_left_out_and_said(sessions: Sessions) -> None:
    release = {"ocid": "x", "tender": {"title": "T", "value": {"amount": 9e11, "currency": "GBP"}}}
    with sessions.write() as session:
        notice = parsing.read(json.dumps(release))
        made = service.start_from(session, a_council(session), notice, by=None, at=NOW)
        source = session.query(SourceNotice).one()
        assert made.value is None
        assert any("too large" in sentence for sentence in source.findings["warnings"])


def test_a_notice_without_a_title(sessions: Sessions) -> None:
    with sessions.write() as session:
        notice = parsing.read('{"ocid": "x", "tender": {"description": "Words"}}')
        made = service.start_from(session, a_council(session), notice, by=None, at=NOW)
        assert (made.title, made.need) == ("Notice without a title", "Words")


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "Choose the file of a notice, or paste its JSON below"),
    ({"file": ("n.json", b"")}, "empty"),
    ({"file": ("n.json", b"\x00\xff\xfe\x00")}, "not JSON"),
    ({"file": ("n.json", b"%PDF-1.7")}, "not JSON"),
    ({"file": ("n.json", b"[" * 100_000)}, "too many levels"),
    ({"file": ("n.json", b"{}")}, "no notice in this file"),
    ({"file": ("n.pdf", b"{}")}, "JSON"),
    ({"pasted": "{"}, "not JSON"),
    ({"pasted": "x" * 1_000_000}, "not JSON"),
    ({"pasted": "\x00{}"}, "cannot be printed"),
    ({"pasted": "<script>alert(1)</script>"}, "not JSON"),
    ({"pasted": "{}", "file": ("n.json", b"{}")}, "not both"),
]


@pytest.mark.parametrize(("sent", "sentence"), BAD, ids=range(len(BAD)))
def test_a_bad_file_is_a_sentence(
    officer: Browser, sessions: Sessions, sent: dict[str, Any], sentence: str
) -> None:
    page = officer.submit(ADDRESS, sent, status=422)
    assert sentence in page.words
    assert "<script>alert" not in page.text
    with sessions.read() as session:
        assert session.query(Challenge).count() == 0


def test_a_file_over_five_megabytes(officer: Browser, client: FlaskClient) -> None:
    officer.get(ADDRESS)
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="n.json"\r\n\r\n'
    body = head + b" " * (5 * 1024 * 1024 + 1) + b"\r\n--b--\r\n"
    answer = client.post(ADDRESS, data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 422
    assert "The file must be smaller than 5 MB" in answer.get_data(as_text=True)


def test_a_challenge_without_a_notice_has_no_such_page(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        plain = a_challenge(session, council)
        foreign = a_council(session)
        notice = parsing.read(LEEDS.read_bytes())
        theirs = service.start_from(session, foreign, notice, by=None, at=NOW)
    missing = officer.get("/desk/challenges/XXX-2026-999/notice/source", status=404)
    for challenge in (plain, theirs):
        page = officer.get(f"/desk/challenges/{challenge.reference}/notice/source", status=404)
        assert page.words == missing.words


@pytest.mark.parametrize(
    ("field", "sent"), [("file", ("notice.json", b"no JSON")), ("pasted", "no JSON")]
)
def test_what_cannot_be_read_is_said_beside_it(officer: Browser, field: str, sent: Any) -> None:
    page = officer.submit(ADDRESS, {field: sent}, status=422)
    assert f'id="{field}-error"' in page.text
    assert f"#{field}" in page.links()


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        ("Leeds City Council", False),
        ("City of Leeds", False),
        ("Leeds City Council Housing", False),
        ("Marlbury Council", True),
    ],
)
def test_a_notice_of_another_buyer_is_warned_of(session: Session, name: str, warned: bool) -> None:
    council = a_council(session, name=name)
    notice = parsing.read(LEEDS.read_bytes())
    service.start_from(session, council, notice, by=None, at=NOW)
    source = session.query(SourceNotice).one()
    said = [sentence for sentence in source.findings["warnings"] if "another buyer" in sentence]
    assert bool(said) is warned


def given(session: Session, council: Authority, **tender: Any) -> tuple[Challenge, list[str]]:
    """The draft of a notice that says this of its contract, and what is to be looked at."""
    release = {"ocid": "ocds-h6vhtk-0abcde", "tender": {"title": "Doors", **tender}}
    notice = parsing.read(json.dumps({"releases": [release]}))
    challenge = service.start_from(session, council, notice, by=None, at=NOW)
    source = session.query(SourceNotice).filter_by(challenge_id=challenge.id).one()
    return challenge, source.findings["warnings"]


def lots(*, starts: str = "2027-09-01", **period: Any) -> dict[str, Any]:
    return {"lots": [{"id": "1", "contractPeriod": {"startDate": starts, **period}}]}


@pytest.mark.parametrize(
    ("period", "ends", "latest"),
    [
        ({"endDate": "2030-08-31", "maxExtentDate": "2032-08-31"}, "2030-08-31", "2032-08-31"),
        ({"durationInMonths": 36}, "2030-08-31", None),
        ({"durationInMonths": 1, "starts": "2027-01-31"}, "2027-02-28", None),
        ({"durationInDays": 30}, "2027-09-30", None),
        ({"durationInMonths": -3}, None, None),
        ({"durationInMonths": 1.5}, None, None),
        ({"durationInMonths": 10**9}, None, None),
        ({"durationInDays": "many"}, None, None),
        ({"endDate": "2026-08-31"}, None, None),
        ({"endDate": "2030-08-31", "maxExtentDate": "2029-08-31"}, "2030-08-31", None),
    ],
)
def test_the_dates_of_the_contract(
    session: Session, period: dict[str, Any], ends: str | None, latest: str | None
) -> None:
    challenge, warnings = given(session, a_council(session), **lots(**period))
    found = (challenge.contract_ends, challenge.contract_ends_latest)
    assert tuple(day and day.isoformat() for day in found) == (ends, latest)
    assert challenge.contract_starts is not None
    dropped = [each for each in warnings if "was left out" in each]
    assert len(dropped) == (
        period.get("endDate") == "2026-08-31" or period.get("maxExtentDate") == "2029-08-31"
    )


def test_what_a_notice_does_not_say_of_the_dates_is_missing(session: Session) -> None:
    for tender, field, words in (
        ({}, "contract_starts", "start and end"),
        (lots(), "contract_ends", "may end"),
        (lots(endDate="2030-08-31"), None, ""),
    ):
        challenge, _ = given(session, a_council(session), **tender)
        source = session.query(SourceNotice).filter_by(challenge_id=challenge.id).one()
        found = [
            (each["field"], each["sentence"])
            for each in source.findings["missing"]
            if each["field"].startswith("contract")
        ]
        assert [name for name, _ in found] == ([field] if field else [])
        assert all(words in sentence for _, sentence in found)


def test_lots_suitability_and_extension_are_taken_over(session: Session) -> None:
    challenge, warnings = given(
        session,
        a_council(session),
        value={"amountGross": 540_000, "amount": 500_000, "currency": "GBP"},
        lots=[
            {"id": "a", "title": "Finding damp", "value": {"amountGross": 120_000.4},
             "suitability": {"sme": True, "vcse": "yes"}, "hasRenewal": True,
             "renewal": {"description": "Twice."}},
            {"id": "b", "description": "All homes.", "renewal": {"description": "Twice."}},
        ],
        items=[
            {"relatedLot": "a", "additionalClassifications": [{"scheme": "CPV", "id": "72000000"}]},
            {"relatedLot": "b", "additionalClassifications": [{"scheme": "CPV", "id": "1"}]},
            {"relatedLot": "nowhere", "additionalClassifications": 7},
        ],
    )  # fmt: skip
    assert challenge.lot_list == [
        lot(title="Finding damp", value=120_000, cpv_codes=["72000000"]),
        lot(title="Lot 2", description="All homes."),
    ]
    assert (challenge.value, challenge.value_net) == (540_000, 500_000)
    assert (challenge.sme_suitable, challenge.vcse_suitable) == (True, True)
    assert challenge.renewal == "Twice."
    assert not [each for each in warnings if "extended" in each]


@pytest.mark.parametrize(("words", "cut"), [(2_000, False), (6_000, True)])
def test_long_texts_can_be_saved_as_they_came(
    officer: Browser, sessions: Sessions, council: Authority, words: int, cut: bool
) -> None:
    """What the import keeps, the pages of the statement keep too."""
    text = ("damp " * words).strip()
    lots = [{"title": "A", "description": text, "renewal": {"description": text}}]
    with sessions.write() as session:
        challenge, warnings = given(session, session.merge(council), lots=lots)
    told = [each for each in warnings if "only its beginning was taken over" in each]
    assert [each.split(" is longer")[0] for each in told] == (
        ["How the contract may be extended", "The description of lot 1"] if cut else []
    )
    root = f"/desk/challenges/{challenge.reference}/statement"
    officer.submit(f"{root}/lot?number=1", {"title": "B"}, status=303)
    officer.submit(f"{root}/subject", {"category": "services"}, status=303)
    with sessions.read() as session:
        saved = session.get_one(Challenge, challenge.id)
        assert saved.lot_list == [lot(title="B", description=text[:20_000].strip())]
        assert (saved.renewal, saved.category) == (text[:20_000].strip(), "services")


def test_an_extension_of_which_nothing_is_said_is_asked_for(session: Session) -> None:
    _, warnings = given(session, a_council(session), lots=[{"hasRenewal": True}] * 40)
    assert any("can be extended, and not how" in each for each in warnings)
    assert any("has 40 lots. Only the first 30" in each for each in warnings)


def test_our_own_lots_come_back(session: Session) -> None:
    facts_of_it = facts(**{**WHOLE, "net": 500_000})
    body = body_of(release_of(facts_of_it, number=1, tag="planning", at=AT))
    notice = parsing.read(f'{{"releases": [{body}]}}')
    challenge = service.start_from(session, a_council(session), notice, by=None, at=NOW)
    assert challenge.lot_list == [
        lot(title="Finding damp", value=120_000, cpv_codes=["90711000"]),
        lot(
            title="Mending it",
            description="All homes.",
            cpv_codes=["50700000", "72000000"],  # those of the whole, said of each lot
        ),
    ]
    assert (challenge.value, challenge.value_net) == (540_000, 500_000)
    assert (challenge.sme_suitable, challenge.vcse_suitable) == (True, True)
    assert (challenge.renewal, str(challenge.contract_ends_latest)) == (
        "Twice, by a year.",
        "2032-08-31",
    )
