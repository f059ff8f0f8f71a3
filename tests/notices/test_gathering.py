"""What notices and releases are made from: joint authorities, and what the timetable says."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, Sharing
from engage.challenges.service import partnering, timing
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notices import queries
from engage.notices.mapping import Facts, release_of
from engage.subscriptions import SUBSCRIPTIONS
from tests.factories import NOW, a_challenge, a_council, a_partner, an_open_challenge
from tests.notices.test_noticing import PUBLISHED, published
from tests.notices.test_releasing import bodies
from tests.services import Clock

OFFICER = UUID(int=1)
NO_PLANS = {
    "tender_on": None,
    "opens_on": None,
    "planned_notice_on": None,
    "pipeline_number": "",
    "light_touch": False,
}


def gathered(session: Session, challenge: Challenge) -> Facts:
    return queries.facts_of(session, challenge, at=NOW)


def tender_of(session: Session, challenge: Challenge) -> dict[str, Any]:
    found: dict[str, Any] = release_of(
        gathered(session, challenge), number=1, tag="planning", at=NOW
    )["tender"]
    return found


def plan(session: Session, challenge: Challenge, **about: Any) -> None:
    plans = NO_PLANS | about
    timing.set_timetable(session, challenge, plans=plans, by=OFFICER, at=NOW)


def test_joint_authorities_are_buyers_after_the_one_that_leads(session: Session) -> None:
    challenge = an_open_challenge(session)
    council = a_council(session, name="Highmoor Council", ppon="PABC-1234-DEFG")
    a_partner(session, challenge, council, joined_at=NOW)
    a_partner(session, challenge, a_council(session, name="Aldham Council"), joined_at=NOW)
    release = release_of(gathered(session, challenge), number=1, tag="planning", at=NOW)
    names = [challenge.authority.name, "Aldham Council", "Highmoor Council"]
    assert [each["name"] for each in release["parties"]] == names
    assert all(each["roles"] == ["buyer"] for each in release["parties"])
    assert release["buyer"]["name"] == names[0]
    assert release["parties"][2]["id"] == "GB-PPON-PABC-1234-DEFG"


@pytest.mark.parametrize(
    "about",
    [
        {"joined_at": None},
        {"joined_at": NOW, "sharing": Sharing.SPONSOR},
        {"joined_at": NOW, "sharing": Sharing.FOLLOWER},
    ],
    ids=["asked", "sponsor", "follower"],
)
def test_nobody_else_is_a_buyer(session: Session, about: dict[str, Any]) -> None:
    challenge = an_open_challenge(session)
    a_partner(session, challenge, a_council(session), **about)
    assert [each.key for each in gathered(session, challenge).buyers] == [challenge.authority.slug]


def test_an_authority_that_joins_and_leaves_is_in_the_releases(
    sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = published(session, PUBLISHED)
        partner = a_partner(session, challenge, a_council(session, name="Highmoor Council"))
    drain(sessions, SUBSCRIPTIONS)
    for verb in (partnering.accept, partnering.part):
        clock.advance(hours=1)
        with sessions.write() as session:
            verb(session, session.get_one(type(partner), partner.id), by=OFFICER, at=clock.now)
        drain(sessions, SUBSCRIPTIONS)
    buyers = [[each["name"] for each in body["parties"]] for body in bodies(sessions)]
    assert [len(each) for each in buyers] == [1, 2, 1]
    assert buyers[1][1] == "Highmoor Council"


def test_without_a_timetable_no_regime_is_named(session: Session) -> None:
    challenge = a_challenge(session, value=500_000)
    tender = tender_of(session, challenge)
    assert "specialRegime" not in tender
    assert tender["aboveThreshold"] is True


def test_light_touch_is_named_and_has_its_own_threshold(session: Session) -> None:
    challenge = a_challenge(session, value=500_000)
    plan(session, challenge, light_touch=True)
    tender = tender_of(session, challenge)
    assert tender["specialRegime"] == ["lightTouch"]
    assert tender["aboveThreshold"] is False


@pytest.mark.parametrize(
    ("tender_on", "above"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)]
)
def test_the_threshold_is_that_of_the_day_of_the_tender(
    session: Session, tender_on: date, above: bool
) -> None:
    challenge = a_challenge(session, value=210_000)
    plan(session, challenge, tender_on=tender_on)
    assert tender_of(session, challenge)["aboveThreshold"] is above


def test_without_a_value_nobody_knows(session: Session) -> None:
    challenge = a_challenge(session, value=None)
    assert "aboveThreshold" not in tender_of(session, challenge)


def test_new_dates_of_a_published_challenge_are_a_new_release(
    sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = published(session, PUBLISHED)
    drain(sessions, SUBSCRIPTIONS)
    clock.advance(hours=1)
    with sessions.write() as session:
        plan(session, session.get_one(Challenge, challenge.id), light_touch=True)
    first, second = (body["tender"] for body in bodies(sessions))
    assert "specialRegime" not in first
    assert second["specialRegime"] == ["lightTouch"]
    with sessions.read() as session:
        kept = queries.versions(session, session.get_one(Challenge, challenge.id))
    assert [each.number for each in kept] == [1, 2]


def test_dates_that_no_notice_says_are_none(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        challenge = published(session, PUBLISHED)
    drain(sessions, SUBSCRIPTIONS)
    clock.advance(hours=1)
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        plan(session, mine, planned_notice_on=date(2026, 6, 1))
    assert len(bodies(sessions)) == 1
