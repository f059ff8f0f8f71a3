"""A crowd that books through HTTP: a browser each, and everybody presses at the same moment."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

from sqlalchemy import select

from engage.app import create_app
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.settings import Settings
from engage.workshops.models import Place, PlaceState
from tests.bench.servers import SECRET
from tests.bench.submitting import Visitor, cookie_of
from tests.factories import a_sitting, an_interest, an_open_challenge

FAR = datetime(2999, 1, 1, tzinfo=UTC)
PATIENCE = 300.0  # whoever is last waits for 499 others, on a machine that does other work
LOADING = 16  # browsers that open a page at the same time


@dataclass(frozen=True)
class Pressed:
    """What one browser saw: the answer, and when it asked and was answered."""

    status: int
    began: float
    ended: float


class Crowd:
    """People of one challenge, each with a private page; sessions are made for each repetition."""

    def __init__(self, sessions: Sessions, url: str, people: int) -> None:
        self.sessions = sessions
        app = create_app(Settings(database_url=url, secret_keys=(SECRET,)), sessions=sessions)
        with sessions.write() as session:
            challenge = an_open_challenge(session, engagement_ends=FAR)
            self.reference, self._challenge = challenge.reference, challenge.id
            self.people = [
                an_interest(session, challenge, email=f"p{number}@firm{number}.example.org").id
                for number in range(people)
            ]
        self.cookies = {person: cookie_of(app, person) for person in self.people}
        self.tokens: dict[UUID, str] = {}

    def a_session(self, places: int) -> UUID:
        """A session that nobody has booked yet."""
        with self.sessions.write() as session:
            challenge = session.get_one(Challenge, self._challenge)
            starts = FAR - timedelta(days=1)
            sitting = a_sitting(session, challenge, in_person=places, starts_at=starts, ends_at=FAR)
            return sitting.id

    def open_pages(self, port: int, sitting: UUID) -> None:
        """Everybody looks at the page once; what it carries is good for later sessions too."""

        def look(person: UUID) -> None:
            visitor = Visitor(port, self.cookies[person])
            self.tokens[person] = visitor.token(self._path(sitting))
            self.cookies[person] = visitor.cookie

        with ThreadPoolExecutor(LOADING) as threads:
            list(threads.map(look, self.people))

    def press(self, port: int, sitting: UUID) -> dict[UUID, Pressed]:
        """All at once, each in a thread of their own."""
        gate = Barrier(len(self.people))

        def one(person: UUID) -> Pressed:
            visitor = Visitor(port, self.cookies[person], patience=PATIENCE)
            gate.wait(60)
            began = time.perf_counter()
            status = visitor.press(self._path(sitting), self.tokens[person])
            return Pressed(status, began, time.perf_counter())

        with ThreadPoolExecutor(len(self.people)) as threads:
            return dict(zip(self.people, threads.map(one, self.people), strict=True))

    def line(self, sitting: UUID) -> tuple[list[UUID], list[UUID]]:
        """Who has a place, and who waits, in their order."""
        wanted = select(Place.interest_id, Place.state).where(Place.sitting_id == sitting)
        with self.sessions.read() as session:
            rows = session.execute(wanted.order_by(Place.joined_at, Place.id)).all()
        booked = [row.interest_id for row in rows if row.state is PlaceState.BOOKED]
        waiting = [row.interest_id for row in rows if row.state is PlaceState.WAITING]
        assert [row.interest_id for row in rows] == booked + waiting  # nobody overtook
        return booked, waiting

    def _path(self, sitting: UUID) -> str:
        return f"/my/challenges/{self.reference}/workshops/{sitting}/book"


def in_order_of_arrival(line: list[UUID], pressed: dict[UUID, Pressed]) -> bool:
    """Nobody stands behind somebody who only asked after they had been answered."""
    latest = 0.0
    for person in line:
        if pressed[person].ended < latest:
            return False
        latest = max(latest, pressed[person].began)
    return True
