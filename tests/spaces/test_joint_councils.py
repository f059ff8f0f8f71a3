"""What people of a joint council must not see, each with data that could leak."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge, Decision
from engage.files.models import State
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.notifications.rendering.catalogue import CATALOGUE, TO_THOSE_WHO_TAKE_PART
from engage.outcomes.models import Feedback, Result, Summary
from engage.records.policy import OF_THE_LEAD
from engage.spaces.queries import desk
from engage.subscriptions import SUBSCRIPTIONS
from engage.untold import SILENT
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    a_declaration,
    a_document,
    a_file,
    a_partner,
    a_person,
    a_seat,
    an_amendment,
    an_approval,
    an_interest,
    an_officer,
    an_open_challenge,
    sign_in,
)
from tests.notifications.post import a_message

CANARY = "Canary"
PAGES = [
    "",
    *("statement", "preview", "similar", "barriers", "check", "timetable", "documents", "notice"),
    *("questionnaire", "partners", "suppliers", "workshops", "questions", "responses", "compile"),
    *("board", "outcome", "outcome/feedback", "messages", "timeline", "timeline?kind=people"),
]
SAID = {
    "version": 1,
    "code": "jargon",
    "field": "need",
    "fields": "need",
    "ruling": "waiting",
    "answered": 12,
    "standing": 1,
    "number": 1,
}


class Councils:
    """A council that leads and a joint one, and an officer of each."""

    def __init__(self, client: FlaskClient, sessions: Sessions) -> None:
        self.client, self.sessions = client, sessions
        with sessions.write() as session:
            self.lead = a_council(session, name="Lead Council")
            self.joint = a_council(session, name="Joint Council")
            self.officers = {each.id: an_officer(session, each) for each in (self.lead, self.joint)}

    def as_officer(self, council: Authority) -> Browser:
        sign_in(self.client, self.sessions, self.officers[council.id])
        return Browser(self.client)

    def share(self, session: Session, challenge: Challenge) -> str:
        a_partner(session, challenge, self.joint, joined_at=NOW)
        return f"/desk/challenges/{challenge.reference}"

    def leaking(self, council: Authority, base: str) -> list[str]:
        """The pages on which somebody of this council reads what only the lead knows."""
        browser = self.as_officer(council)
        pages = {each: browser.get(f"{base}/{each}".rstrip("/")) for each in PAGES}
        assert {page.status_code for page in pages.values()} == {200}
        return [each for each, page in pages.items() if CANARY in page.text]


@pytest.fixture
def councils(client: FlaskClient, sessions: Sessions) -> Councils:
    return Councils(client, sessions)


@pytest.mark.slow
def test_notes_about_a_draft(councils: Councils) -> None:
    with councils.sessions.write() as session:
        note = {"weeks": {"answer": "no", "note": f"{CANARY} wants it sooner."}}
        need = "We leverage stakeholders, because I need my home to be warm and dry."
        draft = a_challenge(session, councils.lead, barriers=note, need=need)
        base = councils.share(session, draft)
        returned = {"decision": Decision.RETURNED, "decided_at": NOW}
        an_approval(session, draft, note=f"{CANARY} asks", reasons=f"{CANARY} says no", **returned)
        a_challenge(session, councils.lead, title=f"{CANARY} draft of the lead")
        file = a_file(session, state=State.QUARANTINED)
        document = a_document(session, draft, file=file)
    mine = councils.as_officer(councils.lead)
    dismiss = next(link for link in mine.get(f"{base}/check").links() if f"{base}/check/" in link)
    assert f"/council/{councils.lead.slug}/words" in mine.get(f"{base}/check").links()
    mine.submit(dismiss, {"reason": f"{CANARY} likes the word."})
    assert councils.leaking(councils.lead, base) == ["statement", "barriers", "check", "timetable"]
    assert councils.leaking(councils.joint, base) == []
    theirs = councils.as_officer(councils.joint)
    assert "No" in theirs.get(f"{base}/barriers").words, "what was answered is about the challenge"
    for shut in ("approval", "amend", "amend/check", "barriers/answers", "publish"):
        theirs.get(f"{base}/{shut}", status=403)
    theirs.get(f"{base}/documents/{document.id}/file", status=404)
    assert f"/council/{councils.lead.slug}/words" not in theirs.get(f"{base}/check").links()


@pytest.mark.slow
@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.WITH_APPROVER, Stage.APPROVED, Stage.OPEN])
def test_no_link_leads_to_what_they_may_not_see(councils: Councils, stage: Stage) -> None:
    with councils.sessions.write() as session:
        make = an_open_challenge if stage is Stage.OPEN else a_challenge
        base = councils.share(session, make(session, councils.lead, stage=stage))
    theirs = councils.as_officer(councils.joint)
    links = {
        link.partition("#")[0]
        for each in ["/desk", *(f"{base}/{page}".rstrip("/") for page in PAGES)]
        for link in theirs.get(each).links()
        if link.startswith(base)
    }
    assert f"{base}/messages" in links
    answers = {link: councils.client.get(link).status_code for link in sorted(links)}
    assert {link: code for link, code in answers.items() if code not in (200, 303)} == {}
    assert f"{base}/approval" in councils.as_officer(councils.lead).get(base).links()


def test_changes_that_are_not_published(councils: Councils) -> None:
    with councils.sessions.write() as session:
        challenge = an_open_challenge(session, councils.lead)
        base = councils.share(session, challenge)
        an_amendment(
            session, challenge, content={"need": f"{CANARY} need."}, because=f"{CANARY} because"
        )
    assert CANARY in councils.as_officer(councils.lead).get(f"{base}/amend/check").text
    assert councils.leaking(councils.joint, base) == []


def test_what_the_board_declared(councils: Councils) -> None:
    with councils.sessions.write() as session:
        challenge = a_closed_challenge(session, councils.lead)
        base = councils.share(session, challenge)
        names = ("Mo Member", "Cy Chair")
        for name, ruling in zip(names, ("waiting", "stands aside"), strict=True):
            member = a_person(session, Role.BOARD_MEMBER, at=councils.lead, name=name)
            a_seat(session, challenge, member)
            detail = f"{CANARY} is my brother."
            known = {"kind": "actual", "ruling": ruling, "detail": detail}
            made = a_declaration(session, challenge, member, **known)
    board = councils.as_officer(councils.lead).get(f"{base}/board").words
    assert "declared an interest (actual)" in board and "Stands aside" in board
    assert CANARY in councils.as_officer(councils.lead).get(f"{base}/board/declarations").text
    theirs = councils.as_officer(councils.joint)
    board = theirs.get(f"{base}/board").words
    assert "Mo Member" in board and "Cy Chair" in board, "who sits on it"
    for word in ("nterest", "Stands aside", "Waiting for a decision", "Not asked for"):
        assert word not in board
    theirs.get(f"{base}/board/declarations", status=403)
    theirs.get(f"{base}/conflicts/{made.id}", status=403)
    with councils.sessions.read() as session:
        for council, number in ((councils.lead, 1), (councils.joint, 0)):
            reader = Actor(roles=frozenset({(council.id, Role.AUDITOR)}))
            facts = desk.of_one(session, reader, challenge, at=NOW)
            (row,) = desk.in_hand(session, reader, at=NOW, page=Page())
            assert facts.rulings_waiting == row.rulings_waiting == number
    assert councils.client.post(f"{base}/board/declarations.csv").status_code in (403, 404)
    assert councils.leaking(councils.joint, base) == []


@pytest.mark.parametrize("template", sorted(set(CATALOGUE) - set(TO_THOSE_WHO_TAKE_PART)))
def test_mail_to_people_of_the_lead(councils: Councils, template: str) -> None:
    with councils.sessions.write() as session:
        challenge = a_closed_challenge(session, councils.lead)
        base = councils.share(session, challenge)
        about = {"challenge_id": challenge.id, "subject_id": challenge.id}
        a_message(session, template=template, name=f"{CANARY} Cole", at=NOW, **about)
        a_message(session, name="Ida Novak", at=NOW, **about)
    page = councils.as_officer(councils.lead).get(f"{base}/messages").words
    assert f"{CANARY} Cole" in page and "2 All" in page
    page = councils.as_officer(councils.joint).get(f"{base}/messages").words
    assert CANARY not in page and "Ida Novak" in page and "1 All" in page
    for state in ("queued", "sent"):
        assert (
            CANARY
            not in councils.as_officer(councils.joint).get(f"{base}/messages?state={state}").words
        )


def test_the_timeline_and_its_files(councils: Councils) -> None:
    with councils.sessions.write() as session:
        challenge = a_closed_challenge(session, councils.lead)
        base = councils.share(session, challenge)
        approver = a_person(session, Role.APPROVER, at=councils.lead, name=f"{CANARY} Cole")
        place = {"challenge_id": challenge.id, "authority_id": councils.lead.id}
        for name in sorted(OF_THE_LEAD):
            about = {"subject_id": challenge.id, "actor_id": approver.id, "payload": SAID}
            session.add(RecordedEvent(name=name, occurred_at=NOW, **place, **about))
        known = {"subject_id": challenge.id, "payload": {}, "actor_id": None}
        session.add(RecordedEvent(name="challenge.closed", occurred_at=NOW, **place, **known))
    number = len(OF_THE_LEAD) + 1
    mine = councils.as_officer(councils.lead)
    assert f"{number} events" in mine.get(f"{base}/timeline").words
    assert councils.client.post(f"{base}/timeline.csv").text.count(CANARY) == number - 1
    theirs = councils.as_officer(councils.joint)
    assert "2 events" in theirs.get(f"{base}/timeline").words, "with the export just now"
    for format in ("csv", "json"):
        told = councils.client.post(f"{base}/timeline.{format}").text
        assert "challenge.closed" in told and CANARY not in told
        assert not [name for name in OF_THE_LEAD if name in told]
    assert councils.leaking(councils.joint, base) == []


def test_an_outcome_that_is_being_written(councils: Councils) -> None:
    with councils.sessions.write() as session:
        challenge = a_closed_challenge(session, councils.lead)
        base = councils.share(session, challenge)
        told: list[Feedback] = []
        for text, approved in ((f"{CANARY} draft of it", None), ("Approved words", NOW)):
            holder = an_interest(session, challenge)
            place = {"challenge_id": challenge.id, "authority_id": councils.lead.id}
            result = {"result": Result.TOOK_PART, "approved_at": approved}
            told.append(Feedback(interest_id=holder.id, text=text, **place, **result))
        session.add_all(told)
        session.add(Summary(challenge_id=challenge.id, heard=f"{CANARY} song", saved_at=NOW))
        session.flush()
        drafted, approved_one = (each.id for each in told)
    assert councils.leaking(councils.lead, base) == ["outcome", "outcome/feedback"]
    assert councils.leaking(councils.joint, base) == []
    theirs = councils.as_officer(councils.joint)
    assert "Approve the feedback" in councils.as_officer(councils.lead).get(base).words
    theirs = councils.as_officer(councils.joint)
    for page in (base, "/desk"):
        assert "Approve the feedback" not in theirs.get(page).words
    for filtered in ("?approved=no", "?result=took+part"):
        assert CANARY not in theirs.get(f"{base}/outcome/feedback{filtered}").text
    assert "Approved words" in theirs.get(f"{base}/outcome/feedback").text
    theirs.get(f"{base}/outcome/feedback/{drafted}", status=403)
    assert "Approved words" in theirs.get(f"{base}/outcome/feedback/{approved_one}").text
    with councils.sessions.write() as session:
        session.get_one(Summary, challenge.id).published_at = NOW
    assert CANARY in theirs.get(f"{base}/outcome").text


def test_every_fact_of_the_lead_is_a_fact() -> None:
    assert set(SUBSCRIPTIONS) | SILENT >= OF_THE_LEAD
