from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from engage.reviews import queries
from engage.reviews.queries.figures import reviewers
from tests.factories import a_declaration, a_person, a_review, a_seat
from tests.reviews.scene import a_board, figures

NEED, USERS, COST = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("scores", "weights", "expected"),
    [
        ({NEED: 5, USERS: 5, COST: 5}, {NEED: 40, USERS: 35, COST: 25}, "100.0"),
        ({NEED: 0, USERS: 0, COST: 0}, {NEED: 40, USERS: 35, COST: 25}, "0.0"),
        ({NEED: 4, USERS: 3, COST: 2}, {NEED: 40, USERS: 35, COST: 25}, "63.0"),
        ({NEED: 1, USERS: 0, COST: 0}, {NEED: 1, USERS: 98, COST: 1}, "0.2"),
        ({NEED: 3, USERS: 4, COST: 5}, {NEED: 33, USERS: 33, COST: 34}, "80.2"),
    ],
)
def test_a_weighted_total_is_exact(
    scores: dict[object, int], weights: dict[object, int], expected: str
) -> None:
    points = sum(weights[criterion] * score for criterion, score in scores.items())
    assert queries.total(points) == Decimal(expected)


@pytest.mark.parametrize(
    ("points", "reviews", "expected"), [(900, 3, "60.0"), (1000, 3, "66.7"), (5, 20, "0.1")]
)
def test_a_mean_is_rounded_once_and_halves_go_up(points: int, reviews: int, expected: str) -> None:
    assert queries.total(points, reviews) == Decimal(expected)


def test_the_database_comes_to_the_same(session: Session) -> None:
    scene = a_board(session, ideas=2)
    first, second = scene.ideas
    a_review(session, first, scene.chair, scene.scores(4, 3))  # 72
    a_review(session, first, scene.member, scene.scores(1, 0))  # 12
    a_review(session, second, scene.chair, scene.scores(5, 5))
    found = figures(session, scene)
    assert found[first.id] == queries.Figures(2, Decimal(42), Decimal(12), Decimal(72))
    assert found[second.id] == queries.Figures(1, Decimal(100), Decimal(100), Decimal(100))


def test_a_missing_review_is_no_zero(session: Session) -> None:
    scene = a_board(session, ideas=2, members=3)
    a_review(session, scene.ideas[0], scene.member, scene.scores(4, 4))
    found = figures(session, scene)
    assert set(found) == {scene.ideas[0].id}
    assert found[scene.ideas[0].id].mean == Decimal(80)


def test_drafts_and_those_who_stand_aside_do_not_count(session: Session) -> None:
    scene = a_board(session, ideas=1, members=1)
    idea = scene.ideas[0]
    a_review(session, idea, scene.chair, scene.scores(2, 2))
    a_review(session, idea, scene.member, scene.scores(5, 5), submitted_at=None)
    for ruling in ("stands aside", "waiting"):
        person = a_person(session)
        a_seat(session, scene.challenge, person)
        a_declaration(session, scene.challenge, person, kind="actual", ruling=ruling)
        a_review(session, idea, person, scene.scores(5, 5))
    left = a_person(session)  # no seat
    a_declaration(session, scene.challenge, left)
    a_review(session, idea, left, scene.scores(5, 5))
    found = figures(session, scene)[idea.id]
    assert (found.reviews, found.mean) == (1, Decimal(40))


def test_those_who_stand_aside_are_not_waited_for(session: Session) -> None:
    scene = a_board(session, ideas=1, members=2)
    aside = a_person(session)
    a_seat(session, scene.challenge, aside)
    a_declaration(session, scene.challenge, aside, kind="actual", ruling="stands aside")
    undeclared = a_person(session)
    a_seat(session, scene.challenge, undeclared)
    assert reviewers(session, scene.challenge.id) == 4
