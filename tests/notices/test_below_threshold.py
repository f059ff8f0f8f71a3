"""A contract said to be below the threshold stays there, or its notice is asked for again."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.authorities.models import ApprovalRule
from engage.challenges import service as challenges
from engage.challenges.lots import lot
from engage.challenges.models import Challenge
from engage.challenges.queries import history
from engage.challenges.service.listing import BELOW_THRESHOLD
from engage.kernel.versions import fingerprint_of
from engage.notices import service
from tests.factories import NOW, a_council, an_officer, an_open_challenge

BELOW = {"answer": "none", "reason": BELOW_THRESHOLD}
ABOVE = 207_720  # in 2026, for services


@pytest.fixture
def challenge(session: Session) -> Challenge:
    return an_open_challenge(session, value=90_000, notice_plan=BELOW)


@pytest.fixture
def officer(session: Session, challenge: Challenge) -> Person:
    return an_officer(session, challenge.authority)


def amend(session: Session, challenge: Challenge, officer: Person, **changes: Any) -> None:
    challenges.propose(session, challenge, changes=changes, by=officer.id, at=NOW)
    content = challenges.waiting(challenge, history.amendment(session, challenge.id))
    reasons = challenges.Reasons(because="We counted again.", material=False, ends=None)
    seen = fingerprint_of(content)
    challenges.amend(session, challenge, reasons=reasons, seen=seen, by=officer.id, at=NOW)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": ABOVE}, "its likely value is £207,720 with VAT"),
        (
            {"lot_list": [lot(title=name, value=ABOVE // 2) for name in "AB"]},
            "its lots together are worth £207,720 with VAT",
        ),
    ],
)
def test_a_value_that_reaches_the_threshold_asks_for_the_notice_first(
    session: Session, challenge: Challenge, officer: Person, changes: Any, sentence: str
) -> None:
    with pytest.raises(challenges.BadNotice, match=f"{sentence}.*section 17.*page Notice"):
        amend(session, challenge, officer, **changes)
    assert challenge.value == 90_000
    service.record_number(session, challenge, notice_id="099001-2026", by=officer.id, at=NOW)
    amend(session, challenge, officer, need="Also the loft.")
    assert (challenge.need, history.amendment(session, challenge.id)) == ("Also the loft.", None)
    assert [getattr(challenge, name) for name in changes] == list(changes.values())


def test_another_reason_is_enough_too(
    session: Session, challenge: Challenge, officer: Person
) -> None:
    why = "It is an exempted contract."
    service.give_reasons(session, challenge, reasons=why, by=officer.id, at=NOW)
    amend(session, challenge, officer, value=ABOVE)
    assert challenge.value == ABOVE


def test_what_was_above_already_stops_no_other_change(
    session: Session, challenge: Challenge, officer: Person
) -> None:
    challenge.value = ABOVE
    amend(session, challenge, officer, need="Also the loft.")
    assert challenge.need == "Also the loft."


def test_the_officer_hears_of_it_before_the_approver(session: Session) -> None:
    council = a_council(session, approval_rule=ApprovalRule.ALWAYS)
    challenge = an_open_challenge(session, council, value=90_000, notice_plan=BELOW)
    officer = an_officer(session, council)
    challenges.propose(session, challenge, changes={"value": ABOVE}, by=officer.id, at=NOW)
    seen = fingerprint_of(challenges.waiting(challenge, history.amendment(session, challenge.id)))
    with pytest.raises(challenges.BadNotice, match="below the threshold"):
        challenges.ask_to_amend(
            session, challenge, because="We counted.", seen=seen, by=officer.id, at=NOW
        )
