"""Shortlists that have left the board."""

from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.reviews.models import ShortlistRelease
from tests.factories import NOW


def a_released_shortlist(session: Session, challenge: Challenge, *, by: Person) -> None:
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    both = {"proposed_by": by.id, "proposed_at": NOW, "released_by": by.id, "released_at": NOW}
    session.add(ShortlistRelease(**place, **both))
    session.flush()
