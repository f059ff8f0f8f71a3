"""Inviting: who of a list is, what they are owed, and asking once more."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.service import EngagementOver
from engage.interest import service
from engage.interest.forms.people import people_in
from engage.interest.models import InvitationLine, InvitationRound, Invited, Source, State
from engage.interest.queries import inviting as queries
from engage.interest.queries.directory import ids_in_directory
from engage.interest.queries.inviting import Answer, Verdict
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.notifications.handlers import inviting as handlers
from engage.notifications.models import Message, OptOut, Preference, Sending
from engage.notifications.queries.inviting import unwanted
from engage.notifications.service import hold, release
from tests.factories import (
    NOW,
    a_challenge,
    a_supplier,
    an_interest,
    an_officer,
    an_open_challenge,
)
from tests.interest.inviting import an_invitation_line, an_invited

WORDS = service.Message("Marlbury Council: invitation", "Take part.")
HANDLERS = {
    "suppliers.invited": handlers.suppliers_invited,
    "suppliers.reminded": handlers.suppliers_reminded,
}


def put_on_list(session: Session, challenge: Challenge, text: str) -> None:
    service.add_lines(session, challenge, people_in(text), source=Source.PASTED, at=NOW)


def send(session: Session, challenge: Challenge, expected: int, **about: Any) -> None:
    officer = an_officer(session, challenge.authority)
    settings = {"unwanted": unwanted, "message": WORDS, "by": officer.id, "at": NOW, **about}
    service.invite(session, challenge, expected=expected, **settings)


def remind(session: Session, challenge: Challenge, expected: int | None, **about: Any) -> None:
    settings = {"unwanted": unwanted, "message": WORDS, "by": None, "at": NOW, **about}
    service.remind(session, challenge, expected=expected, **settings)


def react(session: Session) -> None:
    """What the outbox does with the newest fact about invitations."""
    session.flush()
    wanted = select(RecordedEvent).where(RecordedEvent.name.in_(HANDLERS))
    event = session.scalars(wanted.order_by(RecordedEvent.id.desc()).limit(1)).one()
    HANDLERS[event.name](session, event)


def told(session: Session, template: str) -> list[str]:
    wanted = select(Message.recipient).where(Message.template == template)
    return sorted(session.scalars(wanted))


def mute(session: Session, email: str, *topics: str) -> None:
    session.add(Preference(email=email, muted=list(topics), updated_at=NOW))
    session.flush()


def a_mixed_list(session: Session, challenge: Challenge) -> None:
    an_interest(session, challenge, email="part@example.org", state=State.CONFIRMED)
    supplier = a_supplier(session)
    an_interest(session, challenge, state=State.CONFIRMED, supplier_id=supplier.id)
    an_invitation_line(session, challenge, email="other@example.org", supplier_id=supplier.id)
    an_invited(session, challenge, email="before@example.org")
    mute(session, "out@example.org", "invitations", "news")
    mute(session, "news@example.org", "news")
    session.add(OptOut(email="gone@example.org", reason="bounced", at=NOW))
    session.add(OptOut(email="alerts@example.org", reason="unsubscribed", at=NOW))
    session.flush()
    put_on_list(
        session,
        challenge,
        "new@example.org\nnobody here\npart@example.org\nbefore@example.org\nout@example.org\n"
        "NEW@example.org\ngone@example.org\nalerts@example.org\nnews@example.org",
    )


def test_what_becomes_of_each_line(session: Session) -> None:
    challenge = an_open_challenge(session)
    a_mixed_list(session, challenge)
    an_invitation_line(session, an_open_challenge(session), email="new@example.org")
    assert queries.verdicts(session, challenge.id, unwanted) == {
        Verdict.INVITE: 3,
        Verdict.WRONG: 1,
        Verdict.TWICE: 1,
        Verdict.TAKES_PART: 2,
        Verdict.INVITED: 1,
        Verdict.OPTED_OUT: 2,
    }
    rows = queries.listed(session, challenge.id, unwanted, only=Verdict.WRONG, page=Page())
    assert [line.typed for line, _ in rows] == ["nobody here"]


def test_everybody_who_can_be_is_invited_once_with_the_same_words(session: Session) -> None:
    challenge = an_open_challenge(session)
    known = a_supplier(session, email="new@example.org")
    a_mixed_list(session, challenge)
    send(session, challenge, 3)
    react(session)
    react(session)  # a handler may run twice
    people = ["alerts@example.org", "new@example.org", "news@example.org"]
    assert told(session, "supplier-invited") == people
    sending = session.scalars(select(Sending)).one()
    assert (sending.template, sending.expected) == ("supplier-invited", 3)
    sent = session.scalars(select(InvitationRound).where(InvitationRound.recipients == 3)).one()
    assert sent.fingerprint == WORDS.fingerprint
    new = queries.invited_as(session, challenge.id, "new@example.org")
    assert new is not None
    assert (new.supplier_id, new.round_id) == (known.id, sent.id)
    assert [line.typed for line in session.scalars(select(InvitationLine))] == ["nobody here"]


def test_a_number_that_changed_meanwhile_sends_nothing(session: Session) -> None:
    challenge = an_open_challenge(session)
    put_on_list(session, challenge, "a@example.org\nb@example.org")
    mute(session, "b@example.org", "invitations")
    for expected in (2, 0, -1):
        with pytest.raises(service.NumberChanged):
            send(session, challenge, expected)
    assert session.scalar(select(func.count()).select_from(Invited)) == 0
    send(session, challenge, 1)
    with pytest.raises(service.NumberChanged):
        send(session, challenge, 1)


def test_nobody_is_invited_to_what_is_over_or_not_public(session: Session) -> None:
    draft = a_challenge(session)
    with pytest.raises(EngagementOver):
        put_on_list(session, draft, "a@example.org")
    challenge = an_open_challenge(session)
    put_on_list(session, challenge, "a@example.org")
    assert challenge.engagement_ends is not None
    with pytest.raises(EngagementOver):
        send(session, challenge, 1, at=challenge.engagement_ends)


def test_later_invitations_are_rounds_of_their_own(session: Session) -> None:
    challenge = an_open_challenge(session)
    for number, email in enumerate(("a@example.org", "b@example.org"), start=1):
        put_on_list(session, challenge, email)
        send(session, challenge, 1, at=NOW + timedelta(days=number))
    rounds = [(each.number, each.fingerprint) for each, _ in queries.rounds(session, challenge.id)]
    assert rounds == [(2, WORDS.fingerprint), (1, WORDS.fingerprint)]


def test_suppliers_of_the_directory_go_on_the_list(session: Session) -> None:
    challenge = an_open_challenge(session)
    damp = a_supplier(session, name="Damp Finders", about="We find damp with sensors")
    a_supplier(session, name="Twice Damp", merged_into_id=damp.id)
    a_supplier(session, name="Hats")
    which = ids_in_directory({"q": "damp"}, challenge.authority_id)
    assert service.add_suppliers(session, challenge, which, at=NOW) == 1
    line = session.scalars(select(InvitationLine)).one()
    assert (line.supplier_id, line.email, line.source) == (damp.id, damp.email, Source.DIRECTORY)


def test_those_who_did_not_answer_are_reminded_once_in_seven_days(session: Session) -> None:
    challenge = an_open_challenge(session)
    emails = ("silent", "part", "pending", "out", "late")
    for each in emails:
        at = NOW - timedelta(days=6 if each == "late" else 8)
        an_invited(session, challenge, email=f"{each}@example.org", invited_at=at)
    an_interest(session, challenge, email="part@example.org", state=State.CONFIRMED)
    an_interest(session, challenge, email="pending@example.org", state=State.PENDING)
    mute(session, "out@example.org", "invitations")
    remind(session, challenge, 1)
    react(session)
    assert told(session, "supplier-reminded") == ["silent@example.org"]
    with pytest.raises(service.NumberChanged):
        remind(session, challenge, 1)
    later = NOW + timedelta(days=6)
    remind(session, challenge, 1, at=later)
    react(session)
    assert told(session, "supplier-reminded") == ["late@example.org", "silent@example.org"]
    assert queries.answers(session, challenge.id) == {
        Answer.TAKES_PART: 1,
        Answer.REGISTERED: 1,
        Answer.LEFT: 0,
        Answer.NONE: 3,
    }


def test_a_sending_of_invitations_can_be_paused(session: Session) -> None:
    challenge = an_open_challenge(session)
    put_on_list(session, challenge, "a@example.org\nb@example.org")
    send(session, challenge, 2)
    react(session)
    cause = session.scalars(select(Sending.cause_id)).one()
    assert hold(session, cause_id=cause, by=None, at=NOW) == 2
    assert release(session, cause_id=cause, by=None, at=NOW) == 2


def test_who_is_new_to_the_council(session: Session) -> None:
    challenge = an_open_challenge(session)
    earlier = an_open_challenge(session, challenge.authority)
    elsewhere = an_open_challenge(session)
    an_invited(session, earlier, email="invited@example.org")
    an_interest(session, earlier, email="part@example.org", state=State.CONFIRMED)
    an_invited(session, elsewhere, email="new@example.org")
    for each in ("invited", "part", "new", "newest"):
        an_invited(session, challenge, email=f"{each}@example.org")
    assert queries.count_new(session, challenge) == 2


def test_lists_that_were_not_sent_are_forgotten(session: Session) -> None:
    challenge = an_open_challenge(session)
    an_invitation_line(session, challenge)
    assert service.forget_lists(session, at=NOW + timedelta(days=29)) == 0
    assert service.forget_lists(session, at=NOW + timedelta(days=31)) == 1


@pytest.mark.slow
def test_two_thousand_in_a_few_statements(sessions: Sessions, queries: Any) -> None:
    with sessions.write() as session:
        challenge = an_open_challenge(session)
        text = "\n".join(f"p{number}@example.org" for number in range(2000))
        put_on_list(session, challenge, text)
        with queries() as seen:
            send(session, challenge, 2000)
            react(session)
        assert len(seen) < 30
        assert len(told(session, "supplier-invited")) == 2000
