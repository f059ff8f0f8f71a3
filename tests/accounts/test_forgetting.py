from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engage.accounts import service
from engage.accounts.models import Invitation, PasswordReset, SignIn
from engage.kernel import retention
from engage.kernel.db import Entity, Sessions
from engage.kernel.events import RecordedEvent
from tests.factories import NOW, a_council, a_person

MICRO = timedelta(microseconds=1)
QUARTER = NOW - timedelta(days=90)
MONTH = NOW - timedelta(days=30)


def ids(sessions: Sessions, table: type[Entity]) -> set[Any]:
    with sessions.read() as session:
        return set(session.scalars(select(table.id)))


def test_old_sign_ins_are_forgotten(sessions: Sessions) -> None:
    with sessions.write() as session:
        person = a_person(session)
        rows = [
            SignIn(person_id=person.id, secret_hash=name, began_at=at, last_seen_at=NOW)
            for name, at in (("old", QUARTER - MICRO), ("new", QUARTER))
        ]
        session.add_all(rows)
        session.flush()
    service.forget_due(sessions)
    assert ids(sessions, SignIn) == {rows[1].id}


def test_old_requests_for_a_password_are_forgotten(sessions: Sessions) -> None:
    with sessions.write() as session:
        person = a_person(session)
        rows = [
            PasswordReset(person_id=person.id, asked_at=at, expires_at=at)
            for at in (MONTH - MICRO, MONTH)
        ]
        session.add_all(rows)
        session.flush()
    service.forget_due(sessions)
    assert ids(sessions, PasswordReset) == {rows[1].id}


def test_old_invitations_are_forgotten_and_each_council_hears_how_many(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    with sessions.write() as session:
        ours, theirs = a_council(session), a_council(session)
        old, new = QUARTER - MICRO, QUARTER
        rows = [
            Invitation(authority_id=place, name="Nia", email="n@x.uk", invited_at=at, expires_at=at)
            for place, at in (
                (ours.id, old), (ours.id, old), (theirs.id, old), (None, old), (ours.id, new),
            )
        ]  # fmt: skip
        rows[0].used_at = old
        session.add_all(rows)
        session.flush()
    service.forget_due(sessions)
    assert ids(sessions, Invitation) == {rows[4].id}
    with sessions.read() as session:
        name = RecordedEvent.name == "invitations.forgotten"
        facts = session.scalars(select(RecordedEvent).where(name)).all()
    told = {ours.id: 0, theirs.id: 0}
    for fact in facts:
        assert fact.authority_id is not None
        assert (fact.subject_id, fact.actor_id) == (fact.authority_id, None)
        told[fact.authority_id] += fact.payload["number"]
    assert told == {ours.id: 2, theirs.id: 1}
    service.forget_due(sessions)
    assert ids(sessions, Invitation) == {rows[4].id}, "what is young enough stays"
