"""Four eyes: who may approve, what a return keeps, and when publishing asks for it."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts.models import Membership, Person, Role
from engage.authorities.models import ApprovalRule, Authority
from engage.challenges import service
from engage.challenges.lifecycle import PUBLIC, Stage
from engage.challenges.models import Approval, Challenge, Decision, StatementVersion, Why
from engage.challenges.queries import approvals
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from tests.factories import NOW, a_challenge, a_council, a_person, an_officer


@dataclass
class Office:
    council: Authority
    writer: Person
    asker: Person
    approver: Person
    challenge: Challenge

    def ask(self, session: Session) -> Approval:
        return service.ask(session, self.challenge, by=self.asker.id, at=NOW)


@pytest.fixture
def office(session: Session) -> Office:
    council = a_council(session, approval_rule=ApprovalRule.ALWAYS)
    writer, asker = an_officer(session, council), an_officer(session, council)
    approver = a_person(session, Role.APPROVER, at=council)
    challenge = a_challenge(session, council)
    service.revise(session, challenge, changes={"need": "A first need."}, by=writer.id, at=NOW)
    return Office(council, writer, asker, approver, challenge)


def stage_of(challenge: Challenge) -> Stage:
    """Asked anew each time: mypy believes that what it has seen once stays."""
    return challenge.stage


def facts(session: Session, name: str) -> list[dict[str, Any]]:
    wanted = select(RecordedEvent.payload).where(RecordedEvent.name == name)
    return list(session.scalars(wanted.order_by(RecordedEvent.id)))


def test_asked_returned_asked_again_approved_published(session: Session, office: Office) -> None:
    challenge, approver = office.challenge, office.approver
    first = office.ask(session)
    assert challenge.stage is Stage.WITH_APPROVER
    assert (first.version, first.asked_by, first.written_by) == (
        1, office.asker.id, office.writer.id,
    )  # fmt: skip
    service.return_to_author(
        session, challenge, reasons="Say how many.", seen="1", by=approver.id, at=NOW
    )
    assert stage_of(challenge) is Stage.DRAFT
    assert (challenge.need, first.reasons) == ("A first need.", "Say how many.")
    changes = {"need": "400 people are cold."}
    service.revise(session, challenge, changes=changes, by=office.writer.id, at=NOW)
    office.ask(session)
    read = approvals.read_last(session, challenge.id, approver.id)
    assert read is not None and read.content["need"] == "A first need."
    service.approve(session, challenge, seen="2", by=approver.id, at=NOW)
    assert stage_of(challenge) is Stage.APPROVED
    service.publish(session, challenge, by=office.asker.id, at=NOW)
    assert stage_of(challenge) is Stage.OPEN
    kept = session.scalars(select(StatementVersion).order_by(StatementVersion.number)).all()
    assert [(each.number, each.why) for each in kept] == [
        (1, Why.ASKED), (2, Why.ASKED), (3, Why.PUBLISHED),
    ]  # fmt: skip
    _recorded(session, office)


def _recorded(session: Session, office: Office) -> None:
    challenge, approver = office.challenge, office.approver
    assert facts(session, "challenge.sent_to_approver") == [{"version": 1}, {"version": 2}]
    asker = str(office.asker.id)
    assert facts(session, "challenge.returned") == [{"version": 1, "asked_by": asker}]
    assert facts(session, "challenge.approved") == [{"version": 2, "asked_by": asker}]
    said = [(each.said, each.decider) for each in approvals.so_far(session, challenge.id)]
    assert said == [("Approved", approver.name), ("Returned", approver.name)]


@pytest.mark.parametrize(
    ("who", "rule"),
    [
        ("asker", "You sent this for approval"),
        ("writer", "You changed this statement last"),
        ("stranger", "Only an approver of this council"),
        ("elsewhere", "Only an approver of this council"),
    ],
)
def test_who_may_not_decide_is_told_by_which_rule(
    session: Session, office: Office, who: str, rule: str
) -> None:
    for colleague in (office.asker, office.writer):
        a_role_at(session, office.council, colleague)
    people = {
        "asker": office.asker,
        "writer": office.writer,
        "stranger": an_officer(session, office.council),
        "elsewhere": a_person(session, Role.APPROVER, at=a_council(session)),
    }
    office.ask(session)
    by = people[who].id
    with pytest.raises(service.NotYourApproval, match=rule):
        service.approve(session, office.challenge, seen="1", by=by, at=NOW)
    with pytest.raises(service.NotYourApproval, match=rule):
        service.return_to_author(session, office.challenge, reasons="x", seen="1", by=by, at=NOW)
    assert office.challenge.stage is Stage.WITH_APPROVER


def a_role_at(session: Session, council: Authority, person: Person) -> None:
    role = Role.APPROVER
    session.add(Membership(person_id=person.id, authority_id=council.id, role=role))
    session.flush()


def test_nobody_else_to_ask(session: Session) -> None:
    council = a_council(session)
    alone = a_person(session, Role.APPROVER, at=council)
    a_person(session, Role.APPROVER, at=council, disabled_at=NOW)
    challenge = a_challenge(session, council)
    with pytest.raises(service.NotYourApproval, match="Ask your council administrator"):
        service.ask(session, challenge, by=alone.id, at=NOW)
    assert challenge.stage is Stage.DRAFT


def test_what_is_not_complete_is_not_sent(session: Session, office: Office) -> None:
    service.revise(session, office.challenge, changes={"region": ""}, by=office.writer.id, at=NOW)
    with pytest.raises(service.Incomplete):
        office.ask(session)


def test_a_return_needs_reasons(session: Session, office: Office) -> None:
    office.ask(session)
    with pytest.raises(Refusal, match="Say what should change"):
        service.return_to_author(
            session, office.challenge, reasons=" ", seen="1", by=office.approver.id, at=NOW
        )


def test_while_with_the_approver_the_text_stays(session: Session, office: Office) -> None:
    office.ask(session)
    for stage in (Stage.WITH_APPROVER, Stage.APPROVED):
        office.challenge.stage = stage
        session.flush()
        with pytest.raises(service.NotADraft, match="Take it back to change it"):
            service.revise(
                session, office.challenge, changes={"need": "x"}, by=office.writer.id, at=NOW
            )
        with pytest.raises(service.NotADraft):
            service.add_codes(session, office.challenge, ["48000000"], by=None, at=NOW)


@pytest.mark.parametrize("approved", [True, False])
def test_taking_back_loses_the_approval(session: Session, office: Office, approved: bool) -> None:
    office.ask(session)
    if approved:
        service.approve(session, office.challenge, seen="1", by=office.approver.id, at=NOW)
    service.take_back(session, office.challenge, by=office.writer.id, at=NOW)
    assert office.challenge.stage.value == "draft"
    with pytest.raises(service.NeedsApproval):
        service.publish(session, office.challenge, by=office.asker.id, at=NOW)
    stage = "approved" if approved else "with approver"
    assert facts(session, "challenge.taken_back") == [{"stage_before": stage}]
    assert [each.said for each in approvals.so_far(session, office.challenge.id)] == ["Taken back"]


def test_what_was_not_read_is_not_approved(session: Session, office: Office) -> None:
    """Taken back, changed and sent again while the approver's page was open."""
    office.ask(session)
    service.take_back(session, office.challenge, by=office.asker.id, at=NOW)
    service.revise(
        session, office.challenge, changes={"need": "Another"}, by=office.writer.id, at=NOW
    )
    office.ask(session)
    with pytest.raises(service.SentAgain, match="Read it again"):
        service.approve(session, office.challenge, seen="1", by=office.approver.id, at=NOW)
    assert office.challenge.stage is Stage.WITH_APPROVER


