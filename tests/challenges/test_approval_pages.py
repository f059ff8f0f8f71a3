"""The pages of four eyes, through two browsers without script."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Membership, Person, Role
from engage.authorities.models import ApprovalRule, Authority
from engage.challenges import service
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.factories import NOW, a_challenge, a_council, a_person, a_prompt, an_officer, sign_in
from tests.services import Clock


@dataclass
class Office:
    council: Authority
    officer: Browser
    approver: Browser
    author: Person
    challenge: Challenge

    @property
    def base(self) -> str:
        return f"/desk/challenges/{self.challenge.reference}"


def browser_of(app: Flask, sessions: Sessions, person: Person) -> Browser:
    client = app.test_client()
    sign_in(client, sessions, person)
    return Browser(client)


@pytest.fixture
def office(app: Flask, sessions: Sessions) -> Office:
    with sessions.write() as session:
        council = a_council(session, approval_rule=ApprovalRule.ALWAYS)
        author = an_officer(session, council)
        approver = a_person(session, Role.APPROVER, at=council, name="Anil Rao")
        challenge = a_challenge(session, council)
        a_prompt(session, challenge)
    officer = browser_of(app, sessions, author)
    return Office(council, officer, browser_of(app, sessions, approver), author, challenge)


def stage(sessions: Sessions, office: Office) -> Stage:
    with sessions.read() as session:
        return session.get_one(Challenge, office.challenge.id).stage


def mail(sessions: Sessions) -> list[tuple[str, str]]:
    """What is owed, and to whom, once everything recorded has had its effect."""
    outbox.drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        rows = session.execute(select(Message.template, Message.recipient_name))
        return sorted((template, name) for template, name in rows)


def test_write_ask_return_ask_approve_publish(office: Office, sessions: Sessions) -> None:
    officer, approver, base = office.officer, office.approver, office.base
    assert "Send it for approval" in officer.get(base).words
    page = officer.get(f"{base}/publish")
    assert "wants somebody else to approve" in page.words
    officer.post(f"{base}/publish", status=422)
    officer.submit(f"{base}/approval/ask", {"note": "For the winter."})
    assert "It waits for an approver" in officer.follow().words
    assert mail(sessions) == [("approval-asked", "Anil Rao")]

    _returned(office)
    need = "I need my home to be dry. 400 of us do."
    officer.submit(f"{base}/statement/need", {"need": need})
    officer.submit(f"{base}/approval/ask")
    page = approver.get(f"{base}/approval")
    digest = page.text.split('id="changed"')[1].split("<h2")[0]
    assert "<del>" in digest and "<ins>" in digest and "(put in: " in digest
    assert "Who has this need" not in digest
    approver.submit(f"{base}/approval", {"decision": "approve"})
    assert stage(sessions, office) is Stage.APPROVED
    assert ("approval-given", office.author.name) in mail(sessions)
    assert "Ready to publish" in officer.get("/desk/challenges?stage=approved").words
    assert "returned" not in officer.get(f"{base}/statement").words
    officer.submit(f"{base}/publish", {"notice": "below"})
    assert stage(sessions, office) is Stage.OPEN
    assert office.challenge.title in officer.get("/challenges").words
    assert "nothing waits for an approval" in officer.get(f"{base}/approval").words


def _returned(office: Office) -> None:
    """The approver sees it first on their desk, reads it and returns it with reasons."""
    officer, approver, base = office.officer, office.approver, office.base
    home = approver.get("/desk")
    assert f"Approve or return {office.challenge.title}" in home.words
    assert home.words.index("With you for approval") < home.words.index("In hand")
    page = approver.get(f"{base}/approval")
    assert office.challenge.need in page.words and "For the winter." in page.words
    refused = approver.submit(f"{base}/approval", {"decision": "return"}, status=422)
    assert "To return it, enter what should change" in refused.words
    approver.submit(f"{base}/approval", {"decision": "return", "reasons": "Say how many."})

    top = officer.get(f"{base}/statement").words
    assert "The approver returned it" in top and "Say how many." in top


def test_nobody_outside_sees_what_waits(app: Flask, sessions: Sessions, office: Office) -> None:
    anybody = Browser(app.test_client())
    for wanted in (Stage.WITH_APPROVER, Stage.APPROVED):
        with sessions.write() as session:
            session.get_one(Challenge, office.challenge.id).stage = wanted
        anybody.get(f"/challenges/{office.challenge.reference}", status=404)
        for path in ("/", "/challenges", "/challenges?q=damp", "/challenges.atom"):
            assert office.challenge.title not in anybody.get(path).text


def test_the_author_who_may_approve_is_told_to_ask_somebody_else(
    office: Office, sessions: Sessions
) -> None:
    with sessions.write() as session:
        session.add(
            Membership(
                person_id=office.author.id, authority_id=office.council.id, role=Role.APPROVER
            )
        )
    office.officer.submit(f"{office.base}/approval/ask")
    page = office.officer.follow()
    assert "You sent this for approval, so somebody else has to decide" in page.words
    assert not [form for form in page.forms if "decision" in str(form.values)]
    assert "With you for approval" not in office.officer.get("/desk").words
    data = {"decision": "approve", "seen": "1"}
    refused = office.officer.post(f"{office.base}/approval", data, status=422)
    assert "somebody else has to decide" in refused.words


def test_a_statement_with_the_approver_is_not_changed(office: Office, sessions: Sessions) -> None:
    officer, base = office.officer, office.base
    officer.submit(f"{base}/approval/ask")
    assert "It was sent for approval, so its text stays" in officer.get(f"{base}/statement").words
    refused = officer.post(f"{base}/statement/need", {"title": "x", "need": "Typed"}, status=422)
    assert "Take it back to change it" in refused.words and "Typed" in refused.text
    officer.submit(f"{base}/approval/take-back")
    assert "draft again" in officer.follow().words
    assert stage(sessions, office) is Stage.DRAFT
    office.approver.get("/desk")
    refused = office.approver.post(
        f"{base}/approval", {"decision": "approve", "seen": "1"}, status=422
    )
    assert "It cannot be approved now: its stage is “Draft”." in refused.words


def test_a_contract_above_the_threshold_is_not_said_to_be_below_it(
    office: Office, sessions: Sessions
) -> None:
    with sessions.write() as session:
        session.get_one(Authority, office.council.id).approval_rule = ApprovalRule.NEVER
        session.get_one(Challenge, office.challenge.id).value = 207_720
    officer, base = office.officer, office.base
    refused = officer.submit(f"{base}/publish", {"notice": "below"}, status=422)
    assert "its likely value is £207,720 with VAT, and the threshold is £207,720" in refused.words
    assert stage(sessions, office) is Stage.DRAFT
    reason = "It is an exempted contract."
    officer.submit(f"{base}/publish", {"notice": "none", "notice_reason": reason})
    assert stage(sessions, office) is Stage.OPEN


def test_published_at_a_time(office: Office, sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        council = session.get_one(Authority, office.council.id)
        council.approval_rule = ApprovalRule.NEVER
    officer, base = office.officer, office.base
    later = {
        "notice": "below",
        "when": "later",
        "day-day": "4",
        "day-month": "3",
        "day-year": "2026",
    }
    refused = officer.submit(f"{base}/publish", later, status=422)
    assert "Enter the date and the time to publish" in refused.words
    officer.submit(f"{base}/publish", {**later, "hour": "9am"})
    page = officer.follow()
    assert "It is published by the clock" in page.words
    assert "9am on Wednesday 4 March 2026" in page.words
    clock.advance(days=2)
    service.publish_due(sessions)
    assert stage(sessions, office) is Stage.OPEN


@pytest.mark.parametrize(
    ("day", "month", "hour", "said"),
    [
        ("29", "3", "1:30am", "there is no 1:30am that night"),
        ("25", "10", "1:30am", "twice"),
        ("1", "3", "9am", "must be in the future"),
        ("1", "12", "9am", "ended already"),
    ],
)
def test_times_at_which_it_cannot_be_published(
    office: Office, sessions: Sessions, day: str, month: str, hour: str, said: str
) -> None:
    with sessions.write() as session:
        session.get_one(Authority, office.council.id).approval_rule = ApprovalRule.NEVER
        ends = NOW + timedelta(days=250)
        session.get_one(Challenge, office.challenge.id).engagement_ends = ends
    typed = {"notice": "below",
        "when": "later", "day-day": day, "day-month": month, "day-year": "2026", "hour": hour,
    }  # fmt: skip
    page = office.officer.submit(f"{office.base}/publish", typed, status=422)
    assert said in page.words, page.words
    assert stage(sessions, office) is Stage.DRAFT


def test_the_second_of_the_two_hours(office: Office, sessions: Sessions) -> None:
    with sessions.write() as session:
        session.get_one(Authority, office.council.id).approval_rule = ApprovalRule.NEVER
        ends = NOW + timedelta(days=250)
        session.get_one(Challenge, office.challenge.id).engagement_ends = ends
    typed = {"notice": "below",
        "when": "later", "day-day": "25", "day-month": "10", "day-year": "2026",
        "hour": "1:30am",
    }  # fmt: skip
    page = office.officer.submit(f"{office.base}/publish", typed, status=422)
    assert "Which of the two?" in page.words
    office.officer.post(f"{office.base}/publish", {**typed, "which": "second"})
    with sessions.read() as session:
        publish_at = session.get_one(Challenge, office.challenge.id).publish_at
    assert publish_at is not None and publish_at.isoformat() == "2026-10-25T01:30:00+00:00"


def test_who_is_told_that_it_was_not_published(
    app: Flask, office: Office, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        challenge = session.get_one(Challenge, office.challenge.id)
        challenge.lead_id = office.author.id
        challenge.authority.approval_rule = ApprovalRule.NEVER
        session.flush()
        at = NOW + timedelta(hours=1)
        service.schedule(session, challenge, publish_at=at, by=office.author.id, at=NOW)
    clock.advance(days=30)
    service.publish_due(sessions)
    assert mail(sessions) == [("not-published", office.author.name)]
    officer = browser_of(app, sessions, office.author)
    assert "Take it back and change it" in officer.get(office.base).words


def test_who_is_asked_is_not_told_about_what_was_taken_back(
    office: Office, sessions: Sessions
) -> None:
    office.officer.submit(f"{office.base}/approval/ask")
    office.officer.submit(f"{office.base}/approval/take-back")
    assert mail(sessions) == []


def test_what_the_checker_found_is_told_before_anything_is_decided(
    office: Office, sessions: Sessions
) -> None:
    """One number for the statement and the questionnaire, and the two pages that show them."""
    officer, approver, base = office.officer, office.approver, office.base
    need = "400 tenants need an app from Salesforce to report damp at home."
    officer.submit(f"{base}/statement/need", {"need": need})
    with sessions.write() as session:
        a_prompt(session, session.get_one(Challenge, office.challenge.id), help="Name your XYZ.")
    waits = "The checker found 4 things in the words"
    for page in (f"{base}/publish", f"{base}/approval/ask"):
        found = officer.get(page)
        assert "3 in the statement" in found.words and "1 in the questionnaire" in found.words
        assert waits in found.words
        assert {f"{base}/check", f"{base}/questionnaire"} <= set(found.links())
    shown = officer.get(f"{base}/questionnaire").words
    assert "1 thing to look at" in shown and "XYZ" in shown
    officer.submit(f"{base}/approval/ask")
    assert waits not in officer.get(f"{base}/approval").words  # who asked decides nothing
    assert waits in approver.get(f"{base}/approval").words
