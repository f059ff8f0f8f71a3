from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Membership, Role
from engage.challenges.lifecycle import Stage
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.responses.models import Response, State
from engage.reviews import queries, service
from engage.reviews.models import Referral, Seat
from engage.reviews.service import DEFAULTS, NotReady, Parts, Weighting
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_closed_challenge,
    a_council,
    a_criterion,
    a_person,
    a_prompt,
    a_review,
    a_seat,
    a_submitted_response,
    an_interest,
    an_officer,
    an_open_challenge,
)
from tests.reviews.scene import Scene, a_board, a_response


def names(session: Session) -> list[str]:
    session.flush()
    return sorted(session.scalars(select(RecordedEvent.name)))


def test_what_we_offer_first_adds_up() -> None:
    assert sum(each.weight for each in DEFAULTS) == 100
    assert DEFAULTS[0].name == "Meets the need"


def test_criteria_replace_those_before(session: Session) -> None:
    challenge = a_closed_challenge(session)
    officer = an_officer(session, challenge.authority)
    service.set_criteria(session, challenge, DEFAULTS, by=officer.id, at=NOW)
    wanted = [Weighting("Need", 70), Weighting("Cost", 30, "Over five years.")]
    service.set_criteria(session, challenge, wanted, by=officer.id, at=NOW)
    found = queries.criteria(session, challenge.id)
    assert [(one.name, one.weight, one.help) for one in found] == [
        ("Need", 70, ""),
        ("Cost", 30, "Over five years."),
    ]
    assert names(session) == ["criteria.set", "criteria.set"]


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ([Weighting("Need", 60), Weighting("Cost", 39)], "add up to 99"),
        ([Weighting("Need", 60), Weighting("Cost", 41)], "add up to 101"),
        ([], "between 1 and 8"),
        ([Weighting(str(n), 10) for n in range(10)], "between 1 and 8"),
        ([Weighting("Need", 50), Weighting("need ", 50)], "same name"),
        ([Weighting(" ", 100)], "a name"),
        ([Weighting("Need", 100), Weighting("Cost", 0)], "1 or more"),
        ([Weighting("Need", 110), Weighting("Cost", -10)], "1 or more"),
    ],
)
def test_bad_criteria_are_refused(
    session: Session, criteria: Sequence[Weighting], sentence: str
) -> None:
    challenge = a_closed_challenge(session)
    officer = an_officer(session, challenge.authority)
    with pytest.raises(Refusal, match=sentence):
        service.set_criteria(session, challenge, criteria, by=officer.id, at=NOW)


def test_criteria_stay_once_the_board_scores(session: Session) -> None:
    scene = a_board(session)
    with pytest.raises(Refusal, match="no longer change"):
        service.set_criteria(session, scene.challenge, DEFAULTS, by=scene.officer.id, at=NOW)


def test_a_seat_is_for_board_members_of_this_council(session: Session) -> None:
    challenge = a_closed_challenge(session)
    officer = an_officer(session, challenge.authority)
    neighbour = a_person(session, Role.BOARD_MEMBER)
    gone = a_person(session, Role.BOARD_MEMBER, at=challenge.authority, disabled_at=NOW)
    for person in (officer, neighbour, gone):
        with pytest.raises(Refusal, match="not a board member"):
            service.seat(session, challenge, person, chair=False, by=officer.id, at=NOW)


def test_only_a_board_chair_can_be_the_chair(session: Session) -> None:
    challenge = a_closed_challenge(session)
    member = a_person(session, Role.BOARD_MEMBER, at=challenge.authority)
    with pytest.raises(Refusal, match="not a board chair"):
        service.seat(session, challenge, member, chair=True, by=member.id, at=NOW)


def test_a_new_chair_takes_over(session: Session) -> None:
    challenge = a_closed_challenge(session)
    first = a_person(session, Role.BOARD_CHAIR, at=challenge.authority)
    second = a_person(session, Role.BOARD_CHAIR, at=challenge.authority)
    officer = an_officer(session, challenge.authority)
    for person in (first, first, second):
        service.seat(session, challenge, person, chair=True, by=officer.id, at=NOW)
    assert {one.id: one.is_chair for one in queries.members(session, challenge.id)} == {
        first.id: False,
        second.id: True,
    }
    assert names(session) == ["seat.given", "seat.given"]


def test_the_event_of_a_seat_says_who_by_id_only(session: Session) -> None:
    challenge = a_closed_challenge(session)
    member = a_person(session, Role.BOARD_MEMBER, at=challenge.authority)
    service.seat(session, challenge, member, chair=False, by=member.id, at=NOW)
    session.flush()
    event = session.scalars(select(RecordedEvent)).one()
    assert (event.subject_id, event.challenge_id) == (challenge.id, challenge.id)
    assert event.payload == {"person_id": str(member.id), "is_chair": False}


