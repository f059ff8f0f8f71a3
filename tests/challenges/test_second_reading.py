"""Changes of a published statement that an approver is asked to publish, and may return."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Membership, Person, Role
from engage.authorities.models import ApprovalRule, Authority
from engage.challenges import service
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.challenges.queries import history
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.challenges.test_amending import mark, propose
from tests.challenges.test_approval_pages import browser_of
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_council,
    a_partner,
    a_person,
    an_amendment,
    an_officer,
    an_open_challenge,
)
from tests.services import Clock

WHY = {"because": "We counted again. The time is enough."}
READING = "Publish or return the changes of"


@dataclass
class Office:
    challenge: Challenge
    author: Person
    reader: Person
    officer: Browser
    approver: Browser

    @property
    def reference(self) -> str:
        return self.challenge.reference

    @property
    def base(self) -> str:
        return f"/desk/challenges/{self.reference}/amend"


@pytest.fixture
def office(app: Flask, sessions: Sessions) -> Office:
    with sessions.write() as session:
        council = a_council(session, approval_rule=ApprovalRule.ALWAYS)
        author = an_officer(session, council)
        reader = a_person(session, Role.APPROVER, at=council, name="Anil Rao")
        a_person(session, Role.APPROVER, at=a_council(session))
        challenge = an_open_challenge(session, council)
    browsers = (browser_of(app, sessions, each) for each in (author, reader))
    return Office(challenge, author, reader, *browsers)


def mail(sessions: Sessions) -> list[tuple[str, str]]:
    """What is owed, and to whom, once everything recorded has had its effect."""
    outbox.drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        rows = session.execute(select(Message.template, Message.recipient))
        return sorted((template, recipient) for template, recipient in rows)


def test_ask_return_change_ask_publish(office: Office, sessions: Sessions) -> None:
    officer, approver, base = office.officer, office.approver, office.base
    asked = ("changes-asked", office.reader.email)
    officer.submit(f"{base}/need", {"title": "Dry homes for everybody"})
    assert READING not in approver.get("/desk").words
    assert f"{base}/ask" in officer.get(f"{base}/check").links()
    assert "We send an e-mail to Anil Rao." in officer.get(f"{base}/ask").words
    assert "Enter what changes" in officer.submit(f"{base}/ask", {}, status=422).words
    officer.submit(f"{base}/ask", WHY)
    assert "They are with the approvers of your council" in officer.follow().words
    assert mail(sessions) == [asked]

    assert READING in approver.get("/desk").words
    page = approver.get(f"{base}/check")
    assert page.forms[-1].values["because"] == WHY["because"]
    assert "Enter the reasons" in approver.submit(f"{base}/return", {}, status=422).words
    approver.submit(f"{base}/return", {"reasons": "Not everybody: only tenants."})
    assert READING not in approver.get("/desk").words
    assert mail(sessions) == [asked, ("changes-returned", office.author.email)]
    assert "Change what the approver returned" in officer.get("/desk").words
    page = officer.get(f"{base}/check")
    assert "Not everybody: only tenants." in page.words
    assert "Dry homes for everybody" in officer.get(f"{base}/need").text

    officer.submit(f"{base}/need", {"title": "Dry homes for tenants"})
    officer.submit(f"{base}/ask", {})  # the words are still there
    assert mail(sessions) == [asked, asked, ("changes-returned", office.author.email)]
    approver.submit(f"{base}/check", {"material": "no"})
    assert ("changes-published", office.author.email) in mail(sessions)
    assert "Dry homes for tenants" in approver.get(f"/challenges/{office.reference}").words


def test_an_edit_takes_it_from_the_approver(office: Office, sessions: Sessions) -> None:
    office.officer.submit(f"{office.base}/need", {"title": "Dry homes"})
    office.officer.submit(f"{office.base}/ask", WHY)
    old = office.approver.get(f"{office.base}/return").forms[-1].values
    office.officer.submit(f"{office.base}/need", {"title": "Very dry homes"})
    assert READING not in office.approver.get("/desk").words
    page = office.approver.post(f"{office.base}/return", {**old, "reasons": "No."}, status=422)
    assert "Somebody edited the changes" in page.words
    assert mail(sessions) == []  # nobody is sent to what does not wait any more


def test_who_asks_again_before_anything_is_sent_sends_one_e_mail(
    office: Office, sessions: Sessions, clock: Clock
) -> None:
    for title in ("Dry homes", "Very dry homes"):
        office.officer.submit(f"{office.base}/need", {"title": title})
        office.officer.submit(f"{office.base}/ask", WHY)
        clock.advance(minutes=1)
    assert mail(sessions) == [("changes-asked", office.reader.email)]
    with sessions.read() as session:
        assert len(session.scalars(select(Message.id)).all()) == 1


def test_nobody_is_asked_after_the_end(office: Office, sessions: Sessions) -> None:
    office.officer.submit(f"{office.base}/need", {"title": "Dry homes"})
    with sessions.write() as session:
        kept = session.get_one(Challenge, office.challenge.id)
        kept.engagement_ends = NOW - timedelta(hours=1)
    for browser, page in ((office.officer, "ask"), (office.approver, "return")):
        assert "open to suppliers" in browser.get(f"{office.base}/{page}", status=409).words


def _reading(session: Session) -> tuple[Challenge, Person, Person]:
    council = a_council(session, approval_rule=ApprovalRule.ALWAYS)
    challenge = an_open_challenge(session, council)
    return challenge, an_officer(session, council), a_person(session, Role.APPROVER, at=council)


def test_who_may_ask_and_return(session: Session) -> None:
    challenge, author, reader = _reading(session)
    seen = propose(session, challenge, author, need="I need it warm.")
    ask = partial(
        service.ask_to_amend, session, challenge, because="It was wrong.", seen=seen, at=NOW
    )
    with pytest.raises(Refusal, match="Nobody asks"):
        service.return_amendment(session, challenge, reasons="No.", seen=seen, by=reader.id, at=NOW)
    with pytest.raises(Refusal, match="publish these changes yourself"):
        ask(by=reader.id)
    for _ in range(2):
        ask(by=author.id)
    with pytest.raises(Refusal, match="You made these"):
        service.return_amendment(session, challenge, reasons="No.", seen=seen, by=author.id, at=NOW)
    with pytest.raises(Refusal, match="Say what should change"):
        service.return_amendment(session, challenge, reasons=" ", seen=seen, by=reader.id, at=NOW)
    session.delete(session.get_one(Membership, (reader.id, challenge.authority_id, Role.APPROVER)))
    session.flush()
    with pytest.raises(Refusal, match="Nobody else at your council"):
        ask(by=author.id)


def test_gaps_are_not_sent_to_anybody(session: Session) -> None:
    challenge, author, _reader = _reading(session)
    seen = propose(session, challenge, author, need="")
    with pytest.raises(Refusal, match="Say what the need is"):
        service.ask_to_amend(
            session, challenge, because="Why not?", seen=seen, by=author.id, at=NOW
        )
    assert mark(session, challenge) == seen


@pytest.mark.parametrize("number", [3, 30])
def test_the_desk_of_an_approver(
    office: Office, sessions: Sessions, queries: Queries, number: int
) -> None:
    """What is over, and what they changed themselves, does not wait for them."""
    with sessions.write() as session:
        council = session.get_one(Authority, office.challenge.authority_id)
        about = {"asked_by": office.author.id, "begun_by": office.author.id, "asked_at": NOW}
        for each in range(number):
            there = an_open_challenge(session, council, title=f"Street {each}")
            an_amendment(session, there, **about)
        own = {**about, "saved_by": office.reader.id}
        an_amendment(session, an_open_challenge(session, council), **own)
        ended = an_open_challenge(session, council, engagement_ends=NOW - timedelta(hours=1))
        an_amendment(session, ended, **about)
        an_amendment(session, an_open_challenge(session, council), **(about | {"asked_at": None}))
    with queries() as seen:
        page = office.approver.get("/desk")
    assert page.words.count(READING) == number
    assert len(seen) <= 12


def test_changes_of_a_record_wait_for_an_approver_too(office: Office, sessions: Sessions) -> None:
    over = {"retrospective": True, "engagement_ends": NOW - timedelta(days=30)}
    with sessions.write() as session:
        council = session.get_one(Authority, office.challenge.authority_id)
        record = an_open_challenge(session, council, stage=Stage.CLOSED, **over)
    hub = f"/desk/challenges/{record.reference}"
    office.officer.submit(f"{hub}/amend/need", {"title": "Dry homes"})
    assert "Publish the changes of the statement" in office.officer.get(hub).words
    office.officer.submit(f"{hub}/amend/ask", WHY)
    assert "The changes are with the approvers" in office.officer.get(hub).words
    assert READING in office.approver.get("/desk").words
    office.approver.submit(f"{hub}/amend/check", {"material": "no"})
    assert READING not in office.approver.get("/desk").words
    assert ("changes-published", office.author.email) in mail(sessions)


def test_the_working_copy_forgets_who_asked_when_it_is_edited(session: Session) -> None:
    challenge, author, _reader = _reading(session)
    seen = propose(session, challenge, author, need="I need it warm.")
    service.ask_to_amend(session, challenge, because="So.", seen=seen, by=author.id, at=NOW)
    propose(session, challenge, author, need="I need it very warm.")
    amendment = history.amendment(session, challenge.id)
    assert amendment is not None
    assert (amendment.asked_by, amendment.asked_at) == (None, None)
    assert amendment.because == "So."


def test_a_joint_council_knows_nothing_of_it(
    app: Flask, office: Office, sessions: Sessions
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        there = an_officer(session, council)
        a_partner(session, office.challenge, council, joined_at=NOW)
    office.officer.submit(f"{office.base}/need", {"title": "Dry homes"})
    hub = f"/desk/challenges/{office.reference}"
    assert "changes of the statement" in office.officer.get(hub).words
    other = browser_of(app, sessions, there)
    assert "changes of the statement" not in other.get(hub).words + other.get("/desk").words