@pytest.mark.parametrize(
    ("rule", "above", "value", "needed"),
    [
        (ApprovalRule.NEVER, None, 5_000_000, False),
        (ApprovalRule.ALWAYS, None, None, True),
        (ApprovalRule.ABOVE, 100_000, 100_000, False),
        (ApprovalRule.ABOVE, 100_000, 100_001, True),
        (ApprovalRule.ABOVE, 100_000, None, True),
    ],
)
def test_when_it_is_needed(
    session: Session, rule: ApprovalRule, above: int | None, value: int | None, needed: bool
) -> None:
    council = a_council(session, approval_rule=rule, approval_above=above)
    challenge = a_challenge(session, council, value=value)
    assert service.needs_approval(challenge) is needed
    if needed:
        with pytest.raises(service.NeedsApproval, match="somebody else to approve"):
            service.publish(session, challenge, by=council.id, at=NOW)
    else:
        service.publish(session, challenge, by=council.id, at=NOW)


def test_a_deleted_draft_leaves_nothing_that_an_approver_read(
    session: Session, office: Office
) -> None:
    office.ask(session)
    service.take_back(session, office.challenge, by=office.asker.id, at=NOW)
    service.discard(session, office.challenge, by=office.asker.id, at=NOW)
    for table in (StatementVersion, Approval):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_what_waits_is_shown_to_those_who_may_decide(session: Session, office: Office) -> None:
    approval = office.ask(session)
    assert approval.decision is Decision.WAITING
    assert office.challenge.stage not in PUBLIC
    rows = approvals.may_decide(
        session, office.council.id, without=(office.asker.id, office.writer.id)
    )
    assert [name for _, name in rows] == [office.approver.name]


def test_what_was_kept_comes_back_as_it_was(session: Session, office: Office) -> None:
    challenge = office.challenge
    version = service.snapshot(session, challenge, why=Why.ASKED, by=None, at=NOW)
    session.expire(version)
    for name, value in service.restored(version.content).items():
        assert value == getattr(challenge, name), name
    assert service.restored({"nobody": 1}) == {}
