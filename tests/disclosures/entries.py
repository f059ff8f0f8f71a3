"""Rows of the ledger for tests; say only what the test is about."""

from typing import Any

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.disclosures.models import Disclosure, DisclosureRecipient, What
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
