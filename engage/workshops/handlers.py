"""Reactions to what happens below. They may run twice; the second time changes nothing."""

from sqlalchemy.orm import Session

from engage.kernel.clock import now
from engage.kernel.events import RecordedEvent
from engage.workshops import queries, service


def free_places_of(session: Session, event: RecordedEvent) -> None:
    """Who no longer takes part gives back every place to come, and who waits moves up."""
    at = now(session)
    for place in queries.freed_by(session, event, at=at):
        service.leave(session, place, at=at)


def cancel_all(session: Session, event: RecordedEvent) -> None:
    """The council withdrew the challenge: nobody should travel to its workshops."""
    at = now(session)
    because = "The council withdrew this challenge."
    for sitting in queries.to_come(session, event.challenge_id, at=at):
        service.cancel(session, sitting, because=because, by=event.actor_id, at=at)
