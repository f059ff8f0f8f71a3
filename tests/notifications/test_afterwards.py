from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.interest.models import State
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.notifications import service
from engage.notifications.queries import afterwards
from engage.suppliers.models import Size
from engage.workshops.models import PlaceState
from tests.factories import (
    a_person,
    a_submitted_response,
    a_subscription,
    a_supplier,
    an_interest,
    an_open_challenge,
    sign_in,
)
from tests.meetings import a_place, a_sitting, an_attendance
from tests.notifications.post import an_event
from tests.one_to_ones import a_series, an_entry, slot_of


def taken_part(session: Session) -> Challenge:
    """A small firm goes all the way, a charity registers, a large firm only hears."""
    challenge = an_open_challenge(session)
    small = a_supplier(session, alerts=True, size=Size.SMALL)
    charity = a_supplier(session, alerts=False, vcse=True)
    a_supplier(session, alerts=True, size=Size.LARGE)
    a_subscription(session)
    whose = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    service.announce(session, an_event(session, "challenge.listed", challenge.id, **whose))
    first = an_interest(session, challenge, supplier_id=small.id, email=small.email)
    second = an_interest(session, challenge, supplier_id=small.id)
    third = an_interest(session, challenge, email=charity.email)
    series = a_series(session, challenge, slots=1)
    an_entry(session, series, third, slot=slot_of(session, series))
    an_interest(session, challenge)
    an_interest(session, challenge, state=State.PENDING)
    sitting = a_sitting(session, challenge)
    place = a_place(session, sitting, first)
    a_place(session, sitting, second)
    cancelled = a_sitting(session, challenge, cancelled_at=now(session))
    a_place(session, cancelled, an_interest(session, an_open_challenge(session)))
    a_place(session, sitting, an_interest(session, challenge), state=PlaceState.WAITING)
    an_attendance(session, sitting, place_id=place.id, email="")
    an_attendance(session, sitting, email=charity.email)
    an_attendance(session, sitting, email="nobody@example.org")
    a_submitted_response(session, first)
    return challenge


def test_each_supplier_counts_once_at_each_step(session: Session) -> None:
    challenge = taken_part(session)
    assert challenge.engagement_ends
    found = afterwards.progress(session, challenge, challenge.engagement_ends)
    by_line = {
        line: [numbers[line] for numbers in found.values()]
        for line in ("all", "sme", "large", "vcse", "new", "unknown")
    }
    assert by_line == {
        "all": [3, 4, 2, 3, 1],
        "sme": [1, 1, 1, 1, 1],
        "large": [1, 0, 0, 0, 0],
        "vcse": [0, 1, 1, 1, 0],
        "new": [2, 2, 2, 2, 1],
        "unknown": [1, 2, 0, 1, 0],
    }


def test_nobody_sees_how_many_responded_before_the_end(session: Session) -> None:
    challenge = taken_part(session)
    assert challenge.engagement_ends
    before = challenge.engagement_ends - timedelta(seconds=1)
    assert "responded" not in afterwards.steps(challenge, before)
    counted = afterwards.progress(session, challenge, before)
    assert list(counted) == ["told", "registered", "place", "attended"]


def test_the_officer_sees_the_steps_by_kind(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = taken_part(session)
        challenge.stage = Stage.OPEN
        officer = a_person(session, Role.OFFICER, at=challenge.authority)
    sign_in(client, sessions, officer)
    said = client.get(f"/desk/challenges/{challenge.reference}/reach").text
    assert "Steps by kind of supplier" in said
    assert "Nobody sees how many responded before the engagement ends." in said
    assert "Registered: " in said
