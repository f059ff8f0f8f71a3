"""Who takes part, and which councils share: what reaches their mailboxes, over SMTP."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.authorities.models import ApprovalRule
from engage.challenges import service
from engage.challenges.models import Challenge, Sharing
from engage.challenges.queries import history
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.transports import transport_from
from engage.kernel.versions import fingerprint_of
from engage.notifications.service.sending import send_due
from engage.subscriptions import SUBSCRIPTIONS
from tests.factories import (
    NOW,
    a_council,
    a_file,
    a_partner,
    a_person,
    an_interest,
    an_officer,
    an_open_challenge,
)
from tests.notifications.post import post_to
from tests.services import SmtpSink

AUTHOR, READER = "author@marlbury.example", "reader@marlbury.example"
OUTSIDE = ("ida@ideahouse.example", "post@tavenshire.example")


@dataclass
class Office:
    """One open challenge that needs four eyes, with a supplier and a follower."""

    sessions: Sessions
    sink: SmtpSink
    challenge_id: UUID
    author: UUID
    reader: UUID

    def mails(self) -> list[tuple[str, str]]:
        """Let the workers work; address and subject of each new mail."""
        before = len(self.sink.envelopes)
        outbox.drain(self.sessions, SUBSCRIPTIONS)
        send_due(self.sessions, post_to(transport_from(self.sink.url)))
        new = zip(self.sink.envelopes[before:], self.sink.messages[before:], strict=True)
        return sorted((envelope.rcpt_tos[0], str(mail["Subject"])) for envelope, mail in new)

    def last_words(self) -> str:
        text = self.sink.messages[-1].get_body(("plain",))
        return " ".join(text.get_content().split()) if text else ""

    def challenge(self, session: Session) -> Challenge:
        return session.get_one(Challenge, self.challenge_id)


@pytest.fixture
def office(sessions: Sessions, smtp_sink: SmtpSink) -> Office:
    with sessions.write() as session:
        council = a_council(session, name="Marlbury Council", approval_rule=ApprovalRule.ALWAYS)
        author = an_officer(session, council, email=AUTHOR)
        reader = a_person(session, Role.APPROVER, at=council, email=READER)
        challenge = an_open_challenge(session, council, title="Damp homes")
        an_interest(session, challenge, email=OUTSIDE[0])
        follower = a_council(session, name="Tavenshire", email=OUTSIDE[1])
        a_partner(session, challenge, follower, sharing=Sharing.FOLLOWER, joined_at=NOW)
        a_partner(session, challenge, a_council(session))  # asked, and has not answered yet
    return Office(sessions, smtp_sink, challenge.id, author.id, reader.id)


def both(words: str) -> list[tuple[str, str]]:
    return [(address, f"Marlbury Council: {words}") for address in OUTSIDE]


def test_documents_more_time_and_the_end_reach_everybody_once(office: Office) -> None:
    by = {"by": office.author}
    with office.sessions.write() as session:
        here = office.challenge(session)
        service.add_document(session, here, title="Plan", file=a_file(session), at=NOW, **by)
    assert office.mails() == both("a new document for Damp homes")
    assert "Plan" in office.last_words()
    assert office.mails() == []
    with office.sessions.write() as session:
        here = office.challenge(session)
        assert here.engagement_ends is not None
        later = here.engagement_ends + timedelta(days=7)
        service.extend(session, here, ends=later, at=NOW, **by)
    assert office.mails() == both("more time for Damp homes")
    with office.sessions.write() as session:
        service.withdraw(session, office.challenge(session), because="No money.", at=NOW, **by)
    assert office.mails() == both("Damp homes has been withdrawn")
    assert "No money." in office.last_words()
    assert "your council shares or follows this challenge" in office.last_words()


def test_a_change_goes_to_the_approver_and_then_to_everybody(office: Office) -> None:
    with office.sessions.write() as session:
        here = office.challenge(session)
        changes = {"need": "I need my home to be warm."}
        service.propose(session, here, changes=changes, by=office.author, at=NOW)
        amendment = history.amendment(session, here.id)
        seen = fingerprint_of(service.waiting(here, amendment))
        why = {"because": "We counted again.", "seen": seen}
        service.ask_to_amend(session, here, **why, by=office.author, at=NOW)
    asked = "[Action needed] Marlbury Council: read the changes of Damp homes"
    assert office.mails() == [(READER, asked)]
    with office.sessions.write() as session:
        here = office.challenge(session)
        later = (here.engagement_ends or NOW) + timedelta(days=7)
        reasons = service.Reasons(because="We counted again.", material=True, ends=later)
        service.amend(session, here, reasons=reasons, seen=seen, by=office.reader, at=NOW)
    published = "Marlbury Council: your changes of Damp homes are published"
    assert office.mails() == [(AUTHOR, published), *both("Damp homes has changed")]
    assert "We counted again." in office.last_words()
