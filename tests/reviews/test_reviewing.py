from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.challenges.lifecycle import Stage
from engage.kernel.errors import ChangedMeanwhile, Refusal
from engage.kernel.events import RecordedEvent
from engage.reviews import queries, service
from engage.reviews.models import Review, Ruling, Verdict
from engage.reviews.service import Conflicted, Decided
from tests.factories import NOW, a_criterion, a_declaration, a_person, a_seat
from tests.reviews.scene import Scene, a_board


def saved(session: Session, scene: Scene, **about: Any) -> Review:
    values: dict[str, Any] = {
        "scores": scene.scores(),
        "comment": "Good.",
        "seen": "0",
        "by": scene.member.id,
    }
    return service.save_review(session, scene.ideas[0], at=NOW, **(values | about))


def submitted(session: Session, scene: Scene, **about: Any) -> Review:
    values: dict[str, Any] = {
        "scores": scene.scores(),
        "comment": "Good.",
        "seen": "0",
        "by": scene.member.id,
    }
    return service.submit_review(session, scene.ideas[0], at=NOW, **(values | about))


def names(session: Session) -> list[str]:
    session.flush()
    return sorted(session.scalars(select(RecordedEvent.name)))


def test_a_draft_may_have_gaps(session: Session) -> None:
    scene = a_board(session)
    review = saved(session, scene, scores={scene.need.id: 3}, comment="")
    assert review.submitted_at is None
    assert [(one.criterion_id, one.value) for one in review.scores] == [(scene.need.id, 3)]
    assert names(session) == []


def test_a_score_can_be_taken_back_in_a_draft(session: Session) -> None:
    scene = a_board(session)
    first = saved(session, scene)
    second = saved(session, scene, scores={scene.cost.id: 5}, seen=str(first.version))
    session.expire_all()
    assert {one.criterion_id: one.value for one in second.scores} == {scene.cost.id: 5}


def test_submitting_needs_every_score_and_a_comment(session: Session) -> None:
    scene = a_board(session)
    with pytest.raises(Refusal, match="every criterion"):
        submitted(session, scene, scores={scene.need.id: 3})
    with pytest.raises(Refusal, match="comment"):
        submitted(session, scene, comment=" ")
    other = a_criterion(session, a_board(session).challenge)
    with pytest.raises(Refusal, match="criteria have changed"):
        submitted(session, scene, scores=scene.scores() | {other.id: 3})


@pytest.mark.parametrize("value", [-1, 6, 2**40])
def test_scores_go_from_0_to_5(session: Session, value: int) -> None:
    scene = a_board(session)
    with pytest.raises(Refusal, match="from 0 to 5"):
        saved(session, scene, scores=scene.scores(need=value))


def test_an_event_says_that_a_review_is_in_but_not_what_it_says(session: Session) -> None:
    scene = a_board(session)
    review = submitted(session, scene)
    submitted(session, scene, scores=scene.scores(1, 1), seen=str(review.version))
    assert names(session) == ["review.submitted", "review.submitted"]
    events = session.scalars(select(RecordedEvent)).all()
    assert sorted((one.payload for one in events), key=str) == [{"again": False}, {"again": True}]
    assert {one.subject_id for one in events} == {scene.ideas[0].id}


def test_a_submitted_review_is_not_turned_into_a_draft(session: Session) -> None:
    scene = a_board(session)
    review = submitted(session, scene)
    with pytest.raises(Refusal, match="Submit it again"):
        saved(session, scene, scores=scene.scores(1, 1), seen=str(review.version))


def test_two_windows_lose_nothing(session: Session) -> None:
    scene = a_board(session)
    saved(session, scene, scores=scene.scores(5, 5), comment="From the first window.")
    with pytest.raises(ChangedMeanwhile) as refused:
        saved(session, scene, scores=scene.scores(1, 1), comment="From the second.")
    assert refused.value.saved["comment"] == "From the first window."
    assert set(refused.value.saved["scores"].values()) == {5}
    again = saved(session, scene, scores=scene.scores(1, 1), seen=refused.value.version)
    assert {one.value for one in again.scores} == {1}


