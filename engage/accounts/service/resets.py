"""A new password for somebody who lost theirs: a link by e-mail, once, for an hour."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from engage.accounts.events import PasswordResetAsked
from engage.accounts.models import PasswordReset, Person
from engage.accounts.service.people import keep_hash
from engage.kernel.events import record
from engage.kernel.tokens import BadLink

RESET = "password-reset"
"""The purpose its link is signed for, over the reset's id."""
RESET_LASTS = timedelta(hours=1)
NOT_AGAIN_WITHIN = timedelta(minutes=2)
USED = "This link has been used or replaced. Ask for a new one if you still need it."


def ask_reset(session: Session, email: str, *, at: datetime) -> PasswordReset | None:
    """Owe a link to the holder of this account, if there is one; the answer tells nobody."""
    wanted = select(Person).where(Person.email == email.strip().lower()).with_for_update()
    person = session.scalar(wanted)
    if person is None or person.disabled_at or _asked_lately(session, person.id, at):
        return None
    reset = PasswordReset(person_id=person.id, asked_at=at, expires_at=at + RESET_LASTS)
    session.add(reset)
    session.flush()
    record(session, PasswordResetAsked(subject_id=reset.id), by=None, at=at)
    return reset


def _asked_lately(session: Session, person_id: UUID, at: datetime) -> bool:
    """Pressing twice sends one e-mail, and nobody fills a mailbox from here."""
    lately = select(PasswordReset.id).where(
        PasswordReset.person_id == person_id, PasswordReset.asked_at > at - NOT_AGAIN_WITHIN
    )
    return session.scalar(lately.limit(1)) is not None


def require_open_reset(session: Session, reset_id: UUID, *, at: datetime) -> Person:
    """Whose password the link may change now; BadLink says what to do when not."""
    reset = session.get(PasswordReset, reset_id)
    if reset is None or reset.used_at:
        raise BadLink(USED)
    if reset.expires_at <= at:
        raise BadLink("This link has expired. Ask for a new one.")
    person = session.get_one(Person, reset.person_id)
    if person.disabled_at:
        raise BadLink("Your account is switched off. Ask your council administrator.")
    return person


def use_reset(session: Session, reset_id: UUID, *, password_hash: str, at: datetime) -> Person:
    """Choose the new password, once: every session ends, every other link stops working."""
    person = require_open_reset(session, reset_id, at=at)
    unused = update(PasswordReset).where(PasswordReset.used_at.is_(None))
    claim = unused.where(PasswordReset.id == reset_id, PasswordReset.expires_at > at)
    claimed = session.execute(claim.values(used_at=at).execution_options(synchronize_session=False))
    if cast(CursorResult[Any], claimed).rowcount != 1:
        raise BadLink(USED)
    others = unused.where(PasswordReset.person_id == person.id)
    session.execute(others.values(used_at=at).execution_options(synchronize_session=False))
    keep_hash(session, person, password_hash, by=person.id, at=at)
    return person
