"""Signing the root of each day with Ed25519 (RFC 8032), and checking it with a public key alone."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey as Private
from nacl.signing import VerifyKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.kernel import daily
from engage.kernel.clock import now, to_wall
from engage.kernel.daily import DailyRoot, Day, Key, SigningKey, iso, signed_words
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.installation import installation
from engage.kernel.proof import Root
from engage.kernel.seal import Seal
from engage.kernel.upsert import insert_if_absent


class AnotherKey(Refusal):
    """What was signed last, was signed by a key that is not here."""


class Keyring:
    """The private keys of an installation, newest first: 64 hexadecimal digits each."""

    def __init__(self, seeds: Sequence[str]) -> None:
        self._private = {
            key.verify_key.encode().hex(): key for key in map(Private, map(bytes.fromhex, seeds))
        }

    @property
    def public(self) -> str:
        """The key that signs from now on."""
        return next(iter(self._private))

    def __contains__(self, public: object) -> bool:
        return public in self._private

    def sign(self, public: str, words: bytes) -> str:
        return self._private[public].sign(words).signature.hex()


def new_seed() -> str:
    return secrets.token_hex(32)


def publish_due(sessions: Sessions, keyring: Keyring) -> bool:
    """Sign where the chain stands, once a day in London; whether there was something to sign.

    Raises AnotherKey when the key of the last day is neither ours nor handed over from.
    """
    with sessions.read() as session:
        if _is_signed(session) or session.scalar(select(func.max(Seal.number))) is None:
            return False
    with sessions.write() as session:
        at = now(session)
        _sign(session, keyring, key=_signing_key(session, keyring, at), at=at)
    return True


def _is_signed(session: Session) -> bool:
    today, _ = to_wall(now(session))
    return session.get(DailyRoot, today) is not None


def _sign(session: Session, keyring: Keyring, *, key: str, at: datetime) -> None:
    today, _ = to_wall(at)
    last = session.scalars(select(Seal).order_by(Seal.number.desc()).limit(1)).one()
    line = Day(
        day=today.isoformat(),
        service=installation(session).base_url,
        seal=last.number,
        root=last.root,
        events=session.scalar(select(func.sum(Seal.count))) or 0,
        signed_at=iso(at),
        key=key,
    )
    row = {
        "day": today,
        "service": line.service,
        "seal": line.seal,
        "root": line.root,
        "events": line.events,
        "signed_at": at,
        "key": line.key,
        "signature": keyring.sign(line.key, signed_words(line)),
    }
    insert_if_absent(session, DailyRoot, row)


def stranger(session: Session, keyring: Keyring) -> str:
    """Why we may not sign with the key that we hold, as a sentence; empty when we may."""
    known = daily.keys(session)
    if not known or known[-1].public in keyring:
        return ""
    return (
        f"Daily roots were signed with the key {known[-1].public}, which is not here. Put it back, "
        "or begin again with `engage keys --lost`."
    )


def begin_again(session: Session, keyring: Keyring, *, at: datetime) -> None:
    """Go on with a new key although nobody hands over: the old one is lost."""
    _note(session, Key(public=keyring.public, since=iso(at)), at)


def _signing_key(session: Session, keyring: Keyring, at: datetime) -> str:
    """The key that signs; noted, and handed over by the one before it, when it is new."""
    if problem := stranger(session, keyring):
        raise AnotherKey(problem)
    known = [key.public for key in daily.keys(session)]
    if keyring.public in known:
        return known[-1]
    line = Key(public=keyring.public, since=iso(at), previous=known[-1] if known else None)
    if line.previous:
        line = replace(line, signature=keyring.sign(line.previous, signed_words(line)))
    _note(session, line, at)
    return line.public


def _note(session: Session, line: Key, at: datetime) -> None:
    session.add(
        SigningKey(public=line.public, since=at, previous=line.previous, signature=line.signature)
    )
    session.flush()


def trusted(public: str, keys: Sequence[Key]) -> set[str]:
    """The keys that whoever trusts one may trust: those that were handed over from it."""
    good = {public}
    for key in keys:
        if key.previous in good and _is_by(key.previous, key):
            good.add(key.public)
    return good


def fault_of_days(days: Sequence[Day], keys: Sequence[Key], *, public: str) -> str:
    """The first signed line that does not hold for whoever trusts this key; empty when all do."""
    good = trusted(public, keys)
    for day in days:
        if day.key not in good:
            return f"The root of {day.day} was signed with a key that was not handed over."
        if not _is_by(day.key, day):
            return f"The signature of {day.day} is not of that root."
    return ""


def signed_after(number: int, roots: Sequence[Root], days: Sequence[Day]) -> Day | None:
    """The first signed day that covers a root, where the chain from it to that day is here."""
    published = {root.number: root.root for root in roots}
    covering = (day for day in days if day.seal >= number)
    return next((day for day in covering if published.get(day.seal) == day.root), None)


def _is_by(public: str | None, line: Day | Key) -> bool:
    return holds(public or "", signed_words(line), line.signature or "")


def holds(public: str, words: bytes, signature: str) -> bool:
    """Whether this signature, in hexadecimal digits, is of these words and by this key."""
    try:
        VerifyKey(bytes.fromhex(public)).verify(words, bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    return True