def test_a_score_alone_moves_the_version(session: Session) -> None:
    scene = a_board(session)
    first = saved(session, scene)
    seen = str(first.version)
    saved(session, scene, scores=scene.scores(1, 1), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        submitted(session, scene, scores=scene.scores(2, 2), seen=seen)


def test_the_same_twice_is_once(session: Session) -> None:
    scene = a_board(session)
    submitted(session, scene)
    submitted(session, scene)  # a double click: same version, same words
    saved(session, scene)
    assert names(session) == ["review.submitted"]


def test_no_review_before_a_declaration_or_without_a_seat(session: Session) -> None:
    scene = a_board(session, declared=False)
    with pytest.raises(Conflicted, match="Declare"):
        saved(session, scene)
    with pytest.raises(Conflicted, match="no seat"):
        saved(session, scene, by=a_person(session).id)


@pytest.mark.parametrize("ruling", [Ruling.WAITING, Ruling.STANDS_ASIDE])
def test_no_review_by_those_with_an_interest(session: Session, ruling: Ruling) -> None:
    scene = a_board(session)
    person: Person = a_person(session)
    a_seat(session, scene.challenge, person)
    a_declaration(session, scene.challenge, person, kind="actual", ruling=ruling)
    for verb in (saved, submitted):
        with pytest.raises(Conflicted, match="decide about"):
            verb(session, scene, by=person.id)


def test_no_review_after_the_decision(session: Session) -> None:
    scene = a_board(session)
    scene.ideas[0].verdict = Verdict.SHORTLISTED
    session.flush()
    for verb in (saved, submitted):
        with pytest.raises(Decided, match="chair has decided about Idea 1"):
            verb(session, scene)


@pytest.mark.parametrize("stage", [Stage.CONCLUDED, Stage.WITHDRAWN, Stage.CLOSED])
def test_no_review_when_the_board_is_not_at_work(session: Session, stage: Stage) -> None:
    scene = a_board(session, stage=stage)
    with pytest.raises(Decided, match="not at work"):
        saved(session, scene)


def test_the_last_review_completes_them_once(session: Session) -> None:
    scene = a_board(session, ideas=1, members=1)
    submitted(session, scene)
    assert "reviews.complete" not in names(session)
    last = submitted(session, scene, by=scene.chair.id)
    submitted(session, scene, by=scene.chair.id, scores=scene.scores(0, 0), seen=str(last.version))
    assert names(session).count("reviews.complete") == 1


def test_others_are_shown_with_spread(session: Session) -> None:
    scene = a_board(session, ideas=1, members=2)
    mine = submitted(session, scene, scores=scene.scores(5, 0), comment="Mine.")
    submitted(session, scene, scores=scene.scores(0, 5), comment="Theirs.", by=scene.chair.id)
    found = queries.opinions(session, scene.ideas[0], mine)
    assert (str(found.mine), [str(one) for one in found.others]) == ("60.0", ["40.0"])
    assert (str(found.mean), found.comments) == ("50.0", ["Theirs."])
    first = found.by_criterion[0]
    assert (first.name, first.mine, str(first.mean), first.lowest, first.highest) == (
        "Meets the need", 5, "2.5", 0, 5,
    )  # fmt: skip


def test_members_start_at_different_ideas(session: Session) -> None:
    scene = a_board(session, ideas=6, members=2)
    starts = set()
    for person in (scene.chair, *scene.members):
        first = queries.next_idea(session, scene.challenge.id, person.id)
        assert first is not None
        starts.add(first.number)
    assert starts == {1, 3, 5}


def test_next_goes_round_and_ends(session: Session) -> None:
    scene = a_board(session, ideas=2)
    submitted(session, scene)
    following = queries.next_idea(session, scene.challenge.id, scene.member.id, after=2)
    assert following is not None
    assert following.number == 2
    scene.ideas[1].verdict = Verdict.SHORTLISTED
    session.flush()
    assert queries.next_idea(session, scene.challenge.id, scene.member.id) is None
