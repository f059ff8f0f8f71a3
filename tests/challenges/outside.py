"""Organisations that are not on engage, for tests."""

from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge, OutsideParty, Relation
from tests.factories import NOW

NUMBERS = count(1)


def an_outside_party(session: Session, challenge: Challenge, **about: Any) -> OutsideParty:
    """An authority that buys too."""
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "name": f"Outside Council {next(NUMBERS)}",
        "relation": Relation.BUYS_TOO,
        "added_at": NOW,
    }
    party = OutsideParty(**(values | about))
    session.add(party)
    session.flush()
    return party
