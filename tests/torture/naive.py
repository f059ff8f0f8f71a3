"""The pages as they are, with the obvious way to book: count what is taken, then write."""

import time
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from engage import wsgi
from engage.interest.models import Interest
from engage.workshops import service
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from engage.workshops.queries import counts

THINKING = 0.05  # seconds between looking and writing


def book(
    session: Session, sitting: Sitting, interest: Interest, *, at: datetime, **_about: Any
) -> Place:
    taken = counts(session, sitting.id)[PlaceState.BOOKED]
    time.sleep(THINKING)
    state = PlaceState.BOOKED if taken < sitting.in_person else PlaceState.WAITING
    place = Place(sitting=sitting, interest=interest, mode=Mode.IN_PERSON, state=state)
    place.joined_at = place.booked_at = at
    session.add(place)
    session.flush()
    return place


def application() -> Flask:
    """For gunicorn. Only processes of this test ever load it."""
    service.book = book
    return wsgi.application()
