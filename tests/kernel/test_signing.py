"""The root of a day is signed once, by a key that others can follow."""

from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from msgspec.structs import replace
from sqlalchemy import delete

from engage.kernel import daily, proof, seal, signing
from engage.kernel.daily import DailyRoot
from engage.kernel.db import Sessions
from engage.kernel.events import Event, RecordedEvent, record
from engage.kernel.seal import Seal
from engage.kernel.signing import AnotherKey, Keyring, fault_of_days, new_seed, publish_due
from engage.settings import Settings, held_signing_keys, signing_keys
from tests.services import Clock


class Rang(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "bell.rang"


def a_day(sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        record(session, Rang(subject_id=uuid4()), by=None, at=clock.now)
    seal.seal_due(sessions)
    clock.advance(days=1)


def test_a_day_is_signed_once_and_the_next_key_is_followed(
    sessions: Sessions, clock: Clock
) -> None:
    old, new = new_seed(), new_seed()
    assert not publish_due(sessions, Keyring([old]))  # there is nothing to sign
    a_day(sessions, clock)
    assert publish_due(sessions, Keyring([old]))
    assert not publish_due(sessions, Keyring([old]))
    a_day(sessions, clock)
    assert publish_due(sessions, Keyring([new, old]))
    a_day(sessions, clock)
    with pytest.raises(AnotherKey, match="which is not here"):
        publish_due(sessions, Keyring([old[::-1]]))
    assert publish_due(sessions, Keyring([old, new]))  # the newest goes on, in whichever order
    with sessions.read() as session:
        days, keys = daily.days(session), daily.keys(session)
        roots = proof.roots(session, after=0)
    first = keys[0].public
    assert [(day.seal, day.events) for day in days] == [(1, 1), (2, 2), (3, 3)]
    assert [day.key == first for day in days] == [True, False, False]
    assert fault_of_days(days, keys, public=first) == ""
    assert "2026-03-03" in fault_of_days(days, keys, public=keys[1].public)
    for changed in ({"root": "0" * 64}, {"seal": 9}, {"events": 9}, {"day": "2026-03-09"}):
        said = fault_of_days([replace(days[0], **changed)], keys, public=first)
        assert "is not of that root" in said
    stolen = replace(keys[1], signature=days[1].signature)
    assert "not handed over" in fault_of_days(days, [keys[0], stolen], public=first)
    assert signing.signed_after(2, roots, days) == days[1]
    assert signing.signed_after(4, roots, days) is None


def test_a_lost_key_is_replaced_openly(sessions: Sessions, clock: Clock) -> None:
    a_day(sessions, clock)
    publish_due(sessions, Keyring([new_seed()]))
    a_day(sessions, clock)
    fresh = Keyring([new_seed()])
    with sessions.write() as session:
        assert "engage keys --lost" in signing.stranger(session, fresh)
        signing.begin_again(session, fresh, at=clock.now)
    assert publish_due(sessions, fresh)
    with sessions.read() as session:
        days, keys = daily.days(session), daily.keys(session)
    assert "was not handed over" in fault_of_days(days, keys, public=keys[0].public)
    assert fault_of_days(days[1:], keys, public=fresh.public) == ""


def test_an_end_that_was_cut_off_is_missed(sessions: Sessions, clock: Clock) -> None:
    """The chain that is left holds, and so does its beginning in what was published."""
    for _ in range(3):
        a_day(sessions, clock)
    publish_due(sessions, Keyring([new_seed()]))
    with sessions.write() as session:
        kept: list[tuple[int, str]] = [(day.seal, day.root) for day in daily.days(session)]
        assert daily.unlike(session, kept) == ""
        session.execute(delete(RecordedEvent).where(RecordedEvent.sealed_in == 3))
        session.execute(delete(Seal).where(Seal.number == 3))
        session.execute(delete(DailyRoot))
    with sessions.read() as session:
        assert seal.verify(session) is None
        assert "its end was cut" in daily.unlike(session, kept)
        assert "as another" in daily.unlike(session, [(2, "0" * 64)])


def test_a_key_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    home: Any = Settings(data=tmp_path / "new")
    assert held_signing_keys(home) == ()
    made = signing_keys(home)
    assert (signing_keys(home), held_signing_keys(home)) == (made, made)
    assert [path.stat().st_mode & 0o777 for path in home.data.iterdir()] == [0o600]
    assert Keyring(made).public not in made[0]
