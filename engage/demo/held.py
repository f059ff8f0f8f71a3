"""What was held in the demonstration: who came to workshops, and one-to-ones with their notes."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.demo.one_to_ones import TEMPLATE, details_of
from engage.interest.models import Interest
from engage.kernel.clock import from_wall, to_wall
from engage.workshops import service as workshops
from engage.workshops.models import Place, PlaceState, Rule, Sitting, Slot, Way
from engage.workshops.service import one_to_ones
from engage.workshops.service.one_to_ones import Pattern

DAY, NOON = timedelta(days=1), time(12)
STAYED_AWAY = 5  # every fifth of those with a place
SAID = TEMPLATE.replace(
    "1.\n2.\n3.",
    "1. What it costs to run, once the first year is over.\n"
    "2. In two towns. It took a year, and one person who answers the phone.\n"
    "3. Being asked for insurance that nobody needs for this.",
)
SAID = SAID.replace("Who was there:", "Who was there: two of theirs, two of ours.")
SAID = SAID.replace("published yet:", "published yet: nothing.")


def hold(
    session: Session, challenge: Challenge, people: Sequence[Interest], *, today: datetime, by: UUID
) -> None:
    """Everything that is over: who came, and where the engagement has ended, what was noted."""
    wanted = select(Sitting).where(
        Sitting.challenge_id == challenge.id, Sitting.ends_at < today - DAY
    )
    for sitting in session.scalars(wanted):
        _attend(session, sitting, by=by)
    if challenge.engagement_ends and challenge.engagement_ends < today and people:
        _meet(session, challenge, people[:3], ended=challenge.engagement_ends, by=by)


def _attend(session: Session, sitting: Sitting, *, by: UUID) -> None:
    held = select(Place).where(Place.sitting_id == sitting.id, Place.state == PlaceState.BOOKED)
    for number, place in enumerate(session.scalars(held.order_by(Place.joined_at)), start=1):
        if number % STAYED_AWAY:
            at = sitting.starts_at + number * timedelta(minutes=1)
            workshops.note_here(session, place, by=by, at=at)


def _meet(
    session: Session, challenge: Challenge, people: Sequence[Interest], *, ended: datetime, by: UUID
) -> None:
    """Three slots, first come first served; the notes of one are published, of one are not."""
    opened, day = ended - 12 * DAY, to_wall(ended - 4 * DAY)[0]
    closes = from_wall(to_wall(ended - 6 * DAY)[0], NOON)
    hours = {"first_start": "10:00", "last_end": "11:50", "minutes": 30, "pause": 10}
    pattern = Pattern(days=[day.isoformat()], **hours)  # type: ignore[arg-type]
    details = details_of(pattern, closes)
    details |= {"title": "30 minutes at the Civic Centre", "rule": Rule.FIRST_COME}
    details |= {"way": Way.IN_PERSON, "venue": challenge.authority.street, "joining_link": ""}
    series = one_to_ones.plan(session, challenge, by=by, at=opened, **details)
    one_to_ones.open_asking(session, series, by=by, at=opened)
    for number, interest in enumerate(people, start=1):
        one_to_ones.ask(session, series, interest, number=number, at=opened + number * DAY)
    slots = session.scalars(select(Slot).where(Slot.series_id == series.id).order_by(Slot.number))
    for slot in slots.fetchmany(2):
        publish = slot.number == 1
        at = slot.ends_at + timedelta(hours=1)
        one_to_ones.note(session, slot, text=SAID, publish=publish, by=by, at=at)
