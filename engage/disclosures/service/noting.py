"""Entries of the ledger: those that come by themselves, and those that an officer adds."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import OVER, PUBLIC
from engage.challenges.models import Challenge
from engage.challenges.queries import locked
from engage.disclosures.events import DisclosureNoted
from engage.disclosures.models import Disclosure, DisclosureRecipient, What
from engage.files.models import File
from engage.interest.models import Interest, State
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.ids import uuid7
from engage.kernel.upsert import insert_each, insert_first
from engage.workshops.deadlines import deadline

Told = Iterable[tuple[UUID | None, str]]
"""Suppliers: who takes part, and the name."""


class NotYet(Refusal):
    """Nobody outside can have been told, or the record is closed."""


@dataclass(frozen=True)
class Given:
    """What was disclosed: its row is made of this."""

    what: What
    title: str
    given_at: datetime
    detail: str = ""
    channel: str = ""


def add(
    session: Session,
    challenge: Challenge,
    given: Given,
    *,
    to: Told,
    file: File | None = None,
    by: UUID,
    at: datetime,
) -> Disclosure:
    """What an officer told some suppliers, and no other page knows of."""
    challenge = locked(session, challenge)
    known = list(to)
    _require_true(challenge, given, known, at)
    entry = Disclosure(
        **asdict(given),
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        source=uuid7(),
        file_id=file.id if file else None,
        noted_by=by,
        noted_at=at,
        **_promised(challenge, at),
    )
    session.add(entry)
    session.flush()
    tell(session, entry.id, known)
    _record(session, entry, by=by, at=at)
    return entry


def note(
    session: Session,
    challenge: Challenge,
    given: Given,
    *,
    source: UUID,
    to: Told | None = None,
    at: datetime,
) -> Disclosure:
    """An entry that comes by itself, once for its source. ``to`` None: everybody got it at once."""
    row = {"id": uuid7(), "source": source, "to_all": to is None, "noted_at": at}
    row |= {"challenge_id": challenge.id, "authority_id": challenge.authority_id, **asdict(given)}
    everybody = {"published_at": given.given_at}
    row |= everybody if to is None else _promised(challenge, given.given_at)
    first = insert_first(session, Disclosure, row)
    wanted = select(Disclosure).where(
        Disclosure.challenge_id == challenge.id, Disclosure.source == source
    )
    entry = session.scalars(wanted.execution_options(populate_existing=True)).unique().one()
    tell(session, entry.id, to or ())
    if first and to is not None:
        _record(session, entry, by=None, at=at)
    return entry


def settle(session: Session, challenge_id: UUID, source: UUID, *, at: datetime) -> None:
    """Everybody has it since ``at``, on a page of its own."""
    session.execute(
        update(Disclosure)
        .where(Disclosure.challenge_id == challenge_id, Disclosure.source == source)
        .where(Disclosure.published_at.is_(None))
        .values(published_at=at)
    )


def forget(session: Session, challenge_id: UUID, source: UUID) -> None:
    """It did not happen after all; nothing that everybody was told of goes."""
    session.execute(
        delete(Disclosure).where(
            Disclosure.challenge_id == challenge_id,
            Disclosure.source == source,
            Disclosure.published_at.is_(None),
        )
    )


def tell(session: Session, disclosure_id: UUID, to: Told) -> None:
    """Add who was told; a name counts once."""
    names = {name[:200]: interest_id for interest_id, name in to if name.strip()}
    rows = [
        {"id": uuid7(), "disclosure_id": disclosure_id, "interest_id": each, "supplier": name}
        for name, each in names.items()
    ]
    insert_each(session, DisclosureRecipient, rows)


def untell(session: Session, disclosure_id: UUID) -> None:
    """Nobody, so that who was told can be counted anew."""
    mine = DisclosureRecipient.disclosure_id == disclosure_id
    session.execute(delete(DisclosureRecipient).where(mine))


def named(session: Session, challenge: Challenge, names: Iterable[str]) -> list[Any]:
    """Typed names, each with the participant who is called so, whatever its capitals."""
    typed = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    wanted = select(func.lower(Interest.organisation), Interest.id, Interest.organisation).where(
        Interest.challenge_id == challenge.id,
        Interest.state == State.CONFIRMED,
        func.lower(Interest.organisation).in_([name.lower() for name in typed]),
    )
    known = {row[0]: (row[1], row[2]) for row in session.execute(wanted)}
    return [known.get(name.lower(), (None, name)) for name in typed]


def _require_true(challenge: Challenge, given: Given, to: Sequence[Any], at: datetime) -> None:
    if challenge.stage not in PUBLIC:
        raise NotYet("This challenge is not published yet. The ledger begins when it is.")
    if challenge.stage in OVER:
        raise NotYet("This challenge is over, so its ledger is closed.")
    if given.given_at > at:
        raise NotYet("This is in the future. Add it once it has happened.")
    if not to:
        raise NotYet("Say which suppliers were told.")


def _promised(challenge: Challenge, at: datetime) -> dict[str, datetime]:
    """When officers are reminded, and by when everybody is to have it: as for materials."""
    return deadline(challenge.authority, challenge.region, at)._asdict()


def _record(session: Session, entry: Disclosure, *, by: UUID | None, at: datetime) -> None:
    record(session, DisclosureNoted(what=entry.what.value, **about(entry)), by=by, at=at)
