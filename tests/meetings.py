"""Factories of workshops, their sessions and places; ``tests.factories`` has them too."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.workshops.models import (
    Attendance,
    CalendarFeed,
    Material,
    MaterialKind,
    MaterialsClock,
    Mode,
    Place,
    PlaceState,
    Sitting,
    Workshop,
)
from tests.rows import NOW, add


def a_workshop(session: Session, challenge: Challenge, **about: Any) -> Workshop:
    values = {
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "title": "Meet the tenants",
        "created_at": NOW,
    }
    return add(session, Workshop(**(values | about)))


def a_sitting(
    session: Session, challenge: Challenge, workshop: Workshop | None = None, **about: Any
) -> Sitting:
    """A session, of a workshop of its own unless one is given."""
    common = {name: about.pop(name) for name in ("title", "about") if name in about}
    starts = NOW + timedelta(days=7, hours=5)
    values = {
        "workshop": workshop or a_workshop(session, challenge, **common),
        "challenge_id": challenge.id,
        "authority_id": challenge.authority_id,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "venue": "Town Hall, Marlbury",
        "in_person": 20,
        "created_at": NOW,
    }
    return add(session, Sitting(**(values | about)))


def a_place(session: Session, sitting: Sitting, holder: Interest, **about: Any) -> Place:
    """A booked place; keeps what the session has taken true."""
    values = {
        "sitting_id": sitting.id,
        "interest_id": holder.id,
        "mode": sitting.modes[0],
        "state": PlaceState.BOOKED,
        "joined_at": NOW,
        "booked_at": NOW,
    }
    place = add(session, Place(**(values | about)))
    if place.state is PlaceState.BOOKED:
        column = "taken_in_person" if place.mode is Mode.IN_PERSON else "taken_online"
        setattr(sitting, column, getattr(sitting, column) + 1)
        session.flush()
    return place


def a_feed(session: Session, holder: Interest) -> CalendarFeed:
    """The address of somebody's own calendar."""
    return add(session, CalendarFeed(email=holder.email, made_at=NOW - timedelta(days=1)))


def an_attendance(session: Session, sitting: Sitting, **about: Any) -> Attendance:
    """Somebody who walked in."""
    values = {
        "sitting_id": sitting.id,
        "organisation": "Late Ltd",
        "name": "Lou Late",
        "email": "lou@late.example.org",
        "noted_at": NOW,
    }
    return add(session, Attendance(**(values | about)))


def a_material(session: Session, sitting: Sitting, **about: Any) -> Material:
    """A draft of notes about one session."""
    values = {
        "workshop_id": sitting.workshop_id,
        "sitting_id": sitting.id,
        "challenge_id": sitting.challenge_id,
        "authority_id": sitting.authority_id,
        "kind": MaterialKind.NOTES,
        "title": "What was said",
        "added_at": NOW,
    }
    return add(session, Material(**(values | about)))


def a_promise(session: Session, sitting: Sitting, **about: Any) -> MaterialsClock:
    """By when its materials are promised."""
    values = {
        "sitting_id": sitting.id,
        "due_at": NOW + timedelta(days=20),
        "remind_at": NOW + timedelta(days=18),
    }
    return add(session, MaterialsClock(**(values | about)))