def test_a_seat_is_kept_once_its_review_is_in(session: Session) -> None:
    scene = a_board(session)
    a_review(session, scene.ideas[0], scene.member, scene.scores())
    with pytest.raises(Refusal, match="has submitted a review"):
        service.unseat(session, scene.challenge, scene.member, by=scene.officer.id, at=NOW)
    with pytest.raises(Refusal, match="another chair"):
        service.unseat(session, scene.challenge, scene.chair, by=scene.officer.id, at=NOW)
    service.unseat(session, scene.challenge, scene.members[1], by=scene.officer.id, at=NOW)
    assert len(queries.members(session, scene.challenge.id)) == 2


def test_a_seat_outlives_the_role_of_its_holder(session: Session) -> None:
    """Somebody who left may have reviewed: the board can still be arranged around them."""
    scene = a_board(session)
    a_review(session, scene.ideas[0], scene.member, scene.scores())
    for held in session.scalars(select(Membership).where(Membership.person_id == scene.member.id)):
        session.delete(held)
    service.arrange(
        session,
        scene.challenge,
        [scene.chair, scene.member],
        chair=scene.chair.id,
        by=scene.officer.id,
        at=NOW,
    )
    assert len(queries.members(session, scene.challenge.id)) == 2


def test_arranging_seats_some_and_unseats_others(session: Session) -> None:
    scene = a_board(session, stage=Stage.CLOSED, ideas=0)
    new = a_person(session, Role.BOARD_CHAIR, at=scene.challenge.authority)
    service.arrange(
        session,
        scene.challenge,
        [new, scene.member],
        chair=new.id,
        by=scene.officer.id,
        at=NOW,
    )
    found = {one.id: one.is_chair for one in queries.members(session, scene.challenge.id)}
    assert found == {new.id: True, scene.member.id: False}
    with pytest.raises(Refusal, match="needs a seat"):
        service.arrange(
            session, scene.challenge, [scene.member], chair=new.id, by=scene.officer.id, at=NOW
        )


def test_parts_terms_and_what_the_board_agreed_on(session: Session) -> None:
    scene = a_board(session, members=3, ideas=0, stage=Stage.CLOSED)
    people, (one, two, three) = [scene.chair, *scene.members], (one.id for one in scene.members)
    given: dict[str, Any] = {"chair": scene.chair.id, "by": scene.officer.id, "at": NOW}
    first = Parts(
        deputy=one,
        secretary=two,
        outside=frozenset([three]),
        quorum=3,
        secretary_email="papers@marlbury.example",
        terms={one: NOW.date()},
        expertise={one: ["damp"]},
    )
    service.arrange(session, scene.challenge, people, parts=first, **given)
    swapped = replace(first, deputy=two, secretary=one)
    service.arrange(session, scene.challenge, people, parts=swapped, **given)
    service.arrange(session, scene.challenge, people, parts=swapped, **given, seen="long ago")
    parts = {each.id: each.part for each in queries.members(session, scene.challenge.id)}
    assert parts == {
        scene.chair.id: "chair",
        one: "secretary",
        two: "deputy",
        three: "from outside",
    }
    saved = service.seats(session, scene.challenge)
    assert saved | swapped.as_fields() == saved
    assert names(session) == ["board.arranged"] * 2
    for wrong in (replace(first, quorum=9), replace(first, deputy=scene.chair.id)):
        with pytest.raises(Refusal):
            service.arrange(session, scene.challenge, people, parts=wrong, **given)


def test_no_seats_when_it_is_over(session: Session) -> None:
    scene = a_board(session, stage=Stage.CONCLUDED)
    with pytest.raises(Refusal, match="is over"):
        service.seat(
            session, scene.challenge, scene.member, chair=False, by=scene.officer.id, at=NOW
        )


def closed_with_responses(session: Session, number: int) -> tuple[Scene, list[Response]]:
    scene = a_board(session, ideas=0, stage=Stage.CLOSED)
    return scene, [a_response(session, scene, one) for one in range(1, number + 1)]


def test_responses_become_numbered_ideas(session: Session) -> None:
    scene, sent = closed_with_responses(session, 3)
    made = service.refer(
        session,
        scene.challenge,
        sent,
        by=scene.officer.id,
        at=NOW,
        shuffle=lambda all_: all_.reverse(),
    )
    assert [(one.number, one.response_id) for one in made] == [
        (number, one.id) for number, one in enumerate(reversed(sent), 1)
    ]
    assert scene.challenge.stage is Stage.WITH_BOARD
    once = ["assessment.kept", "challenge.referred"]
    assert names(session) == once + 3 * ["response.referred"]


def test_the_order_is_random_and_then_stable(session: Session) -> None:
    scene, sent = closed_with_responses(session, 12)
    service.refer(session, scene.challenge, sent, by=scene.officer.id, at=NOW)
    wanted = select(Referral.response_id).order_by(Referral.number)
    order = list(session.scalars(wanted.where(Referral.challenge_id == scene.challenge.id)))
    assert set(order) == {one.id for one in sent}
    assert order != [one.id for one in sent]  # by chance once in 479 million runs


