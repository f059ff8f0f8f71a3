"""Factories of one-to-ones: a series with its slots, and who asks."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.workshops.models import Entry, EntryState, Rule, Series, Slot, Way
from engage.workshops.service.one_to_ones.lottery import commitment_to, new_code
from engage.workshops.service.one_to_ones.pattern import Pattern
from tests.rows import NOW, add

FIRST = NOW + timedelta(days=14, hours=1)
HALF = timedelta(minutes=30)
PATTERN = Pattern(days=["2026-03-16"], first_start="10:00", last_end="11:30", minutes=30)
SEED = "5eed" * 16


def a_series(
    session: Session, challenge: Challenge, *, slots: int = 3, opened: bool = True, **about: Any
) -> Series:
    """Open, with slots of half an hour, first come first served, unless told otherwise."""
    values = {
        "challenge_id": challenge.id,
        "challenge": challenge,
        "authority_id": challenge.authority_id,
        "title": "30 minutes with the housing team",
        "way": Way.ONLINE,
        "joining_link": "https://meet.example.org/one",
        "pattern": PATTERN.stored(),
        "rule": Rule.FIRST_COME,
        "closes_at": NOW + timedelta(days=3),
        "script": "1. What did we get wrong?",
        "opened_at": NOW if opened else None,
        "created_at": NOW,
    }
    if about.get("rule") is Rule.LOTTERY:
        values |= {"seed": SEED, "commitment": commitment_to(SEED)}
    series = add(session, Series(**(values | about)))
    for number in range(1, slots * opened + 1):
        starts = FIRST + (number - 1) * HALF
        times = {"number": number, "starts_at": starts, "ends_at": starts + HALF}
        known = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
        add(session, Slot(series_id=series.id, series=series, **times, **known))
    return series


def slot_of(session: Session, series: Series, number: int = 1) -> Slot:
    wanted = select(Slot).where(Slot.series_id == series.id, Slot.number == number)
    return session.scalars(wanted).one()


def an_entry(session: Session, series: Series, holder: Interest, **about: Any) -> Entry:
    """Somebody who waits; with a ``slot`` they have it."""
    slot = about.pop("slot", None)
    values = {
        "series_id": series.id,
        "series": series,
        "challenge_id": series.challenge_id,
        "authority_id": series.authority_id,
        "interest_id": holder.id,
        "interest": holder,
        "code": new_code(),
        "state": EntryState.BOOKED if slot else EntryState.WAITING,
        "slot_id": slot.id if slot else None,
        "joined_at": NOW,
        "sequence": 1,
    }
    return add(session, Entry(**(values | about)))
