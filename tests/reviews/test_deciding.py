from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import RecordedEvent
from engage.reviews import queries, service
from engage.reviews.models import Declaration, Ruling, Seat, SeatRole, Verdict
from engage.reviews.queries.declared import current
from engage.reviews.service import Conflicted, Decided, NotYours, ReviewsMissing
from tests.factories import NOW, a_review
from tests.reviews.scene import REASONS, Scene, a_board


def decided(session: Session, scene: Scene, **about: Any) -> None:
    values: dict[str, Any] = {
        "verdict": Verdict.SHORTLISTED,
        "reasons": REASONS,
        "by": scene.chair.id,
        "seen": str(scene.ideas[0].version),
    }
    service.decide(session, scene.ideas[0], at=NOW, **(values | about))


def a_reviewed_board(session: Session) -> Scene:
    scene = a_board(session, ideas=1, members=1)
    for person in (scene.chair, scene.member):
        a_review(session, scene.ideas[0], person, scene.scores())
    return scene


def test_a_decision_is_about_the_idea_that_was_read(session: Session) -> None:
    scene = a_reviewed_board(session)
    seen = str(scene.ideas[0].version)
    decided(session, scene)
    session.flush()
    with pytest.raises(ChangedMeanwhile) as refused:
        decided(session, scene, verdict=Verdict.NOT_SHORTLISTED, seen=seen)
    assert refused.value.saved["verdict"] is Verdict.SHORTLISTED
    assert scene.ideas[0].verdict is Verdict.SHORTLISTED


def test_the_chair_records_a_verdict_and_its_reasons(session: Session) -> None:
    scene = a_reviewed_board(session)
    decided(session, scene)
    session.flush()
    event = session.scalars(select(RecordedEvent)).one()
    assert event.name == "shortlist.decided"
    assert event.subject_id == scene.ideas[0].id
    assert event.payload == {"number": 1, "missing": 0}
    assert event.actor_id == scene.chair.id


def test_it_can_be_decided_again(session: Session) -> None:
    scene = a_reviewed_board(session)
    decided(session, scene)
    decided(session, scene, verdict=Verdict.NOT_SHORTLISTED, reasons="It does not scale.")
    (idea,) = scene.ideas
    assert (idea.verdict, idea.reasons) == (Verdict.NOT_SHORTLISTED, "It does not scale.")


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"verdict": Verdict.PENDING}, "Select whether"),
        ({"reasons": " \n"}, "Give the reasons"),
    ],
)
def test_bad_decisions(session: Session, about: dict[str, Any], sentence: str) -> None:
    scene = a_reviewed_board(session)
    with pytest.raises(Refusal, match=sentence):
        decided(session, scene, **about)


def test_only_the_chair(session: Session) -> None:
    scene = a_reviewed_board(session)
    with pytest.raises(NotYours):
        decided(session, scene, by=scene.member.id)
    with pytest.raises(Conflicted, match="no seat"):
        decided(session, scene, by=scene.officer.id)


@pytest.mark.parametrize("ruling", [Ruling.WAITING, Ruling.STANDS_ASIDE])
def test_not_with_an_interest_of_their_own(session: Session, ruling: Ruling) -> None:
    scene = a_reviewed_board(session)
    said = session.scalars(select(Declaration).where(Declaration.person_id == scene.chair.id)).one()
    said.ruling = ruling
    session.flush()
    with pytest.raises(Conflicted):
        decided(session, scene)


def test_not_before_a_declaration(session: Session) -> None:
    scene = a_board(session, ideas=1, declared=False)
    with pytest.raises(Conflicted):
        decided(session, scene, although_missing=True)


def test_missing_reviews_are_waited_for_unless_the_chair_says_not_to(session: Session) -> None:
    scene = a_board(session, ideas=1, members=2)
    a_review(session, scene.ideas[0], scene.chair, scene.scores())
    with pytest.raises(ReviewsMissing):
        decided(session, scene)
    decided(session, scene, although_missing=True)
    session.flush()
    assert session.scalars(select(RecordedEvent)).one().payload["missing"] == 2


@pytest.mark.parametrize("stage", [Stage.CONCLUDED, Stage.WITHDRAWN])
def test_not_when_it_is_over(session: Session, stage: Stage) -> None:
    scene = a_board(session, stage=stage)
    with pytest.raises(Decided):
        decided(session, scene, although_missing=True)


def test_the_status_counts_without_scores(session: Session) -> None:
    scene = a_reviewed_board(session)
    decided(session, scene)
    found = queries.status(session, scene.challenge.id)
    assert found == queries.Status(
        criteria=2, seats=2, chairs=1, declared=2, waiting=0, ideas=1, decided=1, shortlisted=1
    )


def test_the_deputy_decides_while_the_chair_stands_aside(session: Session) -> None:
    scene = a_board(session)
    deputy = session.get_one(Seat, (scene.challenge.id, scene.member.id))
    deputy.role = SeatRole.DEPUTY
    session.flush()
    with pytest.raises(NotYours):
        decided(session, scene, by=scene.member.id, although_missing=True)
    said = current(session, scene.challenge.id, scene.chair.id)
    assert said is not None
    said.ruling = Ruling.STANDS_ASIDE
    session.flush()
    decided(session, scene, by=scene.member.id, although_missing=True)
    assert scene.ideas[0].decided_by == scene.member.id
    with pytest.raises(Conflicted):
        decided(session, scene, although_missing=True)
