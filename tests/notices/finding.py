"""What tests of Find a Tender share: challenges whose notice is to come, and turns of the bell."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.fetching import HttpFetcher
from engage.notices.find_a_tender.reading import Reader
from engage.notices.find_a_tender.sending import ApiSubmissions
from engage.notices.models import HandIn
from engage.notices.service import current_or_first
from engage.notices.service.calling import FindATender, call_due
from engage.notices.service.handing_in import hand_in
from engage.notices.service.releasing import release
from tests.factories import NOW, a_council, an_officer, an_open_challenge
from tests.notices.fake_find_a_tender import KEY, SILENCE, FakeFindATender
from tests.services import Clock

PPON = "PABC-1234-WXYZ"
OPEN = frozenset([""])


def an_awaited_challenge(session: Session, at: Authority | None = None, **about: Any) -> Challenge:
    """Published, not listed, its notice to come, its first release made."""
    council = at or a_council(session, name="Damp Town Council", ppon=PPON)
    unlisted = {"listed_at": None, "notice_plan": {"answer": "to come"}}
    challenge = an_open_challenge(session, council, **(unlisted | about))
    current_or_first(session, challenge, at=NOW)
    release(session, challenge, at=NOW)
    session.flush()
    return challenge


def handed_in(session: Session, challenge: Challenge) -> HandIn:
    officer = an_officer(session, challenge.authority)
    return hand_in(session, challenge, keys=OPEN, by=officer.id, at=NOW)


def as_workers_know_it(server: FakeFindATender, **keys: str) -> FindATender:
    fetcher = HttpFetcher(silence=SILENCE, largest=1_000_000)
    return FindATender(
        Reader(server.url, fetcher), ApiSubmissions(server.url, fetcher), keys or {"": KEY}
    )


def call(sessions: Sessions, clock: Clock, service: FindATender, times: int = 1) -> None:
    """That many turns of the bell, an hour between two, so that everything is due."""
    for _ in range(times):
        clock.advance(hours=1)
        call_due(sessions, service)


def of(sessions: Sessions, hand_in_id: UUID) -> HandIn:
    with sessions.read() as session:
        return session.get_one(HandIn, hand_in_id)
