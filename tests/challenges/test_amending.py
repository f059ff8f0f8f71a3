"""Changes of a published statement: in the open, with a reason, told once, by two people."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.authorities.models import ApprovalRule
from engage.challenges import service
from engage.challenges.models import Amendment, Challenge, StatementVersion, Why
from engage.challenges.queries import history
from engage.kernel.db import Sessions
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import RecordedEvent
from engage.kernel.versions import fingerprint_of
from tests.challenges.test_races import at_once
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_person,
    an_amendment,
    an_officer,
    an_open_challenge,
)

LATER = timedelta(days=7)


@pytest.fixture
def challenge(session: Session) -> Challenge:
    return an_open_challenge(session, need="I need my home to be dry.")


@pytest.fixture
def officer(session: Session, challenge: Challenge) -> Person:
    return an_officer(session, challenge.authority)


def propose(session: Session, challenge: Challenge, officer: Person, **changes: Any) -> str:
    """Change something in the working copy; the mark that the next page shows."""
    by = officer.id
    service.propose(session, challenge, changes=changes, by=by, at=NOW)
    return mark(session, challenge)


def mark(session: Session, challenge: Challenge) -> str:
    return fingerprint_of(service.waiting(challenge, history.amendment(session, challenge.id)))


def amend(
    session: Session, challenge: Challenge, officer: Person, seen: str, **reasons: Any
) -> StatementVersion:
    about: dict[str, Any] = {"because": "It was wrong.", "material": False}
    said = service.Reasons(**(about | reasons))
    return service.amend(session, challenge, reasons=said, seen=seen, by=officer.id, at=NOW)


def test_a_change_waits_until_it_is_published(
    session: Session, challenge: Challenge, officer: Person
) -> None:
    seen = propose(session, challenge, officer, need="I need it warm.", cpv_codes=["90000000"])
    assert challenge.need == "I need my home to be dry."
    copy = service.as_amended(challenge, history.amendment(session, challenge.id))
    assert (copy.need, copy.cpv_codes) == ("I need it warm.", ["90000000"])
    assert copy not in session
    version = amend(session, challenge, officer, seen, material=True, enough="It is the same.")
    assert (challenge.need, challenge.cpv_codes) == ("I need it warm.", ["90000000"])
    assert history.amendment(session, challenge.id) is None
    assert (version.why, version.note, version.enough) == (
        Why.AMENDED, "It was wrong.", "It is the same.",
    )  # fmt: skip
    kept = session.scalars(select(StatementVersion).order_by(StatementVersion.number)).all()
    assert [each.why for each in kept] == [Why.PUBLISHED, Why.AMENDED]
    assert [each.content["need"] for each in kept] == [
        "I need my home to be dry.", "I need it warm.",
    ]  # fmt: skip
    wanted = select(RecordedEvent.payload).where(RecordedEvent.name == "challenge.amended")
    assert session.scalar(wanted) == {
        "version": 2, "fields": ["cpv_codes", "need"], "material": True, "asked_by": None,
    }  # fmt: skip


@pytest.mark.parametrize("place", ["in the copy", "with the reasons"])
def test_a_later_end_comes_at_the_same_moment(
    session: Session, challenge: Challenge, officer: Person, place: str
) -> None:
    assert challenge.engagement_ends is not None
    ends = challenge.engagement_ends + LATER
    changes, reasons = {"need": "I need it warm."}, {"material": True}
    if place == "in the copy":
        seen = propose(session, challenge, officer, **changes, engagement_ends=ends)
        version = amend(session, challenge, officer, seen, **reasons)
    else:
        seen = propose(session, challenge, officer, **changes)
        version = amend(session, challenge, officer, seen, **reasons, ends=ends)
    assert challenge.engagement_ends == ends
    assert version.content["engagement_ends"] == ends.isoformat()
    wanted = select(RecordedEvent.payload["told"].as_boolean())
    assert session.scalar(wanted.where(RecordedEvent.name == "challenge.extended")) is False


def test_what_is_refused(session: Session, challenge: Challenge, officer: Person) -> None:
    with pytest.raises(service.NotAmendable, match="Nothing is changed"):
        amend(session, challenge, officer, mark(session, challenge))
    seen = propose(session, challenge, officer, need="I need it warm.")
    with pytest.raises(Refusal, match="why"):
        amend(session, challenge, officer, seen, because=" ")
    with pytest.raises(Refusal, match="why the time is still enough"):
        amend(session, challenge, officer, seen, material=True)
    with pytest.raises(service.BadEnd, match="only become later"):
        propose(session, challenge, officer, engagement_ends=NOW + timedelta(hours=1))
    with pytest.raises(service.BadEnd, match="only become later"):
        propose(session, challenge, officer, engagement_ends=None)
    with pytest.raises(service.UnknownField):
        propose(session, challenge, officer, stage="closed")
    seen = propose(session, challenge, officer, need="")
    with pytest.raises(service.Incomplete, match="what the need is"):
        amend(session, challenge, officer, seen)
    assert challenge.need == "I need my home to be dry."


def test_only_while_it_is_open(session: Session) -> None:
    closed = a_closed_challenge(session)
    officer = an_officer(session, closed.authority)
    with pytest.raises(service.NotAmendable, match="open to suppliers"):
        propose(session, closed, officer, need="I need it warm.")
    an_amendment(session, closed)
    with pytest.raises(service.NotAmendable, match="open to suppliers"):
        amend(session, closed, officer, mark(session, closed))
    service.drop_amendment(session, closed, by=officer.id, at=NOW)
    assert history.amendment(session, closed.id) is None


def test_what_somebody_edited_meanwhile_is_read_again(
    session: Session, challenge: Challenge, officer: Person
) -> None:
    seen = propose(session, challenge, officer, need="I need it warm.")
    propose(session, challenge, officer, need="I need it cold.")
    with pytest.raises(service.EditedMeanwhile):
        amend(session, challenge, officer, seen)
    page: dict[str, Any] = {
        "changes": {"need": "I need it hot."},
        "seen": fingerprint_of({"need": "Old."}),
    }
    with pytest.raises(ChangedMeanwhile):
        service.propose(session, challenge, **page, by=officer.id, at=NOW)


def test_taking_a_change_back_leaves_nothing_to_publish(
    session: Session, challenge: Challenge, officer: Person
) -> None:
    propose(session, challenge, officer, need="I need it warm.")
    seen = propose(session, challenge, officer, need="I need my home to be dry.")
    with pytest.raises(service.NotAmendable, match="Nothing is changed"):
        amend(session, challenge, officer, seen)
    service.drop_amendment(session, challenge, by=officer.id, at=NOW)
    with pytest.raises(service.NotAmendable, match="no changes"):
        service.drop_amendment(session, challenge, by=officer.id, at=NOW)


def test_four_eyes_also_for_changes(session: Session) -> None:
    council = a_council(session, approval_rule=ApprovalRule.ABOVE, approval_above=100_000)
    challenge = an_open_challenge(session, council, value=500_000)
    officer, colleague = an_officer(session, council), an_officer(session, council)
    approver = a_person(session, Role.APPROVER, at=council)
    stranger = a_person(session, Role.APPROVER, at=a_council(session))
    seen = propose(session, challenge, officer, value=10)
    with pytest.raises(service.NotYourApproval, match="You made these"):
        amend(session, challenge, officer, seen)
    for other in (colleague, stranger):
        with pytest.raises(service.NotYourApproval, match="wants an approver"):
            amend(session, challenge, other, seen)
    seen = propose(session, challenge, approver, value=20)
    with pytest.raises(service.NotYourApproval, match="You made these"):
        amend(session, challenge, approver, seen)
    seen = propose(session, challenge, colleague, value=30)
    amend(session, challenge, approver, seen)
    assert challenge.value == 30
    seen = propose(session, challenge, officer, value=20)
    amend(session, challenge, officer, seen)
    seen = propose(session, challenge, officer, value=200_000)
    with pytest.raises(service.NotYourApproval):
        amend(session, challenge, officer, seen)


def test_many_publish_one_set_of_changes_and_one_does(fresh_sessions: Sessions) -> None:
    with fresh_sessions.write() as session:
        challenge = an_open_challenge(session)
        officer = an_officer(session, challenge.authority)
        an_amendment(session, challenge)
        seen = mark(session, challenge)

    def publish(_place: int) -> bool:
        try:
            with fresh_sessions.write() as session:
                amend(session, session.get_one(Challenge, challenge.id), officer, seen)
        except service.NotAmendable:
            return False
        return True

    assert at_once(publish, 8) == 1
    with fresh_sessions.read() as session:
        numbers = session.scalars(select(StatementVersion.number).order_by("number")).all()
        assert list(numbers) == [1, 2]


def test_many_begin_and_nobody_loses_words(fresh_sessions: Sessions) -> None:
    names = ("need", "who", "evidence", "today", "cost", "outcomes", "success", "limits")
    with fresh_sessions.write() as session:
        challenge = an_open_challenge(session)
        officer = an_officer(session, challenge.authority)

    def begin(place: int) -> bool:
        with fresh_sessions.write() as session:
            here = session.get_one(Challenge, challenge.id)
            propose(session, here, officer, **{names[place]: "Other words."})
        return True

    assert at_once(begin, len(names)) == len(names)
    with fresh_sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Amendment)) == 1
        assert set(session.scalars(select(Amendment.content)).one()) == set(names)


@pytest.mark.parametrize("field", ["limits", "who", "inclusion", "region"])
def test_what_a_response_must_fit_is_proposed_as_material(field: str) -> None:
    assert service.looks_material({field: "Other words", "title": "Another title"})
    assert not service.looks_material({"title": "Another title"})
