"""A member and a response that may not go together (PA 2023 ss.81-83)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.actor import Actor
from engage.accounts.models import Role
from engage.challenges.queries.assessments import newest
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.paging import Page
from engage.notices.queries import facts_of
from engage.reviews import queries, service
from engage.reviews.conflicts import Ground, Known, Sender, detect
from engage.reviews.models import (
    Conflict,
    ConflictFinding,
    FindingState,
    Seat,
    SeatRole,
    Verdict,
)
from engage.reviews.queries.conflicted import alike, findings
from engage.reviews.service.completeness import missing, missing_for
from tests.conftest import Queries
from tests.factories import NOW, a_review, sign_in
from tests.reviews.scene import REASONS, Scene, a_board, a_response

LATER = NOW + timedelta(days=1)
SENDER = Sender(
    id=uuid4(),
    organisations=frozenset({"Alder Systems Ltd"}),
    people=frozenset({"Ida Elder", "Bo"}),
    addresses=frozenset({"ida@alder.example", "bo@gmail.com"}),
    numbers=frozenset({"01234567"}),
)


@pytest.mark.parametrize(
    ("name", "email", "said", "grounds"),
    [
        ("Ann", "ida@alder.example", "", [Ground.ADDRESS]),
        ("Ann", "ann@alder.example", "", [Ground.DOMAIN]),
        ("Ann", "ann@gmail.com", "Bo and I", []),  # everybody's mail, and half a name
        ("ida  ELDER", "", "", [Ground.NAMESAKE]),
        ("Ann", "", "Until 2020: The Alder-Systems Limited", [Ground.ORGANISATION]),
        ("Ann", "", "Alder Systemsville", []),
        ("Ann", "", "no. 01234567; my friend Ida Elder", [Ground.COMPANY, Ground.PERSON]),
    ],
)
def test_what_is_alike(name: str, email: str, said: str, grounds: list[Ground]) -> None:
    found = list(detect([Known(None, name, email, said)], [SENDER]))
    assert [list(one.grounds) for one in found] == ([grounds] if grounds else [])


def actor_of(scene: Scene) -> Actor:
    here = frozenset({(scene.challenge.authority_id, Role.BOARD_MEMBER)})
    return Actor(id=scene.member.id, roles=here)


def declare(session: Session, scene: Scene, organisations: str = "") -> list[ConflictFinding]:
    service.declare(
        session,
        scene.challenge,
        scene.member,
        kind=Conflict.NONE,
        detail="",
        organisations=organisations,
        at=LATER,
    )
    return list(session.scalars(select(ConflictFinding)))


def decide(session: Session, scene: Scene, one: ConflictFinding, state: FindingState) -> None:
    by = scene.officer.id
    service.decide_on(session, one, state=state, reason="We asked.", by=by, at=LATER)


def test_a_conflict_hides_one_idea_until_it_is_dismissed(session: Session) -> None:
    scene = a_board(session, members=1)
    a_review(session, scene.ideas[0], scene.member, scene.scores())
    (one,) = declare(session, scene, "Canarybird Homes 1 Ltd")
    assert (one.response_id, one.grounds) == (scene.responses[0].id, [Ground.ORGANISATION])
    assert queries.idea(session, actor_of(scene), scene.ideas[0].id) is None
    assert missing(session, scene.challenge.id) == 3
    kept = newest(session, scene.challenge.id)
    assert kept is not None
    assert (kept.number, kept.content["none"], kept.content["suggested"]) == (1, 2, 1)
    assert facts_of(session, scene.challenge, at=LATER).assessed
    with pytest.raises(Refusal, match="your own"):
        service.decide_on(
            session, one, state=FindingState.DISMISSED, reason="No", by=scene.member.id, at=LATER
        )
    decide(session, scene, one, FindingState.CONFIRMED)
    place = scene.challenge.id, scene.member.id
    assert [line.number for line in queries.ideas(session, *place, page=Page())] == [2]
    assert queries.progress(session, *place).ideas == 1
    assert (missing(session, scene.challenge.id), missing_for(session, scene.ideas[0])) == (3, 1)
    with pytest.raises(service.Conflicted):
        service.save_review(
            session, scene.ideas[0], scores={}, comment="", by=scene.member.id, at=LATER
        )
    decide(session, scene, one, FindingState.DISMISSED)
    assert declare(session, scene, "Canarybird Homes 1 Ltd") == [one], "it stays dismissed"
    assert queries.idea(session, actor_of(scene), scene.ideas[0].id) is not None


def test_later_ideas_wait_for_another_declaration(session: Session) -> None:
    scene = a_board(session, members=1, ideas=1)
    late = a_response(session, scene, 2)
    service.refer(
        session, scene.challenge, [late], by=scene.officer.id, at=NOW + timedelta(hours=1)
    )
    place = scene.challenge.id, scene.member.id
    assert queries.progress(session, *place).ideas == 1
    declare(session, scene)
    assert queries.progress(session, *place).ideas == 2


def test_the_deputy_decides_where_the_chair_has_a_conflict(session: Session) -> None:
    scene = a_board(session, members=1)
    session.get_one(Seat, (scene.challenge.id, scene.member.id)).role = SeatRole.DEPUTY
    service.declare_on(
        session,
        scene.ideas[0],
        kind=Conflict.ACTUAL,
        detail="My firm.",
        by=scene.chair.id,
        at=LATER,
    )
    decide(session, scene, session.scalars(select(ConflictFinding)).one(), FindingState.CONFIRMED)
    said = {"verdict": Verdict.SHORTLISTED, "reasons": REASONS, "although_missing": True}
    for idea, who, other in zip(
        scene.ideas, (scene.member, scene.chair), (scene.chair, scene.member), strict=True
    ):
        with pytest.raises((service.NotYours, service.Conflicted)):
            service.decide(session, idea, by=other.id, at=LATER, **said)  # type: ignore[arg-type]
        service.decide(session, idea, by=who.id, at=LATER, **said)  # type: ignore[arg-type]


def test_a_dry_run_keeps_nothing_and_costs_the_same(session: Session, queries: Queries) -> None:
    costs = []
    for number in (3, 30):
        scene = a_board(session, members=number, ideas=number)
        holder = session.scalars(select(Interest)).first()
        assert holder is not None
        with queries() as seen:
            declare(session, scene, "\n".join(f"{holder.organisation} {n}" for n in range(9)))
            found = alike(session, scene.challenge.id, "Canarybird Homes 2")
            findings(session, scene.challenge.id, page=Page())
        costs.append(len(seen))
        assert found == [("Canarybird Homes 2", (Ground.ORGANISATION,))]
    assert costs[0] == costs[1]


def test_the_pages_of_a_conflict(client: FlaskClient, sessions: Sessions, session: Session) -> None:
    scene = a_board(session, members=1)
    session.flush()
    sign_in(client, sessions, scene.member)
    place = f"/board/reviews/{scene.ideas[0].id}/interest"
    said = {"kind": "perceived", "detail": "A neighbour."}
    assert client.post(place, data=said).status_code == 303
    assert client.get(f"/board/reviews/{scene.ideas[0].id}").status_code == 404
    sign_in(client, sessions, scene.officer)
    desk = f"/desk/challenges/{scene.ref}/board/conflicts"
    assert "A neighbour." not in client.get(desk).text
    one = session.scalars(select(ConflictFinding)).one()
    case = client.get(f"{desk}/{one.id}")
    assert "A neighbour." in case.text
    assert client.post(f"{desk}/{one.id}", data={"state": "dismissed"}).status_code == 422
    checked = client.post(
        desk, data={"who": f"canarybird1-{scene.ref.lower()}@canarybird.example"}
    ).text
    assert "the same e-mail address" in checked
    assert session.scalars(select(ConflictFinding.id)).all() == [one.id]
