"""What is forgotten of how people came in, and when (UK GDPR, Article 5(1)(e))."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.accounts.events import InvitationsForgotten
from engage.accounts.models import Invitation, PasswordReset, SignIn
from engage.kernel.db import Sessions
from engage.kernel.events import record
from engage.kernel.retention import Kept, delete_batch, forget_in_batches

SINCE = date(2026, 11, 22)
SIGN_INS = Kept(
    what="When somebody signed in, and with which browser",
    days=90,
    after="the sign-in",
    since=SINCE,
)
INVITATIONS = Kept(
    what="Invitations, used or not: a name and an e-mail address",
    days=90,
    after="the link stopped working",
    since=SINCE,
)
RESETS = Kept(
    what="Requests for a new password", days=30, after="the link stopped working", since=SINCE
)
RETENTION = (SIGN_INS, INVITATIONS, RESETS)


def forget_due(sessions: Sessions) -> None:
    """All of it."""
    forget_in_batches(sessions, SIGN_INS, forget_sign_ins)
    forget_in_batches(sessions, INVITATIONS, forget_invitations)
    forget_in_batches(sessions, RESETS, forget_resets)


def forget_sign_ins(session: Session, *, at: datetime) -> int:
    """A session lasts 12 hours at the most, so one that began before is over."""
    return len(delete_batch(session, SignIn, SignIn.began_at < SIGN_INS.until(at)))


def forget_invitations(session: Session, *, at: datetime) -> int:
    """Nobody can use them any more. Each council hears how many, in one fact."""
    past = Invitation.expires_at < INVITATIONS.until(at)
    gone = delete_batch(session, Invitation, past, Invitation.authority_id)
    for council, number in Counter(row.authority_id for row in gone).items():
        if council is not None:
            fact = InvitationsForgotten(subject_id=council, authority_id=council, number=number)
            record(session, fact, by=None, at=at)
    return len(gone)


def forget_resets(session: Session, *, at: datetime) -> int:
    past = PasswordReset.expires_at < RESETS.until(at)
    return len(delete_batch(session, PasswordReset, past))
