"""The number of a notice, and its OCID, belong to one challenge of an installation."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.models import Challenge, NoticeClaim
from engage.kernel.db import Sessions
from engage.notices import queries, service
from engage.notices.models import Status
from engage.notices.service.noticing import open_version, record_found
from tests.challenges.test_races import at_once
from tests.factories import NOW, a_challenge, a_council, an_open_challenge

OFFICER = UUID(int=1)
NUMBER, OCID = "099001-2026", "ocds-h6vhtk-0f0001"
TO_COME = {"answer": "to come"}


def claims(session: Session) -> set[tuple[str, UUID]]:
    rows = session.execute(select(NoticeClaim.identifier, NoticeClaim.challenge_id))
    return {(each, owner) for each, owner in rows}


def plan(session: Session, challenge: Challenge, **said: str) -> None:
    given = {"answer": "published", **said}
    challenges.plan_notice(session, challenge, plan=given, by=OFFICER, at=NOW)


def give(session: Session, challenge: Challenge, number: str, ocid: str = "") -> None:
    service.record_number(session, challenge, notice_id=number, ocid=ocid, by=OFFICER, at=NOW)


@pytest.mark.parametrize("shared", [{"notice_id": NUMBER}, {"ocid": OCID}])
def test_a_second_challenge_cannot_have_it(session: Session, shared: dict[str, str]) -> None:
    first = an_open_challenge(session, notice_plan=TO_COME)
    give(session, first, NUMBER, OCID)
    other = {"notice_id": "099002-2026", "ocid": "ocds-h6vhtk-0f0002"} | shared
    neighbour = an_open_challenge(session, notice_plan=TO_COME)
    draft = a_challenge(session, first.authority)
    named = f"belongs to {first.reference} already"
    with pytest.raises(challenges.TakenNotice, match=named):
        give(session, neighbour, other["notice_id"], other["ocid"])
    with pytest.raises(challenges.TakenNotice, match=named):
        plan(session, draft, **other)
    assert claims(session) == {(NUMBER, first.id), (OCID, first.id)}
    give(session, first, NUMBER, OCID)  # a second press


def test_what_others_must_not_know_of_is_not_named(session: Session) -> None:
    ours = a_challenge(session)
    plan(session, ours, notice_id=NUMBER)
    theirs = an_open_challenge(session, a_council(session), notice_plan=TO_COME)
    with pytest.raises(challenges.TakenNotice, match="belongs to another challenge on this site"):
        give(session, theirs, NUMBER)


def test_what_is_corrected_or_deleted_is_free_again(session: Session) -> None:
    draft = a_challenge(session)
    plan(session, draft, notice_id=NUMBER, ocid=OCID)
    plan(session, draft, notice_id="099002-2026")
    assert claims(session) == {("099002-2026", draft.id)}
    challenges.discard(session, draft, by=OFFICER, at=NOW)
    made = an_open_challenge(session, notice_plan=TO_COME)
    give(session, made, "099002-2026", OCID)
    open_version(session, made, at=NOW)
    give(session, made, "099003-2026")
    kept = {"099002-2026", "099003-2026", OCID}
    assert claims(session) == {(each, made.id) for each in kept}


def test_what_find_a_tender_says_of_a_number_that_is_taken(session: Session) -> None:
    """The officer who was there first may have typed it wrong: nothing else fails for it."""
    first, second = (an_open_challenge(session, notice_plan=TO_COME) for _ in range(2))
    give(session, first, NUMBER)
    record_found(session, second, notice_id=NUMBER, ocid=OCID, at=NOW)
    notice = queries.current(session, second)
    assert notice is None or notice.status is Status.DRAFT
    assert claims(session) == {(NUMBER, first.id)}


@pytest.mark.slow
def test_many_say_the_same_number_and_one_has_it(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        ids = [an_open_challenge(session, notice_plan=TO_COME).id for _ in range(6)]

    def say(place: int) -> bool:
        try:
            with fresh_sessions.write() as session:
                give(session, session.get_one(Challenge, ids[place]), NUMBER, OCID)
        except challenges.TakenNotice:
            return False
        return True

    assert at_once(say, 6) == 1
    with fresh_sessions.read() as session:
        assert len({owner for _, owner in claims(session)}) == 1
        assert len(claims(session)) == 2
