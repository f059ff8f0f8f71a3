"""Passwords: argon2id in one place, and which ones would be guessed first.

The rules are those of the NCSC: length, no composition rules, a list of what is refused.
Hashing takes about 30 ms and 19 MiB: do it outside a write transaction.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
FEWEST_DIFFERENT = 5
LONG_ENOUGH_TO_TELL = 4
KNOWN = Path(__file__).with_name("data") / "common_passwords.txt"
OURS = "engage"
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
BETWEEN = re.compile(r"[\W_]+")
PERSONAL = (
    "Choose a password without your name, your e-mail address or the name of this service in it"
)
COMMON = "That password is too easy to guess. Use three random words"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked when there is nobody to check, so that both take as long. Nobody knows its password.
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$4QC/c7ZHULvpnU245C7Cpw$7I+5ED/B5ntyzJi1iEbrxmw6a5G4v440MDSNI2oY7wg"
)


def hashed(password: str) -> str:
    """What is stored instead of the password."""
    return _hasher.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether it is the password; takes as long when nothing is stored."""
    try:
        _hasher.verify(stored or NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with other costs than ours of today."""
    return _hasher.check_needs_rehash(stored)


def weakness(password: str, *about: str) -> str | None:
    """Why this one would be guessed, or None. ``about``: the person's name and e-mail address."""
    typed = password.casefold()
    if any(part in typed for part in _telling(*about)):
        return PERSONAL
    if typed.isdecimal() or len(set(typed)) < FEWEST_DIFFERENT or _is_common(typed):
        return COMMON
    return None


def _telling(*about: str) -> Iterator[str]:
    yield OURS
    for text in about:
        for part in BETWEEN.split(text.casefold().partition("@")[0]):
            if len(part) >= LONG_ENOUGH_TO_TELL:
                yield part


def _is_common(typed: str) -> bool:
    core = BETWEEN.sub("", AROUND.sub("", typed))
    return any(text in _common() for text in (typed, core, _once(core), _once(typed)))


def _once(text: str) -> str:
    """``abcabc`` is no better than ``abc``."""
    period = (text + text).find(text, 1)
    return text[:period] if 0 < period < len(text) else text


@cache
def _common() -> frozenset[str]:
    return frozenset(KNOWN.read_text(encoding="utf-8").split())
