"""Sessions kept on the server: begun, kept awake, ended."""

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


def admit(
    session: Session,
    person_id: UUID,
    *,
    checked: str,
    refreshed: str | None = None,
    browser: str,
    at: datetime,
) -> str | None:
    """Begin a session for somebody whose password was right; None when that is no longer so.

    ``checked`` is the hash that the password fitted, read in an earlier transaction;
    ``refreshed`` replaces it when its costs are outdated.
    """
    person = session.get(Person, person_id, with_for_update=True)
    if person is None or person.disabled_at or person.password_hash != checked:
        return None
    person.password_hash = refreshed or checked
    return begin_session(session, person, browser=browser, at=at)


def note_seen(session: Session, sign_in_id: UUID, *, at: datetime) -> None:
    """Keep a session awake."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=at))


def end_session(session: Session, sign_in_id: UUID, *, at: datetime) -> None:
    """Sign one browser out."""
    ended = update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
    session.execute(ended.values(ended_at=at))


def end_sessions(
    session: Session, person_id: UUID, *, at: datetime, but: UUID | None = None
) -> None:
    """Sign a person out everywhere, or everywhere ``but`` here."""
    ended = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        ended = ended.where(SignIn.id != but)
    session.execute(ended.values(ended_at=at))