def test_more_responses_continue_the_numbers(session: Session) -> None:
    scene, sent = closed_with_responses(session, 3)
    service.refer(session, scene.challenge, sent[:2], by=scene.officer.id, at=NOW)
    made = service.refer(session, scene.challenge, sent[2:], by=scene.officer.id, at=NOW)
    assert [one.number for one in made] == [3]


def test_an_engagement_that_ended_by_the_clock_is_closed_first(session: Session) -> None:
    scene, sent = closed_with_responses(session, 1)
    scene.challenge.stage = Stage.OPEN
    scene.challenge.engagement_ends = NOW
    session.flush()
    service.refer(session, scene.challenge, sent, by=scene.officer.id, at=NOW)
    assert names(session)[1:3] == ["challenge.closed", "challenge.referred"]


def test_the_board_must_be_ready(session: Session) -> None:
    challenge = a_closed_challenge(session)
    officer = an_officer(session, challenge.authority)
    with pytest.raises(NotReady, match="criteria first"):
        service.refer(session, challenge, [], by=officer.id, at=NOW)
    a_criterion(session, challenge)
    a_seat(session, challenge, a_person(session, Role.BOARD_MEMBER, at=challenge.authority))
    with pytest.raises(NotReady, match="chair first"):
        service.refer(session, challenge, [], by=officer.id, at=NOW)


def test_what_cannot_be_put_to_the_board(session: Session) -> None:
    scene, sent = closed_with_responses(session, 2)
    sent[0].state = State.WITHDRAWN
    foreign = a_response(session, a_board(session, ideas=0), 1)
    session.flush()
    by = scene.officer.id
    with pytest.raises(Refusal, match="at least one"):
        service.refer(session, scene.challenge, [], by=by, at=NOW)
    for wrong in (sent[0], foreign):
        with pytest.raises(Refusal, match="not submitted"):
            service.refer(session, scene.challenge, [sent[1], wrong], by=by, at=NOW)
    service.refer(session, scene.challenge, [sent[1]], by=by, at=NOW)
    with pytest.raises(Refusal, match="with the board already"):
        service.refer(session, scene.challenge, [sent[1]], by=by, at=NOW)


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.DRAFT, Stage.CONCLUDED, Stage.WITHDRAWN])
def test_only_after_the_end(session: Session, stage: Stage) -> None:
    scene = a_board(session, stage=stage, ideas=0)
    sent = a_response(session, scene, 1)
    with pytest.raises(NotReady, match="after the engagement has ended"):
        service.refer(session, scene.challenge, [sent], by=scene.officer.id, at=NOW)


def test_other_stages_do_not_matter_to_criteria(session: Session) -> None:
    challenge = an_open_challenge(session, a_council(session))
    service.set_criteria(session, challenge, DEFAULTS, by=challenge.id, at=NOW)
    assert session.scalars(select(Seat)).all() == []


def test_who_responded_is_not_read_before_the_end(session: Session) -> None:
    """The query asks itself, so that no page can forget to; and it never reads without end."""
    challenge = an_open_challenge(session, engagement_ends=NOW)
    prompt = a_prompt(session, challenge)
    for _ in range(3):
        sent = a_submitted_response(session, an_interest(session, challenge), {prompt.id: "x"})
    early = NOW - timedelta(microseconds=1)
    assert queries.referrable(session, challenge, at=early, page=Page()) == []
    assert queries.still_referrable(session, challenge, [sent.id], at=early) == []
    assert queries.responses(session, challenge, [sent.id], at=early) == []
    assert queries.count_referrable(session, challenge, at=early) == 0
    assert len(queries.referrable(session, challenge, at=NOW, page=Page())) == 3
    assert queries.responses(session, challenge, [sent.id], at=NOW) == [sent]
    assert queries.count_referrable(session, challenge, at=NOW) == 3
    pages = [queries.referrable(session, challenge, at=NOW, page=Page(n, 2)) for n in (1, 2)]
    assert [len(one) for one in pages] == [2, 1]


def test_arranging_costs_the_same_for_a_large_board(session: Session, queries: Queries) -> None:
    counts = []
    for number in (3, 30):
        scene = a_board(session, ideas=0, members=number, stage=Stage.CLOSED)
        council = scene.challenge.authority
        new = [a_person(session, Role.BOARD_MEMBER, at=council) for _ in range(number)]
        session.flush()
        with queries() as seen:
            service.arrange(
                session,
                scene.challenge,
                [scene.chair, *new],
                chair=scene.chair.id,
                by=scene.officer.id,
                at=NOW,
            )
        counts.append(len(seen))
        held = select(Seat.person_id).where(Seat.challenge_id == scene.challenge.id)
        assert set(session.scalars(held)) == {scene.chair.id, *(one.id for one in new)}
    assert counts[0] == counts[1]
