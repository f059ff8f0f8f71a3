"""The verbs of accounts: sign in and out, invite, reset. The only writers; none commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from engage.accounts.models import Person, SignIn
from engage.kernel.tokens import fingerprint, secret


def begin_session(session: Session, person: Person, *, browser: str, at: datetime) -> str:
    """Open a server-side session; the secret that its cookie carries."""
    cookie = secret()
    session.add(
        SignIn(
            person_id=person.id,
            secret_hash=fingerprint(cookie),
            browser=browser[:200],
            began_at=at,
            last_seen_at=at,
        )
    )
    session.flush()
    return cookie


def note_seen(session: Session, sign_in_id: UUID, *, at: datetime) -> None:
    """Keep a session awake."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=at))
