"""The trail is compared with what was published, by whoever kept it."""

from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import delete

from engage.kernel import daily, proof, seal
from engage.kernel.clock import now
from engage.kernel.daily import DailyRoot
from engage.kernel.db import Sessions
from engage.kernel.events import Event, RecordedEvent, record
from engage.kernel.seal import Seal
from engage.kernel.signing import Keyring, publish_due
from engage.responses.receipts import Published
from engage.settings import Settings, signing_keys
from tests.commands.saying import Command


class Rang(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "bell.rang"


def rings(sessions: Sessions) -> None:
    with sessions.write() as session:
        record(session, Rang(subject_id=uuid4()), by=None, at=now(session))
    seal.seal_due(sessions)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_was_published_and_kept_shows_an_end_cut_off(
    engage: Command, fresh_sessions: Sessions, tmp_path: Path
) -> None:
    keyring = Keyring(signing_keys(Settings(data=tmp_path / "data")))
    said = engage("keys").words
    assert f"{keyring.public} signs from the next day on" in said
    rings(fresh_sessions)
    rings(fresh_sessions)
    publish_due(fresh_sessions, keyring)
    kept = tmp_path / "kept.json"
    with fresh_sessions.read() as session:
        told = Published(
            roots=proof.roots(session, after=0),
            next=None,
            days=daily.days(session),
            keys=daily.keys(session),
        )
    kept.write_bytes(msgspec.json.encode(told))
    said = engage("verify", "--roots", kept, "--key", keyring.public).words
    assert "Every signed day holds (1)" in said
    assert "The 2 roots you kept are those of this trail." in said
    with fresh_sessions.write() as session:
        session.execute(delete(RecordedEvent).where(RecordedEvent.sealed_in == 2))
        session.execute(delete(Seal).where(Seal.number == 2))
    assert "its end was cut" in engage("verify", code=1).words
    with fresh_sessions.write() as session:
        session.execute(delete(DailyRoot))
    assert "The trail is whole" in engage("verify").words
    assert "its end was cut" in engage("verify", "--roots", kept, code=1).words
    assert "64 hexadecimal digits" in engage("verify", "--key", "short", code=2).words


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_key_that_is_gone_is_told_of(
    engage: Command, fresh_sessions: Sessions, tmp_path: Path
) -> None:
    home = Settings(data=tmp_path / "data")
    first = Keyring(signing_keys(home))
    rings(fresh_sessions)
    publish_due(fresh_sessions, first)
    said = engage("keys", "--new").words
    second = Keyring(signing_keys(home))
    assert f"{second.public} signs from the next day on" in said
    assert first.public in second
    assert "The key that signed last is here" in engage("keys", "--lost", code=1).words
    (tmp_path / "data" / "signing.key").unlink()
    assert f"with the key {first.public}, which is not here" in engage("check", code=1).words
    assert "since" in engage("keys", "--lost").words
    assert engage("check").words == "All is well."
