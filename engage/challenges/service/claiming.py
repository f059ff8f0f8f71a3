"""A notice belongs to one challenge: its number, and the OCID of its process, are given once."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, NoticeClaim
from engage.kernel.errors import Refusal
from engage.kernel.upsert import insert_first


class TakenNotice(Refusal):
    """Another challenge of this installation has that notice."""


def claim_notice(session: Session, challenge: Challenge, identifiers: Iterable[str]) -> None:
    """Hold exactly these for a challenge; the caller holds the lock on it.

    Always in the same order, so that two who want the same wait for each other once. Raises
    TakenNotice, which names the other challenge only where the council may know of it.
    """
    wanted = sorted(set(identifiers) - {""})
    mine = NoticeClaim.challenge_id == challenge.id
    with session.begin_nested():  # all of them, or nothing changes
        session.execute(delete(NoticeClaim).where(mine, NoticeClaim.identifier.not_in(wanted)))
        for identifier in wanted:
            row = {"identifier": identifier, "challenge_id": challenge.id}
            if not insert_first(session, NoticeClaim, row):
                _require_mine(session, challenge, identifier)


def _require_mine(session: Session, challenge: Challenge, identifier: str) -> None:
    holder = select(NoticeClaim.challenge_id).where(NoticeClaim.identifier == identifier)
    held_by = session.scalar(holder)
    if held_by is None or held_by == challenge.id:
        return
    raise TakenNotice(
        f"{identifier} belongs to {_named(session, challenge, held_by)} already. A notice is about "
        "one challenge, so check what you entered."
    )


def _named(session: Session, challenge: Challenge, other_id: UUID) -> str:
    other = session.get_one(Challenge, other_id)
    is_known = other.listed_at is not None or other.authority_id == challenge.authority_id
    return other.reference if is_known else "another challenge on this site"
