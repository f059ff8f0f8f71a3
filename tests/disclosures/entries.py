"""Rows of the ledger for tests; say only what the test is about."""

from typing import Any

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.disclosures.models import (
    AdvantageFinding,
    Disclosure,
    DisclosureRecipient,
    Statement,
    What,
)
from engage.interest.models import Interest
from engage.kernel.ids import uuid7
from tests.rows import NOW, add


def a_disclosure(
    session: Session, challenge: Challenge, holder: Interest | None = None, **about: Any
) -> Disclosure:
    """A phone call with whoever ``holder`` is; nobody else knows what was said."""
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "what": What.CALL,
        "title": "How many homes have gas",
        "detail": "Forty.",
        "channel": "Phone call",
        "given_at": NOW,
        "noted_at": NOW,
        "source": uuid7(),
    }
    entry = add(session, Disclosure(**(values | about)))
    if holder is not None:
        told = {"interest_id": holder.id, "supplier": holder.organisation}
        add(session, DisclosureRecipient(disclosure_id=entry.id, **told))
    return entry


def a_statement(session: Session, challenge: Challenge, officer: Person) -> Statement:
    body = {"council": "", "title": "", "challenge": "", "steps": [], "entries": []}
    about = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    made = Statement(**about, number=1, body=body, digest="0" * 64, made_by=officer.id, made_at=NOW)
    return add(session, made)


def a_finding(session: Session, challenge: Challenge, officer: Person) -> AdvantageFinding:
    """A draft that a colleague has to sign."""
    about = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    words = {"supplier": "Alder Systems", "advantage": "It wrote it.", "steps": "None."}
    drafted = {"avoidable": True, "reasons": "None.", "drafted_by": officer.id, "drafted_at": NOW}
    return add(session, AdvantageFinding(**about, **words, **drafted))
