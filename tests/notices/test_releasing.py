"""Releases: one for each thing that is new, exact bytes, numbered as readers can see them."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges import service as challenges
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.installation import Installation
from engage.kernel.outbox import Delivery, drain
from engage.notices import service
from engage.notices.mapping.validation import InvalidRelease, faults
from engage.notices.models import Release
from engage.notices.service import releasing
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import service as workshops
from tests.factories import NOW, a_challenge, a_council, a_release, an_open_challenge
from tests.notices.test_noticing import PUBLISHED, published, unlisted
from tests.services import Clock

OFFICER = UUID(int=1)


def kept(sessions: Sessions) -> list[Release]:
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        return list(session.scalars(select(Release).order_by(Release.made_at, Release.number)))


def bodies(sessions: Sessions) -> list[dict[str, Any]]:
    return [json.loads(each.body) for each in kept(sessions)]


def test_publishing_makes_the_first_release(sessions: Sessions) -> None:
    with sessions.write() as session:
        challenge = published(session, PUBLISHED)
    [first] = kept(sessions)
    body = json.loads(first.body)
    assert (first.number, first.tag, first.made_at) == (1, "planning", NOW)
    assert first.ocid == body["ocid"] == f"ocds-engage-{challenge.reference}"
    assert first.sha256 == hashlib.sha256(first.body.encode()).hexdigest()
    assert list(faults(body)) == []
    assert body["relatedProcesses"][0]["identifier"] == "ocds-h6vhtk-0f0001"


def a_briefing(session: Session, challenge: Challenge, at: datetime) -> None:
    workshops.announce(
        session,
        challenge,
        title="Open briefing",
        about="",
        starts_at=NOW + timedelta(days=8),
        ends_at=NOW + timedelta(days=8, hours=1),
        venue="Civic Centre",
        joining_link="https://meet.example/secret-room",
        in_person=20,
        online=0,
        per_supplier=None,
        by=None,
        at=at,
    )


def test_each_change_makes_another_and_every_one_is_kept(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        challenge = unlisted(session)
    first = kept(sessions)[0].body
    clock.advance(hours=1)
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        a_briefing(session, mine, clock.now)
    drain(sessions, SUBSCRIPTIONS)
    clock.advance(hours=1)
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        service.record_number(session, mine, notice_id="099001-2026", by=OFFICER, at=clock.now)
    drain(sessions, SUBSCRIPTIONS)
    clock.advance(hours=1)
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        challenges.withdraw(session, mine, because="No money.", by=OFFICER, at=clock.now)
    found = kept(sessions)
    assert found[0].body == first
    assert [each.number for each in found] == [1, 2, 3, 4]
    assert [each.tag for each in found] == ["planning", *["planningUpdate"] * 3]
    assert all(not list(faults(body)) for body in bodies(sessions))
    assert "Open briefing" in found[1].body
    assert "099001-2026" in found[2].body
    assert json.loads(found[3].body)["tender"]["status"] == "withdrawn"
    assert not any("secret-room" in each.body for each in found)


def test_nothing_new_is_no_release(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        challenge = published(session, PUBLISHED)
    drain(sessions, SUBSCRIPTIONS)
    clock.advance(days=3)
    with sessions.write() as session:
        mine = session.get_one(Challenge, challenge.id)
        assert releasing.release(session, mine, at=clock.now) is None
    assert len(kept(sessions)) == 1


def test_the_end_makes_the_milestone_met(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        published(session, PUBLISHED)
    drain(sessions, SUBSCRIPTIONS)
    clock.advance(days=22)
    challenges.close_ended(sessions)
    before, after = (body["planning"]["milestones"][0] for body in bodies(sessions))
    assert (before["status"], after["status"]) == ("scheduled", "met")


def test_a_draft_has_no_release(session: Session) -> None:
    assert releasing.release(session, a_challenge(session), at=NOW) is None


def test_the_installation_names_its_identifiers(session: Session) -> None:
    session.info["installation"] = Installation("https://engage.example.org", "ocds-a1b2c3")
    made = releasing.release(session, an_open_challenge(session), at=NOW)
    assert made is not None
    assert made.ocid.startswith("ocds-a1b2c3-")
    assert "https://engage.example.org/challenges/" in made.body


def test_what_is_not_valid_is_not_kept(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(release: object) -> None:
        raise InvalidRelease(["tag: no"])

    monkeypatch.setattr(releasing, "require_valid", refuse)
    with sessions.write() as session:
        published(session, PUBLISHED)
    assert kept(sessions) == []
    with sessions.read() as session:
        errors = set(session.scalars(select(Delivery.error)))
    assert "InvalidRelease: tag: no" in errors


def test_places_are_given_in_order_once_it_is_listed(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        council = a_council(session)
        hidden = an_open_challenge(session, council, listed_at=None)
        shown = an_open_challenge(session, council)
        a_release(session, hidden)
        a_release(session, shown)
        a_release(session, shown, number=2, made_at=NOW + timedelta(hours=1))
    assert releasing.number_due(sessions) == 2
    assert releasing.number_due(sessions) == 0
    clock.advance(hours=2)
    with sessions.write() as session:
        mine = session.get_one(Challenge, hidden.id)
        challenges.list_publicly(session, mine, by=OFFICER, at=clock.now)
    assert releasing.number_due(sessions) == 1
    with sessions.read() as session:
        order = session.execute(
            select(Release.challenge_id, Release.number).order_by(Release.position)
        ).all()
    assert [tuple(row) for row in order] == [(shown.id, 1), (shown.id, 2), (hidden.id, 1)]


def test_many_are_numbered_in_batches(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing, "BATCH", 2)
    with sessions.write() as session:
        shown = an_open_challenge(session)
        for number in range(1, 6):
            a_release(session, shown, number=number)
    assert releasing.number_due(sessions) == 5
    with sessions.read() as session:
        assert sorted(filter(None, session.scalars(select(Release.position)))) == [1, 2, 3, 4, 5]


def test_releases_that_are_missing_are_made(sessions: Sessions) -> None:
    with sessions.write() as session:
        an_open_challenge(session)
        a_release(session, an_open_challenge(session))
        a_challenge(session)
    assert releasing.release_missing(sessions) == 1
    assert releasing.release_missing(sessions) == 0
