from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.store import FolderStore, NotStored, new_key
from engage.reports.models import Compilation, CompiledFile, State
from engage.reports.service import forgetting
from tests.browsing import Browser
from tests.factories import NOW, a_closed_challenge, a_person, sign_in

LIMIT = NOW - timedelta(days=90)
OLD = LIMIT - timedelta(microseconds=1)


def compiled(
    session: Session, challenge: Challenge, store: FolderStore, at: datetime, state: State
) -> list[str]:
    person = a_person(session, Role.OFFICER, at=challenge.authority)
    keys = [new_key(), new_key()]
    for key in keys:
        store.put(key, b"secret")
    files = [
        CompiledFile(format=format, key=key, size=6, sha256="0" * 64)
        for format, key in zip(("csv", "ods"), keys, strict=True)
    ]
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    times = {"asked_at": at, "due_at": at, "finished_at": at}
    session.add(Compilation(**place, **times, asked_by=person.id, state=state, files=files))
    session.flush()
    return keys


def is_there(store: FolderStore, key: str) -> bool:
    try:
        store.open(key).close()
    except NotStored:
        return False
    return True


def test_old_files_leave_the_store_and_the_challenge_hears_how_many(
    sessions: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 4)
    store = FolderStore(tmp_path)
    with sessions.write() as session:
        challenge, other = a_closed_challenge(session), a_closed_challenge(session)
        gone = compiled(session, challenge, store, OLD, State.DONE)
        gone += compiled(session, challenge, store, OLD, State.FAILED)
        gone += compiled(session, other, store, OLD, State.DONE)
        kept = compiled(session, challenge, store, LIMIT, State.DONE)
    store.delete(gone[0])  # as a crash half-way leaves it
    forgetting.forget_due(sessions, store)
    assert not any(is_there(store, key) for key in gone)
    assert all(is_there(store, key) for key in kept)
    with sessions.read() as session:
        assert sorted(session.scalars(select(CompiledFile.key))) == sorted(kept)
        name = RecordedEvent.name == "compiled_files.forgotten"
        facts = session.scalars(select(RecordedEvent).where(name)).all()
    told = {challenge.id: 0, other.id: 0}
    for fact in facts:
        assert fact.challenge_id is not None
        told[fact.challenge_id] += fact.payload["number"]
    assert told == {challenge.id: 4, other.id: 2}


def test_the_page_says_so(client: FlaskClient, sessions: Sessions, tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    with sessions.write() as session:
        challenge = a_closed_challenge(session)
        for _ in range(2):
            compiled(session, challenge, store, OLD, State.DONE)
        auditor = a_person(session, Role.AUDITOR, at=challenge.authority)
    forgetting.forget_due(sessions, store)
    sign_in(client, sessions, auditor)
    words = Browser(client).get(f"/desk/challenges/{challenge.reference}/compile").words
    assert "The files were deleted because of their age" in words
    assert "Deleted because of their age" in words
    assert "Failed" not in words
