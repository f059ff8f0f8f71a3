"""The lots of a statement: the list, its pages, while drafting and while amending."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges import service
from engage.challenges.lots import MOST_LOTS, TooManyLots, lot, with_lot, without_lot
from engage.challenges.models import Challenge
from engage.challenges.queries.history import amendment
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_person,
    an_officer,
    an_open_challenge,
    sign_in,
)

FIRST = lot(title="Finding damp", value=100_000, cpv_codes=["72000000"])
SECOND = lot(title="Mending it", description="All homes.")


def test_a_list_of_lots() -> None:
    found = with_lot([], 1, FIRST)
    found = with_lot(found, 7, SECOND)  # the next, whatever number the page had
    assert found == [FIRST, SECOND]
    assert with_lot(found, 1, SECOND) == [SECOND, SECOND]
    assert without_lot(found, 1) == [SECOND]
    assert without_lot(found, 0) == without_lot(found, 3) == found
    with pytest.raises(TooManyLots):
        with_lot([FIRST] * MOST_LOTS, MOST_LOTS + 1, SECOND)


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


def made(sessions: Sessions, council: Authority, **about: Any) -> Challenge:
    with sessions.write() as session:
        return a_challenge(session, council, **about)


def lots_of(sessions: Sessions, challenge: Challenge) -> list[dict[str, Any]]:
    with sessions.read() as session:
        return session.get_one(Challenge, challenge.id).lot_list


def test_add_change_and_take_away(officer: Browser, sessions: Sessions, council: Authority) -> None:
    challenge = made(sessions, council)
    root = f"/desk/challenges/{challenge.reference}/statement"
    assert officer.submit(f"{root}/subject", {"go": "lots"}).location == f"{root}/lots"
    assert "No lots yet" in officer.get(f"{root}/lots").words
    typed = {"title": "Finding damp", "value": "£100,000", "cpv_codes": "72000000-5"}
    assert officer.submit(f"{root}/lot", typed).location == f"{root}/lots"
    officer.submit(f"{root}/lot", {"title": "Mending it", "description": "All homes."})
    assert lots_of(sessions, challenge) == [FIRST, SECOND]
    page = officer.get(f"{root}/lots")
    assert "Lot 2: Mending it" in page.words and f"{root}/lot?number=2" in page.links()
    assert "2 lots are named" in officer.get(f"{root}/subject").words
    officer.submit(f"{root}/lot?number=2", {"title": "Mending"})
    answers = officer.get(f"/desk/challenges/{challenge.reference}/publish").words
    assert "Lot 1: Finding damp £100,000 72000000: IT services" in answers
    assert "Lot 2: Mending" in answers
    first = next(each for each in officer.get(f"{root}/lots").forms if "remove" in each.values)
    officer.post(f"{root}/lots", first.values)
    assert [each["title"] for each in lots_of(sessions, challenge)] == ["Mending"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Enter the title of the lot"),
        ({"title": "A", "cpv_codes": "12345678"}, "is not in the list of CPV codes"),
        ({"title": "A", "value": "much"}, "must be a number"),
        ({"title": "A", "description": "word " * 4001}, "20,000 characters or fewer"),
    ],
)
def test_what_a_lot_cannot_be(
    officer: Browser,
    sessions: Sessions,
    council: Authority,
    typed: dict[str, str],
    sentence: str,
) -> None:
    challenge = made(sessions, council)
    root = f"/desk/challenges/{challenge.reference}/statement"
    assert sentence in officer.submit(f"{root}/lot", typed, status=422).words
    assert lots_of(sessions, challenge) == []
    for odd in ("0", "7", "-1", "x", "9" * 9):
        assert "Add a lot" in officer.get(f"{root}/lot?number={odd}").words


def test_two_people_lose_nothing(officer: Browser, sessions: Sessions, council: Authority) -> None:
    challenge = made(sessions, council, lot_list=[FIRST])
    root = f"/desk/challenges/{challenge.reference}/statement"
    mine = officer.get(f"{root}/lot?number=1").forms[-1].values | {"title": "Mine"}
    away = next(each for each in officer.get(f"{root}/lots").forms if "remove" in each.values)
    with sessions.write() as session:
        kept = session.get_one(Challenge, challenge.id)
        changes = {"lot_list": [{**FIRST, "title": "Theirs"}]}
        service.revise(session, kept, changes=changes, by=a_person(session).id, at=NOW)
    page = officer.post(f"{root}/lot?number=1", mine, status=409)
    assert "Theirs" in page.words and "Mine" in page.text
    assert "The lots changed" in officer.post(f"{root}/lots", away.values, status=422).words
    officer.post(f"{root}/lot?number=1", page.forms[-1].values)
    assert [each["title"] for each in lots_of(sessions, challenge)] == ["Mine"]


def test_while_amending_nothing_public_changes(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session, council, lot_list=[FIRST])
    base = f"/desk/challenges/{challenge.reference}"
    for page in ("lots", "lot?number=1"):
        away = officer.get(f"{base}/statement/{page}", status=303)
        assert away.location == f"{base}/statement"
    assert officer.submit(f"{base}/amend/subject", {"go": "lots"}).location == f"{base}/amend/lots"
    officer.submit(f"{base}/amend/lot", {"title": "Mending it", "description": "All homes."})
    assert lots_of(sessions, challenge) == [FIRST]
    with sessions.read() as session:
        waiting = amendment(session, challenge.id)
        assert waiting is not None and waiting.content == {"lot_list": [FIRST, SECOND]}
    check = officer.get(f"{base}/amend/check").words
    assert "Lot 2: Mending it" in check
    why = {"because": "We heard you.", "material": "yes", "time": "enough", "enough": "Small."}
    officer.submit(f"{base}/amend/check", why)
    assert lots_of(sessions, challenge) == [FIRST, SECOND]
    public = officer.get(f"/challenges/{challenge.reference}").words
    assert "Lot 1: Finding damp" in public and "£100,000" in public
    assert "Lot 2: Mending it" in officer.get(f"/challenges/{challenge.reference}/updates").words


def test_a_deleted_draft_has_no_lots(session: Session) -> None:
    challenge = a_challenge(session, lot_list=[FIRST], renewal="Twice", vcse_suitable=True)
    service.discard(session, challenge, by=None, at=NOW)
    assert (challenge.lot_list, challenge.renewal) in (([], ""), ((), ""))
    assert not challenge.vcse_suitable


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value_net": "100"}, "Enter the likely value with VAT too"),
        ({"value": "100", "value_net": "101"}, "must not be more than the value with VAT"),
        (
            {
                **{"contract_ends-day": "1", "contract_ends-month": "5"},
                **{"contract_ends-year": "2027", "contract_ends_latest-day": "1"},
                **{"contract_ends_latest-month": "4", "contract_ends_latest-year": "2027"},
            },
            "The end with every extension must not be before the end",
        ),
    ],
)
def test_values_and_ends_that_cannot_be(
    officer: Browser,
    sessions: Sessions,
    council: Authority,
    typed: dict[str, str],
    sentence: str,
) -> None:
    challenge = made(sessions, council)
    address = f"/desk/challenges/{challenge.reference}/statement/subject"
    assert sentence in officer.submit(address, typed, status=422).words


def test_what_is_new_in_the_subject_is_kept_and_public(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    challenge = made(sessions, council)
    base = f"/desk/challenges/{challenge.reference}"
    typed = {
        "value": "540000", "value_net": "500000", "vcse_suitable": "y",
        "renewal": "Twice, by a year each.", "contract_ends_latest-day": "1",
        "contract_ends_latest-month": "5", "contract_ends_latest-year": "2032",
    }  # fmt: skip
    officer.submit(f"{base}/statement/subject", typed)
    page = officer.get(f"{base}/preview").words
    for said in (
        "Likely value, without VAT £500,000",
        "Voluntary, community and social enterprises The council thinks that they could do this",
        "It may end, with every extension Saturday 1 May 2032",
        "How it may be extended or renewed Twice, by a year each.",
    ):
        assert said in page
