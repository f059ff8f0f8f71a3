"""What tests of messages share: a way to send, and everything a message can be about."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Invitation, PasswordReset, Role
from engage.authorities.models import Authority
from engage.challenges.models import Challenge, StatementVersion, Why
from engage.challenges.service import snapshot
from engage.interest.models import Alert, Interest, Reason
from engage.kernel.clock import now
from engage.kernel.db import Base
from engage.kernel.events import RecordedEvent
from engage.kernel.ids import uuid7
from engage.kernel.tokens import Signer
from engage.kernel.transports import FolderTransport, Transport
from engage.notifications import service
from engage.notifications.models import Message
from engage.notifications.service.sending import Post
from engage.outcomes.models import Feedback, FollowUp, OutcomeClock, Result
from engage.responses.models import Submission
from engage.suppliers.models import SupplierMerge
from engage.suppliers.service import join
from engage.workshops.models import MaterialKind, Sitting
from tests.disclosures.entries import a_disclosure
from tests.factories import (
    NOW,
    a_challenge,
    a_closed_challenge,
    a_council,
    a_document,
    a_feed,
    a_file,
    a_material,
    a_partner,
    a_person,
    a_place,
    a_promise,
    a_question,
    a_sitting,
    a_submitted_response,
    a_subscription,
    a_supplier,
    an_interest,
    an_open_challenge,
)
from tests.one_to_ones import a_series, an_entry, slot_of

T = TypeVar("T", bound=Base)
SIGNER = Signer(["a key for the tests of messages only"])
BASE = "https://engage.example.org"


def post_to(transport: Transport | Path) -> Post:
    way = FolderTransport(transport) if isinstance(transport, Path) else transport
    return Post(transport=way, sender="post@engage.example.org", base_url=BASE, signer=SIGNER)


def an_event(session: Session, name: str, subject_id: UUID, **about: object) -> RecordedEvent:
    values = {"payload": {}, "occurred_at": now(session), **about}
    event = RecordedEvent(name=name, subject_id=subject_id, **values)
    session.add(event)
    session.flush()
    return event


def a_message(session: Session, **about: object) -> None:
    """One alert that is due now, about a challenge of its own unless told otherwise."""
    if "subject_id" not in about:
        challenge = a_challenge(session)
        about |= {
            "subject_id": challenge.id,
            "challenge_id": challenge.id,
            "authority_id": challenge.authority_id,
        }
    at = about.pop("at", now(session))
    assert isinstance(at, datetime)
    values = {
        "cause_id": uuid7(),
        "template": "challenge-extended",
        "recipient": "ida@ideahouse.example.org",
        "name": "Ida Novak",
        "authority_id": None,
        "challenge_id": None,
        **about,
    }
    service.owe(session, at=at, **values)  # type: ignore[arg-type]


def messages(session: Session) -> list[Message]:
    wanted = select(Message).order_by(Message.recipient, Message.id)
    return list(session.scalars(wanted.execution_options(populate_existing=True)))


SAID: dict[str, Any] = {
    **{"public_text": "How many?", "answer": "Forty.", "number": 1},
    "said": [{"council": True, "text": "Which homes?"}],
}


@dataclass
class World:
    """One row of everything, of one challenge."""

    session: Session
    title: str = "Damp homes"
    council: str = "Marlbury Council"
    name: str = "Ida Novak"
    ids: dict[str, UUID] = field(default_factory=dict)
    holder: Interest = field(init=False)

    def __post_init__(self) -> None:
        session = self.session
        council = a_council(session, name=self.council)
        challenge = a_challenge(session, council, title=self.title)
        self.holder = holder = an_interest(session, challenge, name=self.name)
        workshop = a_sitting(session, challenge, title=self.title)
        response = a_submitted_response(session, holder)
        receipt = select(Submission.id).where(Submission.response_id == response.id)
        self.ids = {
            "challenge": challenge.id,
            "interest": holder.id,
            "version": a_version(session, challenge).id,
            "workshop": workshop.id,
            "place": a_place(session, workshop, holder).id,
            **_one_to_one(session, challenge, holder),
            **(materials(session, workshop) | _ledger(session, challenge, holder)),
            "feed": a_feed(session, holder).id,
            "question": a_question(session, holder, **SAID).id,
            "response": response.id,
            "submission": session.scalars(receipt).one(),
            "feedback": a_feedback(session, holder).id,
            **_of_outcome(session, holder, self.title),
            "document": a_document(session, challenge).id,
            "partner": a_partner(session, challenge, a_council(session, name="Tavenshire")).id,
            "colleague": _colleague(session),
            **{"invitation": an_invitation(session, council.id).id, "reset": a_reset(session).id},
            "subscription": a_subscription(session, confirmed_at=None).id,
            "merge": a_merge(session, council.id).id,
            "alert": an_alert(session, an_open_challenge(session, council, title=self.title)).id,
        }


def _of_outcome(session: Session, holder: Interest, title: str) -> dict[str, UUID]:
    council = holder.challenge.authority
    return {"follow_up": _answered(session, holder), "owed": _owed(session, council, title)}


def _answered(session: Session, holder: Interest) -> UUID:
    """A question about feedback, and its answer."""
    place = {"challenge_id": holder.challenge_id, "authority_id": holder.authority_id}
    asked = FollowUp(**place, interest_id=holder.id, text="Why not?", asked_at=NOW)
    asked.answer, asked.answered_at = "It was too dear.", NOW
    session.add(asked)
    session.flush()
    return asked.id


def _owed(session: Session, council: Authority, title: str) -> UUID:
    """A challenge whose outcome was promised."""
    challenge = a_closed_challenge(session, council, title=title)
    place = {"challenge_id": challenge.id, "authority_id": council.id}
    session.add(OutcomeClock(**place, due_at=NOW, remind_at=NOW))
    return challenge.id


def _colleague(session: Session) -> UUID:
    """Somebody who acts for a supplier without an account."""
    supplier = a_supplier(session, name="Idea House & Sons")
    return join(session, supplier.id, email="cy@ideahouse.example.org", name="Cy", at=NOW).id


def _one_to_one(session: Session, challenge: Challenge, holder: Interest) -> dict[str, UUID]:
    """A slot that the holder has."""
    series = a_series(session, challenge, joining_link="", venue="Town Hall")
    slot = slot_of(session, series)
    entry = an_entry(session, series, holder, slot=slot)
    return {"series": series.id, "slot": slot.id, "entry": entry.id}


def _ledger(session: Session, challenge: Challenge, holder: Interest) -> dict[str, UUID]:
    """What everybody has, and what only the holder knows."""
    shown = a_disclosure(session, challenge, holder, public_title="Gas", published_at=NOW)
    return {
        "disclosure": shown.id,
        "open": a_disclosure(session, challenge, holder, due_at=NOW).id,
    }


def materials(session: Session, sitting: Sitting) -> dict[str, UUID]:
    """Notes that were published, a file, and the promise of more."""
    batch, file = uuid7(), a_file(session)
    a_promise(session, sitting)
    a_material(session, sitting, published_at=NOW, batch_id=batch)
    material = a_material(session, sitting, kind=MaterialKind.FILE, file_id=file.id)
    return {"batch": batch, "material": material.id}


def an_alert(session: Session, challenge: Challenge, **about: object) -> Alert:
    """Somebody who was told in a digest, unless told otherwise."""
    values = {
        "challenge_id": challenge.id,
        "email": "ida@ideahouse.example.org",
        "reason": Reason.EVERYTHING,
        "why": "Your profile asks for every new challenge.",
        "found_at": NOW,
        "told_at": NOW,
        **about,
    }
    return added(session, Alert(**values))


def a_merge(session: Session, authority_id: UUID) -> SupplierMerge:
    """Two entries of one supplier, made one."""
    kept, gone = (a_supplier(session, name=name) for name in ("Idea House Ltd", "Idea House"))
    about = {"kept_id": kept.id, "gone_id": gone.id, "authority_id": authority_id}
    made = SupplierMerge(**about, at=NOW, moved={})
    session.add(made)
    session.flush()
    return made


def a_version(session: Session, challenge: Challenge) -> StatementVersion:
    """A change of the statement, with its reason."""
    version = snapshot(
        session,
        challenge,
        why=Why.AMENDED,
        note="The number of homes was wrong.",
        material=True,
        by=None,
        at=NOW,
    )
    version.enough = "The question is the same."
    return added(session, version)


def a_feedback(session: Session, holder: Interest, **about: object) -> Feedback:
    values = {
        "challenge_id": holder.challenge_id,
        "authority_id": holder.authority_id,
        "interest_id": holder.id,
        "result": Result.TAKEN_FORWARD,
        "text": "We liked it.\n\nPlease keep in touch.",
        "approved_at": NOW,
        **about,
    }
    return added(session, Feedback(**values))


def an_invitation(session: Session, authority_id: UUID | None, **about: object) -> Invitation:
    values = {
        "authority_id": authority_id,
        "role": Role.OFFICER,
        "name": "Nia New",
        "email": "new@marlbury.example.org",
        "invited_at": NOW,
        "expires_at": NOW + timedelta(days=2),
        **about,
    }
    return added(session, Invitation(**values))


def a_reset(session: Session) -> PasswordReset:
    person = a_person(session, email="forgot@marlbury.example.org")
    ends = NOW + timedelta(hours=1)
    return added(session, PasswordReset(person_id=person.id, asked_at=NOW, expires_at=ends))


def added(session: Session, row: T) -> T:
    session.add(row)
    session.flush()
    return row
