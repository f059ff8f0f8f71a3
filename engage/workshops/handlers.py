"""Reactions to what happens below. They may run twice; the second time changes nothing."""

from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.workshops import queries, service
from engage.workshops.queries import one_to_ones as meetings
from engage.workshops.queries.materials import of_file
from engage.workshops.service import one_to_ones


def free_places_of(session: Session, event: RecordedEvent) -> None:
    """Who no longer takes part gives back every place to come, and who waits moves up."""
    at = now(session)
    for place in queries.freed_by(session, event, at=at):
        service.leave(session, place, at=at)
    for entry in meetings.entries_freed_by(session, event, at=at):
        one_to_ones.leave(session, entry, at=at)


def cancel_all(session: Session, event: RecordedEvent) -> None:
    """The council withdrew the challenge: nobody should travel to its workshops."""
    at = now(session)
    because = "The council withdrew this challenge."
    for sitting in queries.to_come(session, event.challenge_id, at=at):
        service.cancel(session, sitting, because=because, by=event.actor_id, at=at)
    for series in meetings.series_to_come(session, event.challenge_id, at=at):
        one_to_ones.cancel(session, series, because=because, by=event.actor_id, at=at)


def material_refused(session: Session, event: RecordedEvent) -> None:
    """The scanner found something in a file, at first or later: only the workshop knows whose."""
    material = of_file(session, event.subject_id)
    if material is not None:
        service.condemn(session, material, at=now(session))
