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
from engage.workshops.events.needs import SeriesLeadChanged, SlotNeedsTold
from engage.workshops.models import AccessNeed, Entry, Place, PlaceState, Series, Sitting, Slot
from engage.workshops.queries.needs import TOLD
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
    if _keep(session, {"place_id": place.id}, needs, at):
        record(session, NeedsTold(subject_id=place.sitting_id), by=None, at=at)


def tell_entry_needs(session: Session, entry: Entry, needs: Needs, *, at: datetime) -> None:
    """The same for a one-to-one, from whoever has a slot to come."""
    lock(session, entry)
    slot = session.get(Slot, entry.slot_id) if entry.slot_id else None
    if slot is None or not slot.is_to_come(at) or entry.series.cancelled_at is not None:
        raise NoPlace("You have no one-to-one to come, so we do not need to know.")
    if _keep(session, {"entry_id": entry.id}, needs, at):
        record(session, SlotNeedsTold(subject_id=entry.series_id), by=None, at=at)


def _keep(session: Session, whose: Mapping[str, UUID], needs: Needs, at: datetime) -> bool:
    """Whether it is news for the lead."""
    which = [getattr(AccessNeed, name) == value for name, value in whose.items()]
    before = session.execute(select(*TOLD, AccessNeed.told_at).where(*which)).one_or_none()
    told_at = before.told_at if before else None
    if needs == (Needs(*before[:-1]) if before else NONE):
        return False
    session.execute(delete(AccessNeed).where(*which))
    if needs == NONE:
        return False
    session.add(AccessNeed(told_at=at, **whose, **asdict(needs)))
    session.flush()
    return told_at is None or told_at < at - QUIET


def forget_needs(session: Session, thing: Place | Entry) -> None:
    """Whoever told them does not come."""
    column = AccessNeed.place_id if isinstance(thing, Place) else AccessNeed.entry_id
    session.execute(delete(AccessNeed).where(column == thing.id))


def forget_needs_of_series(session: Session, series: Series) -> None:
    """None of its one-to-ones takes place."""
    entries = select(Entry.id).where(Entry.series_id == series.id)
    session.execute(delete(AccessNeed).where(AccessNeed.entry_id.in_(entries)))


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
    lead = _could_lead(session, lead_id, sitting.authority_id)
    if workshop.lead_id != lead_id:
        fact = WorkshopLeadChanged(before_id=workshop.lead_id, after_id=lead_id, **about(sitting))
        workshop.lead_id = lead_id
        session.flush()
        record(session, fact, by=by, at=at)
    return lead


def hand_over_series(
    session: Session, series: Series, lead_id: UUID, *, by: UUID, at: datetime
) -> Person:
    """The same of one-to-ones."""
    lock(session, series)
    lead = _could_lead(session, lead_id, series.authority_id)
    if series.lead_id != lead_id:
        fact = SeriesLeadChanged(before_id=series.lead_id, after_id=lead_id, **about(series))
        series.lead_id = lead_id
        session.flush()
        record(session, fact, by=by, at=at)
    return lead


def _could_lead(session: Session, lead_id: UUID, authority_id: UUID) -> Person:
    lead = session.get(Person, lead_id)
    roles = roles_at(session, lead_id, authority_id)
    if lead is None or lead.disabled_at is not None or not set(roles) & set(DESK_WRITERS):
        raise NotOfTheCouncil("Choose somebody who works on challenges at this council.")
    return lead
