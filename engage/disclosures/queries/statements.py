"""Everything the statement of steps taken rests on, and what it said when it was made."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.challenges.queries import for_desk
from engage.disclosures.models import AdvantageFinding, Disclosure, DisclosureRecipient, Statement

MOST_VERSIONS = 100


def evidence(session: Session, challenge_id: UUID) -> list[dict[str, Any]]:
    """Each entry in the order of time, as plain values. All of them: a record leaves none out."""
    here = Disclosure.challenge_id == challenge_id
    told: dict[UUID, list[str]] = defaultdict(list)
    named = DisclosureRecipient.disclosure_id, DisclosureRecipient.supplier
    for disclosure_id, supplier in session.execute(
        select(*named).join(Disclosure, Disclosure.id == named[0]).where(here).order_by(named[1])
    ):
        told[disclosure_id].append(supplier)
    wanted = select(Disclosure).where(here).order_by(Disclosure.given_at, Disclosure.id)
    return [_plain(each, told[each.id]) for each in session.scalars(wanted).unique()]


def _plain(entry: Disclosure, told: list[str]) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "what": entry.what.label,
        "title": entry.public_title or entry.title,
        "channel": entry.channel,
        "to": "everybody" if entry.to_all else told,
        "given_at": entry.given_at.isoformat(),
        "for_everybody_since": entry.published_at.isoformat() if entry.published_at else None,
        "file_sha256": entry.file.sha256 if entry.file else None,
        "stays_unpublished": _why_not(entry),
    }


def _why_not(entry: Disclosure) -> dict[str, Any] | None:
    if entry.agreed_at is None or entry.ground is None:
        return None
    return {
        "ground": entry.ground.label,
        "reason": entry.excuse,
        "agreed_at": entry.agreed_at.isoformat(),
        "by_two_officers": [str(entry.excused_by), str(entry.agreed_by)],
    }


def statement(session: Session, challenge_id: UUID, number: int = 0) -> Statement | None:
    """This version; 0: the newest."""
    wanted = select(Statement).where(Statement.challenge_id == challenge_id)
    if number:
        wanted = wanted.where(Statement.number == number)
    return session.scalars(wanted.order_by(Statement.number.desc()).limit(1)).one_or_none()


def versions(session: Session, challenge_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Number, time and digest of each, and who made it, the newest first."""
    columns = Statement.number, Statement.made_at, Statement.digest, Person.name
    wanted = select(*columns).join(Person, Person.id == Statement.made_by)
    wanted = wanted.where(Statement.challenge_id == challenge_id)
    return session.execute(wanted.order_by(Statement.number.desc()).limit(MOST_VERSIONS)).all()


def findings(session: Session, challenge_id: UUID) -> Sequence[AdvantageFinding]:
    wanted = select(AdvantageFinding).where(AdvantageFinding.challenge_id == challenge_id)
    wanted = wanted.order_by(AdvantageFinding.id.desc()).limit(MOST_VERSIONS)
    return session.scalars(wanted).unique().all()


def finding_for_desk(
    session: Session, actor: Actor, ref: str, finding_id: UUID
) -> AdvantageFinding | None:
    challenge: Challenge | None = for_desk(session, actor, ref)
    found = session.get(AdvantageFinding, finding_id)
    return found if challenge and found and found.challenge_id == challenge.id else None


def names(session: Session, finding: AdvantageFinding) -> dict[UUID | None, str]:
    """Who wrote it and who signed it."""
    wanted = select(Person.id, Person.name)
    wanted = wanted.where(Person.id.in_([finding.drafted_by, finding.signed_by]))
    return {row[0]: row[1] for row in session.execute(wanted)}
