"""Access needs: told by who comes, read by the lead, forgotten soon (UK GDPR art. 5(1)(e), 9)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.accounts.actor import DESK_WRITERS
from engage.accounts.models import Person
from engage.accounts.queries import roles_at
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.kernel.locking import lock
from engage.workshops.events import NeedsRead, NeedsTold, WorkshopLeadChanged
from engage.workshops.models import AccessNeed, Place, PlaceState, Sitting
from engage.workshops.queries import needs_of
from engage.workshops.service.seats import NoPlace, require_to_come

QUIET = timedelta(hours=1)  # the lead hears once of what somebody corrects


class NotOfTheCouncil(Refusal):
    """The lead works at the desk of the workshop's council."""


@dataclass(frozen=True)
class Needs:
    """What somebody told. False and empty: nothing of it."""

    sign_language: bool = False
    captions: bool = False
    step_free: bool = False
    words: str = ""
    diet: str = ""


NONE = Needs()


def tell_needs(session: Session, place: Place, needs: Needs, *, at: datetime) -> None:
    """Keep what whoever comes needs; ``NONE`` takes it back."""
    lock(session, place)
    if place.state is not PlaceState.BOOKED:
        raise NoPlace("You have no place at this workshop, so we do not need to know.")
    require_to_come(place.sitting, at)
    before = needs_of(session, place.id)
    if needs == (Needs(*before) if before else NONE):
        return
    told_at = session.scalar(select(AccessNeed.told_at).where(AccessNeed.place_id == place.id))
    forget_needs(session, place)
    if needs == NONE:
        return
    session.add(AccessNeed(place_id=place.id, told_at=at, **asdict(needs)))
    session.flush()
    if told_at is None or told_at < at - QUIET:
        record(session, NeedsTold(subject_id=place.sitting_id), by=None, at=at)


def forget_needs(session: Session, place: Place) -> None:
    """Whoever told them does not come."""
    session.execute(delete(AccessNeed).where(AccessNeed.place_id == place.id))


def forget_all_needs(session: Session, sitting: Sitting) -> None:
    """The session does not take place."""
    places = select(Place.id).where(Place.sitting_id == sitting.id)
    session.execute(delete(AccessNeed).where(AccessNeed.place_id.in_(places)))


def note_needs_read(session: Session, of: Mapping[str, UUID], *, by: UUID, at: datetime) -> None:
    """Each look at those of a session: who sees something about health answers for it."""
    record(session, NeedsRead(**of), by=by, at=at)


def hand_over(
    session: Session, sitting: Sitting, lead_id: UUID, *, by: UUID, at: datetime
) -> Person:
    """Let another officer of the council lead this workshop; the same one again is no news."""
    workshop = sitting.workshop
    lock(session, workshop)
    lead = session.get(Person, lead_id)
    roles = roles_at(session, lead_id, sitting.authority_id)
    if lead is None or lead.disabled_at is not None or not set(roles) & set(DESK_WRITERS):
        raise NotOfTheCouncil("Choose somebody who works on challenges at this council.")
    if workshop.lead_id != lead_id:
        fact = WorkshopLeadChanged(before_id=workshop.lead_id, after_id=lead_id, **about(sitting))
        workshop.lead_id = lead_id
        session.flush()
        record(session, fact, by=by, at=at)
    return lead
