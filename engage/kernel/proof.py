"""Proof that one fact is in the sealed trail, which anybody can check without the database."""

from collections.abc import Sequence
from datetime import UTC
from itertools import pairwise
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.events import RecordedEvent
from engage.kernel.seal import Seal, digest, facts, leaves, root_of

MOST_ROOTS = 1000


class Root(Struct, frozen=True, kw_only=True):
    """One published link of the chain."""

    number: int
    previous_root: str
    root: str
    count: int
    sealed_at: str


class Proof(Struct, frozen=True, kw_only=True):
    """A fact, the seal it is under, and the digests of the facts that were sealed with it."""

    fact: dict[str, Any]
    position: int  # of the fact among the leaves, from 0
    leaves: list[str]
    seal: Root


def proof_of(session: Session, event: RecordedEvent) -> Proof | None:
    """None until the next sealing, which is a matter of seconds."""
    seal = session.get(Seal, event.sealed_in) if event.sealed_in else None
    if seal is None or event.position is None:
        return None
    return Proof(
        fact=facts(event),
        position=event.position,
        leaves=list(leaves(session, seal.number)),
        seal=_root(seal),
    )


def fault(proof: Proof) -> str:
    """What is wrong with a proof, as a sentence; empty when it holds."""
    if len(proof.leaves) != proof.seal.count:
        return "The seal was made of another number of facts."
    if root_of(proof.seal.previous_root, proof.leaves) != proof.seal.root:
        return "The digests do not make the root of the seal."
    if not 0 <= proof.position < len(proof.leaves):
        return "The fact has no place among those that were sealed."
    if digest(proof.fact) != proof.leaves[proof.position]:
        return "The fact was changed after it was sealed."
    return ""


def fault_of_roots(roots: Sequence[Root]) -> str:
    """The first place where published roots do not follow each other; empty when they do."""
    for earlier, later in pairwise(roots):
        if (later.number, later.previous_root) != (earlier.number + 1, earlier.root):
            return f"Published root {later.number} does not follow root {earlier.number}."
    return ""


def roots(session: Session, *, after: int) -> list[Root]:
    """The links of the chain after one, in their order; ``MOST_ROOTS`` at the most."""
    wanted = select(Seal).where(Seal.number > after).order_by(Seal.number).limit(MOST_ROOTS)
    return [_root(seal) for seal in session.scalars(wanted)]


def _root(seal: Seal) -> Root:
    return Root(
        number=seal.number,
        previous_root=seal.previous_root,
        root=seal.root,
        count=seal.count,
        sealed_at=seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
    )
