"""What messages say of the ledger."""

from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.disclosures.models import Disclosure
from engage.disclosures.queries import IS_OPEN
from engage.notifications.queries.words import Words, about_challenge, one_of
from engage.workshops.deadlines import last_day


def of_disclosure(session: Session, subject_id: UUID) -> Words | None:
    """Only words that are public."""
    wanted = about_challenge(Disclosure.public_title.label("disclosure"))
    wanted = wanted.join(Disclosure, Disclosure.challenge_id == Challenge.id)
    public = Disclosure.published_at.is_not(None)
    return one_of(session, wanted.where(Disclosure.id == subject_id, public))


def of_open_item(session: Session, subject_id: UUID) -> Words | None:
    """For the council; None once nobody owes it any more."""
    wanted = about_challenge(Disclosure.title.label("private"), Disclosure.due_at)
    wanted = wanted.join(Disclosure, Disclosure.challenge_id == Challenge.id)
    words = one_of(session, wanted.where(Disclosure.id == subject_id, IS_OPEN))
    return words and {**words, "due_on": last_day(words["due_at"])}
