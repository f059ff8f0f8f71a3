"""Many members at once, while the chair decides."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import func, select

from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.reviews import service
from engage.reviews.models import Referral, Review, Verdict
from engage.reviews.service import Decided
from tests.factories import NOW, a_review
from tests.reviews.scene import REASONS, Scene, a_board, figures

MEMBERS = 19


def a_large_board(sessions: Sessions) -> Scene:
    with sessions.write() as session:
        scene = a_board(session, ideas=1, members=MEMBERS)
        a_review(session, scene.ideas[0], scene.chair, scene.scores(3, 3))
    return scene


def submit(sessions: Sessions, scene: Scene, person_id: UUID) -> str:
    try:
        with sessions.write() as session:
            service.submit_review(
                session,
                session.get_one(Referral, scene.ideas[0].id),
                scores=scene.scores(5, 5),
                comment="In time?",
                seen="0",
                by=person_id,
                at=NOW,
            )
    except Decided as refusal:
        return str(refusal)
    return "in"


def decide(sessions: Sessions, scene: Scene) -> str:
    with sessions.write() as session:
        idea = session.get_one(Referral, scene.ideas[0].id)
        service.decide(
            session,
            idea,
            seen=str(idea.version),
            verdict=Verdict.SHORTLISTED,
            reasons=REASONS,
            although_missing=True,
            by=scene.chair.id,
            at=NOW,
        )
    return "decided"


@pytest.mark.slow
def test_nothing_is_lost_while_the_chair_decides(fresh_sessions: Sessions) -> None:
    scene = a_large_board(fresh_sessions)
    together = threading.Barrier(MEMBERS + 1)

    def member(person_id: UUID) -> str:
        together.wait()
        return submit(fresh_sessions, scene, person_id)

    def chair() -> str:
        together.wait()
        return decide(fresh_sessions, scene)

    with ThreadPoolExecutor(MEMBERS + 1) as pool:
        ours = [pool.submit(member, person.id) for person in scene.members]
        theirs = pool.submit(chair)
        said = [one.result(60) for one in ours]
        assert theirs.result(60) == "decided"

    taken = said.count("in")
    late = {sentence for sentence in said if sentence != "in"}
    assert late <= {
        "The chair has decided about Idea 1, so reviews of it can no longer change.",
    }
    with fresh_sessions.read() as session:
        assert session.scalar(select(func.count(Review.id))) == taken + 1
        wanted = select(RecordedEvent).where(RecordedEvent.name == "shortlist.decided")
        recorded = session.scalars(wanted).one().payload["missing"]
        assert recorded == MEMBERS - taken  # what the chair decided without is what is not there
        found = figures(session, scene)[scene.ideas[0].id]
        assert found.reviews == taken + 1


@pytest.mark.slow
def test_the_last_two_reviews_complete_them_once(fresh_sessions: Sessions) -> None:
    scene = a_large_board(fresh_sessions)
    together = threading.Barrier(MEMBERS)

    def member(person_id: UUID) -> str:
        together.wait()
        return submit(fresh_sessions, scene, person_id)

    with ThreadPoolExecutor(MEMBERS) as pool:
        said = list(pool.map(member, [person.id for person in scene.members]))
    assert set(said) == {"in"}
    with fresh_sessions.read() as session:
        wanted = select(func.count(RecordedEvent.id)).where(
            RecordedEvent.name == "reviews.complete"
        )
        assert session.scalar(wanted) == 1
