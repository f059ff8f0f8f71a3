"""What a board may not know: who sent an idea, and what others think before one's own is in."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.kernel.db import Sessions
from engage.responses.models import Submission
from engage.reviews.models import Declaration, Referral, Ruling, Verdict
from tests.factories import a_referral, a_review, sign_in
from tests.reviews.scene import CANARY, Scene, a_board, a_response

TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"|nonce="[^"]*"|nonce-[^\']*')


def paths(scene: Scene, declaration: Declaration | None = None) -> list[str]:
    place = f"/board/challenges/{scene.ref}"
    found = ["/board", place]
    found += [f"{place}/{page}" for page in ("declare", "declarations", "shortlist")]
    for idea in scene.ideas:
        found += [f"/board/reviews/{idea.id}", f"/board/reviews/{idea.id}/interest"]
    return found + ([f"{place}/conflicts/{declaration.id}"] if declaration else [])


def looked_at(client: FlaskClient, scene: Scene) -> dict[str, tuple[int, bytes, str | None]]:
    """Every page of the board as one browser gets it, without what differs by chance."""
    seen = {}
    for path in paths(scene):
        answer = client.get(path)
        etag = answer.headers.get("ETag")
        seen[path] = (answer.status_code, TOKEN.sub(b"", answer.data), etag)
    return seen


def said(session: Session, scene: Scene, person: Person) -> Declaration:
    wanted = select(Declaration).where(
        Declaration.challenge_id == scene.challenge.id, Declaration.person_id == person.id
    )
    return session.scalars(wanted).one()


def secrets(session: Session, scene: Scene) -> Iterator[str]:
    yield CANARY.lower()
    for response in scene.responses:
        sent = session.scalars(
            select(Submission).where(Submission.response_id == response.id)
        ).one()
        for key in (response.id, response.interest_id, sent.id):
            yield str(key)
            yield key.hex
        yield sent.receipt.lower()
        yield sent.sha256


def test_every_page_of_the_board_is_looked_at_here(app: Flask) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/board")}
    assert rules == {
        "/board",
        "/board/challenges/<ref>",
        "/board/challenges/<ref>/shortlist/propose",  # only to send to
        "/board/challenges/<ref>/declarations",
        "/board/challenges/<ref>/declare",
        "/board/challenges/<ref>/shortlist",
        "/board/challenges/<ref>/conflicts/<uuid:declaration_id>",
        "/board/reviews/<uuid:referral_id>",
        "/board/reviews/<uuid:referral_id>/interest",
    }


@pytest.mark.parametrize("finished", [False, True])
def test_nothing_names_who_sent_an_idea(
    client: FlaskClient, sessions: Sessions, finished: bool
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        other = said(session, scene, scene.members[1])
        for idea in scene.ideas if finished else []:
            for person in (scene.chair, scene.member):
                a_review(session, idea, person, scene.scores())
            idea.verdict, idea.reasons = Verdict.SHORTLISTED, "Good."
        hidden = list(secrets(session, scene))
    for person in (scene.member, scene.chair):
        sign_in(client, sessions, person)
        for path in paths(scene, other):
            for method in (client.get, client.post):
                answer = method(path)
                found = str(answer.headers).lower() + answer.get_data(as_text=True).lower()
                assert not [secret for secret in hidden if secret in found], path


@pytest.mark.parametrize("who", ["member", "chair"])
def test_what_others_do_changes_nothing_before_ones_own_is_in(
    client: FlaskClient, sessions: Sessions, who: str
) -> None:
    """Two worlds that differ only in what is hidden: every answer is the same."""
    with sessions.write() as session:
        scene = a_board(session, ideas=3)
    me = scene.chair if who == "chair" else scene.member
    sign_in(client, sessions, me)
    before = looked_at(client, scene)
    with sessions.write() as session:
        for idea in scene.ideas[1:]:
            for person in (scene.chair, *scene.members):
                if person.id != me.id:
                    a_review(session, idea, person, scene.scores(5, 5), comment="Seen")
        a_review(session, scene.ideas[0], scene.members[1], scene.scores(), submitted_at=None)
    assert looked_at(client, scene) == before


def test_drafts_of_others_stay_hidden_even_after(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=1)
        a_review(session, scene.ideas[0], scene.chair, scene.scores())
    sign_in(client, sessions, scene.chair)
    before = looked_at(client, scene)
    with sessions.write() as session:
        idea = scene.ideas[0]
        a_review(session, idea, scene.member, scene.scores(0, 0), submitted_at=None)
    assert looked_at(client, scene) == before


def test_others_are_seen_once_ones_own_is_in(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=2)
        for idea in scene.ideas:
            a_review(session, idea, scene.chair, scene.scores(5, 0), comment="Zebra crossing")
        a_review(session, scene.ideas[0], scene.member, scene.scores(0, 5))
    sign_in(client, sessions, scene.member)
    seen, unseen = (
        client.get(f"/board/reviews/{idea.id}").get_data(as_text=True) for idea in scene.ideas
    )
    assert "Zebra crossing" in seen
    assert "Mean total 50.0 out of 100, from 2 reviews" in " ".join(seen.split())
    assert "Zebra crossing" not in unseen
    assert "60.0" not in unseen


def test_the_chair_sees_totals_only_of_ideas_they_reviewed(
    client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        scene = a_board(session, ideas=2)
        for idea in scene.ideas:
            a_review(session, idea, scene.member, scene.scores(5, 4))
        a_review(session, scene.ideas[0], scene.chair, scene.scores(5, 4))
    sign_in(client, sessions, scene.chair)
    text = client.get(f"/board/challenges/{scene.ref}/shortlist").get_data(as_text=True)
    assert "Your own review is not in" in text
    assert text.count("92.0 to 92.0") == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_declaration_comes_before_every_page(
    client: FlaskClient, sessions: Sessions, method: str
) -> None:
    with sessions.write() as session:
        scene = a_board(session, declared=False)
    for person in (scene.member, scene.chair):
        sign_in(client, sessions, person)
        for path in paths(scene):
            answer = client.open(path, method=method)
            if path == "/board" or path.endswith("/declare"):
                continue
            if answer.status_code == 405:
                continue
            if path.endswith("/declarations") and person is scene.member:
                assert answer.status_code == 403  # for the chair only, whatever they declared
                continue
            assert answer.status_code == 303, path
            assert answer.location == f"/board/challenges/{scene.ref}/declare"
            assert b"We would try" not in answer.data


@pytest.mark.parametrize("ruling", [Ruling.WAITING, Ruling.STANDS_ASIDE])
def test_those_with_an_interest_see_neither_text_nor_scores(
    client: FlaskClient, sessions: Sessions, ruling: Ruling
) -> None:
    with sessions.write() as session:
        scene = a_board(session)
        for person in (scene.member, scene.chair):
            own = said(session, scene, person)
            own.ruling, own.mitigation = ruling, "Owns shares."
        for idea in scene.ideas:
            a_review(session, idea, scene.member, scene.scores())
            a_review(session, idea, scene.members[1], scene.scores(), comment="Zebra")
            session.get_one(Referral, idea.id).verdict = Verdict.SHORTLISTED
    for person in (scene.member, scene.chair):
        sign_in(client, sessions, person)
        for path in paths(scene):
            text = client.get(path).get_data(as_text=True)
            assert not [word for word in ("We would try", "Zebra", "72.0") if word in text], path
        shut = client.get(f"/board/challenges/{scene.ref}")
        assert shut.status_code == 403
        assert (b"Owns shares." in shut.data) is (ruling is Ruling.STANDS_ASIDE)


@pytest.mark.parametrize("who", ["member", "chair"])
@pytest.mark.parametrize("ruling", [None, Ruling.WAITING, Ruling.STANDS_ASIDE])
def test_those_outside_cannot_even_count(
    client: FlaskClient, sessions: Sessions, who: str, ruling: Ruling | None
) -> None:
    """Whether there are ideas, reviews or decisions changes no page of somebody not let in."""
    with sessions.write() as session:
        scene = a_board(session, ideas=0)
        me = scene.chair if who == "chair" else scene.member
        own = said(session, scene, me)
        if ruling is None:
            session.delete(own)
        else:
            own.ruling, own.mitigation = ruling, "Owns shares."
    sign_in(client, sessions, me)
    before = looked_at(client, scene)
    with sessions.write() as session:
        for number in (1, 2, 3):
            idea = a_referral(session, a_response(session, scene, number), number=number)
            a_review(session, idea, scene.members[1], scene.scores(5, 5), comment="Zebra")
            idea.verdict, idea.reasons = Verdict.SHORTLISTED, "Zebra"
    assert looked_at(client, scene) == before
    with sessions.read() as session:
        ids = list(session.scalars(select(Referral.id)))
    for method in (client.get, client.post):
        answers = [method(f"/board/reviews/{key}") for key in ids]
        assert {one.status_code for one in answers} <= {303, 403}
        assert not [one for one in answers if b"Zebra" in one.data or b"Idea" in one.data]
