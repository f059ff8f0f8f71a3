"""Workshops from before there were sessions keep their day, their places and who has them."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engage.kernel.db import Instant, make_engine
from engage.kernel.ids import uuid7
from engage.kernel.migrating import downgrade, upgrade
from engage.workshops.models import Mode, Place, PlaceState, Sitting
from tests.factories import NOW
from tests.migrations.test_kept import a_challenge_of_then, a_row

pytestmark = pytest.mark.slow
IDS = ("id", "challenge_id", "authority_id", "workshop_id", "interest_id")
TIMES = ("starts_at", "ends_at", "created_at", "joined_at", "booked_at")
WORDS = ("title", "about", "venue", "joining_link", "capacity", "taken", "sequence", "version")


def of_then(name: str, *columns: str) -> sa.TableClause:
    kinds: dict[str, Any] = dict.fromkeys(IDS, sa.Uuid()) | dict.fromkeys(TIMES, Instant())
    return sa.table(name, *(sa.column(each, kinds.get(each)) for each in columns))


WORKSHOP = of_then("workshop", *IDS[:3], *TIMES[:3], *WORDS, "cancelled_because")
PLACE = of_then("place", "id", "workshop_id", "interest_id", "state", *TIMES[3:], "sequence")


def a_workshop_of_then(connection: sa.Connection, whose: dict[str, UUID], venue: str) -> UUID:
    key = uuid7()
    said: dict[str, Any] = dict.fromkeys(WORDS, "")
    said |= {"title": "Meet", "venue": venue, "joining_link": "https://x"}
    said |= {"capacity": 7, "taken": 1, "sequence": 2, "version": 3, "cancelled_because": ""}
    when = {"starts_at": NOW, "ends_at": NOW.replace(hour=12), "created_at": NOW}
    connection.execute(WORKSHOP.insert().values(id=key, **whose, **when, **said))
    about = {"name": "Ida", "email": f"{key.hex}@example.org", "state": "confirmed"}
    holder = a_row(connection, "interest", **whose, **about)
    booked = {"state": "booked", "joined_at": NOW, "booked_at": NOW, "sequence": 1}
    connection.execute(
        PLACE.insert().values(id=uuid7(), workshop_id=key, interest_id=holder, **booked)
    )
    return key


def test_a_workshop_becomes_one_session_with_its_places(fresh_database_url: str) -> None:
    downgrade(fresh_database_url, "0029")
    engine = make_engine(fresh_database_url)
    try:
        with engine.begin() as connection:
            whose = a_challenge_of_then(connection)
            room, line = (a_workshop_of_then(connection, whose, each) for each in ("Hall", ""))
        upgrade(fresh_database_url)
        with Session(engine) as session:
            in_room, on_line = (session.get_one(Sitting, each) for each in (room, line))
            assert (in_room.title, in_room.starts_at, in_room.sequence) == ("Meet", NOW, 2)
            assert (in_room.in_person, in_room.taken_in_person, in_room.online) == (7, 1, 0)
            assert (on_line.online, on_line.taken_online, on_line.in_person) == (7, 1, 0)
            held = session.scalars(sa.select(Place).order_by(Place.id)).all()
            assert [place.sitting_id for place in held] == [room, line]
            assert [place.mode for place in held] == [Mode.IN_PERSON, Mode.ONLINE]
            assert {place.state for place in held} == {PlaceState.BOOKED}
        downgrade(fresh_database_url, "0029")
        with engine.connect() as connection:
            rows = connection.execute(sa.select(WORKSHOP.c.id, WORKSHOP.c.title, WORKSHOP.c.taken))
            assert sorted(map(tuple, rows)) == sorted([(room, "Meet", 1), (line, "Meet", 1)])
            assert set(connection.scalars(sa.select(PLACE.c.workshop_id))) == {room, line}
    finally:
        engine.dispose()
