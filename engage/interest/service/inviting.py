"""The verbs of inviting: make a list, send it, remind those who did not answer. None commits.

Everybody who is invited gets the same words about the public page, and no more (s.16(3)).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.challenges.service import require_open
from engage.interest.events import InvitationsExported, SuppliersInvited, SuppliersReminded
from engage.interest.models import InvitationLine, InvitationRound, Invited, Source
from engage.interest.queries.inviting import (
    Unwanted,
    Verdict,
    count_listed,
    count_silent,
    silent,
    verdict,
    verdicts,
)
from engage.kernel.db import Instant
from engage.kernel.errors import Refusal
from engage.kernel.events import belonging, record
from engage.kernel.ids import uuid7
from engage.kernel.retention import Kept, delete_batch
from engage.kernel.upsert import fresh_id, insert_from
from engage.suppliers.models import Supplier

MOST_AT_ONCE = 2_000
MOST_LISTED = 5_000
NO_MORE = "Nobody can be invited any more."
LISTS = Kept(
    what="Lists of people to invite that were not sent",
    days=30,
    after="a line was added",
    since=date(2026, 11, 22),
)
COLUMNS = (
    "id", "challenge_id", "authority_id", "round_id", "supplier_id", "organisation", "name",
    "email", "source", "invited_at",
)  # fmt: skip


class NumberChanged(Refusal):
    """More or fewer people would get it than the page said."""


class ListFull(Refusal):
    """The list takes no more lines."""


class Typed(Protocol):
    """Somebody to invite, as an officer typed it."""

    @property
    def typed(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def organisation(self) -> str: ...


@dataclass(frozen=True)
class Message:
    """The words that everybody gets, but for their own link."""

    subject: str
    text: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self.subject}\n\n{self.text}".encode()).hexdigest()


def add_lines(
    session: Session, challenge: Challenge, lines: Iterable[Typed], *, source: Source, at: datetime
) -> int:
    """Put people on the list, what cannot be used as well, to be corrected; how many."""
    rows = [
        {
            "id": uuid7(),
            "challenge_id": challenge.id,
            "typed": line.typed,
            "email": line.email,
            "name": line.name,
            "organisation": line.organisation,
            "source": source,
            "added_at": at,
        }
        for line in lines
    ]
    _require_room(session, challenge, len(rows), at)
    if rows:
        session.execute(insert(InvitationLine), rows)
    return len(rows)


def add_suppliers(
    session: Session, challenge: Challenge, which: Select[Any], *, at: datetime
) -> int:
    """Put suppliers of the directory on the list, in one statement; how many."""
    asked = select(Supplier).where(Supplier.id.in_(which)).limit(MOST_AT_ONCE).subquery()
    number = session.scalar(select(func.count()).select_from(asked)) or 0
    _require_room(session, challenge, number, at)
    columns = (
        "id", "challenge_id", "supplier_id", "typed", "organisation", "name", "email", "source",
        "added_at",
    )  # fmt: skip
    source = select(
        fresh_id(),
        literal(challenge.id, InvitationLine.challenge_id.type),
        asked.c.id,
        asked.c.name,
        asked.c.name,
        asked.c.contact_name,
        asked.c.email,
        literal(Source.DIRECTORY, InvitationLine.source.type),
        literal(at, Instant()),
    ).where(asked.c.id.is_not(None))
    return insert_from(session, InvitationLine, columns, source)


def correct_line(session: Session, line: InvitationLine, told: Typed) -> None:
    """What was typed was wrong: this is meant."""
    line.typed, line.email = told.typed, told.email
    line.name, line.organisation, line.supplier_id = told.name, told.organisation, None
    session.flush()


def remove_line(session: Session, line: InvitationLine) -> None:
    session.delete(line)


def clear_list(session: Session, challenge: Challenge) -> None:
    """Begin anew."""
    ours = InvitationLine.challenge_id == challenge.id
    session.execute(delete(InvitationLine).where(ours))


def invite(
    session: Session,
    challenge: Challenge,
    *,
    unwanted: Unwanted,
    expected: int,
    message: Message,
    by: UUID,
    at: datetime,
) -> None:
    """Invite everybody on the list who can be, all with the same words (s.16(3)).

    ``expected`` is what the page said; another number is refused, so that nobody writes to people
    unseen. Lines without an address stay, to be corrected.
    """
    locked(session, challenge)
    require_open(challenge, at, NO_MORE)
    number = verdicts(session, challenge.id, unwanted)[Verdict.INVITE]
    _require_same(number, expected)
    sent = _round(session, challenge, message, number, by=by, at=at)
    _write(session, challenge, sent, unwanted, at)
    done = InvitationLine.challenge_id == challenge.id, InvitationLine.email != ""
    session.execute(delete(InvitationLine).where(*done))
    fact = SuppliersInvited(
        subject_id=sent.id, **belonging(challenge), number=number, fingerprint=sent.fingerprint
    )
    record(session, fact, by=by, at=at)


def remind(
    session: Session,
    challenge: Challenge,
    *,
    unwanted: Unwanted,
    expected: int | None,
    message: Message,
    by: UUID | None,
    at: datetime,
) -> InvitationRound:
    """Ask once more those who did not answer, at most once in ``REST``; by the clock any number."""
    locked(session, challenge)
    require_open(challenge, at, "Nobody can be reminded any more.")
    number = count_silent(session, challenge.id, unwanted, at)
    _require_same(number, number if expected is None else expected)
    sent = _round(session, challenge, message, number, by=by, at=at, is_reminder=True)
    change = update(Invited).where(*silent(challenge.id, unwanted, at))
    session.execute(
        change.values(reminded_at=at, reminder_id=sent.id),
        execution_options={"synchronize_session": False},
    )
    fact = SuppliersReminded(
        subject_id=sent.id, **belonging(challenge), number=number, fingerprint=sent.fingerprint
    )
    record(session, fact, by=by, at=at)
    return sent


def note_export(session: Session, challenge: Challenge, *, by: UUID, at: datetime) -> None:
    """Somebody took the record of invitations away."""
    fact = InvitationsExported(subject_id=challenge.id, **belonging(challenge))
    record(session, fact, by=by, at=at)


def forget_lists(session: Session, *, at: datetime) -> int:
    """Lines that nobody sent."""
    return len(delete_batch(session, InvitationLine, InvitationLine.added_at < LISTS.until(at)))


def _require_room(session: Session, challenge: Challenge, number: int, at: datetime) -> None:
    locked(session, challenge)
    require_open(challenge, at, NO_MORE)
    if count_listed(session, challenge.id) + number > MOST_LISTED:
        raise ListFull(
            f"A list holds {MOST_LISTED:,} lines at the most. Send these first, then add more"
        )


def _require_same(number: int, expected: int) -> None:
    if number == 0:
        raise NumberChanged("There is nobody to write to, so nothing was sent")
    if number != expected:
        raise NumberChanged(
            f"The number of people has changed to {number:,}, so nothing was sent."
            " Look at the list again"
        )


def _write(
    session: Session,
    challenge: Challenge,
    sent: InvitationRound,
    unwanted: Unwanted,
    at: datetime,
) -> None:
    """The people of a round, in one statement, however many they are."""
    known = select(Supplier.id).where(Supplier.email == InvitationLine.email).scalar_subquery()
    uuid = Invited.id.type
    source: Any = select(
        fresh_id(),
        InvitationLine.challenge_id,
        literal(challenge.authority_id, uuid),
        literal(sent.id, uuid),
        func.coalesce(InvitationLine.supplier_id, known),
        InvitationLine.organisation,
        InvitationLine.name,
        InvitationLine.email,
        InvitationLine.source,
        literal(at, Instant()),
    ).where(InvitationLine.challenge_id == challenge.id, verdict(unwanted) == Verdict.INVITE.value)
    insert_from(session, Invited, COLUMNS, source)


def _round(
    session: Session,
    challenge: Challenge,
    message: Message,
    number: int,
    *,
    by: UUID | None,
    at: datetime,
    is_reminder: bool = False,
) -> InvitationRound:
    last = select(func.max(InvitationRound.number))
    before = session.scalar(last.where(InvitationRound.challenge_id == challenge.id)) or 0
    sent = InvitationRound(
        challenge_id=challenge.id,
        number=before + 1,
        is_reminder=is_reminder,
        subject=message.subject,
        text=message.text,
        fingerprint=message.fingerprint,
        recipients=number,
        sent_by=by,
        sent_at=at,
    )
    session.add(sent)
    session.flush()
    return sent
