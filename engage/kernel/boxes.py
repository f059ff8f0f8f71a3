"""Encryption with keys that we do not keep: libsodium's boxes, and nothing of our own.

A *sealed box* (X25519, XSalsa20-Poly1305) is closed with a public key and opened with the private
one. A *locked box* is closed and opened with one secret of 32 bytes. A private key is kept under a
phrase that only its owner knows (argon2id, RFC 9106).
"""

import struct
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.utils import random

SECRET = 32  # bytes of a key
SALT = 16
HEADER = struct.Struct(">BI")  # rounds, KiB


class BadBox(ValueError):
    """Not the right key or phrase, or the box was changed. Nothing tells which."""


class Pair(NamedTuple):
    """Two keys of 32 bytes each."""

    private: bytes
    public: bytes


class Cost(NamedTuple):
    """What one guess of a phrase costs: rounds of argon2id, and memory in KiB."""

    rounds: int = 3
    memory: int = 64 * 1024


def new_pair() -> Pair:
    key = PrivateKey.generate()
    return Pair(bytes(key), bytes(key.public_key))


def public_of(private: bytes) -> bytes:
    return bytes(PrivateKey(private).public_key)


def sealed(public: bytes, data: bytes) -> bytes:
    """Closed for whoever holds the private key: 48 bytes longer than ``data``."""
    return bytes(SealedBox(PublicKey(public)).encrypt(data))


def unsealed(private: bytes, box: bytes) -> bytes:
    """Raises BadBox."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(box))
    except CryptoError as problem:
        raise BadBox from problem


def new_secret() -> bytes:
    return random(SECRET)


def locked(secret: bytes, data: bytes) -> bytes:
    """Closed with a secret of 32 bytes: 40 bytes longer than ``data``."""
    return bytes(SecretBox(secret).encrypt(data))


def unlocked(secret: bytes, box: bytes) -> bytes:
    """Raises BadBox."""
    try:
        return bytes(SecretBox(secret).decrypt(box))
    except (CryptoError, ValueError) as problem:
        raise BadBox from problem


def kept(private: bytes, phrase: str, cost: Cost | None = None) -> bytes:
    """A private key under a phrase, with what it takes to try the phrase. Slow on purpose."""
    cost = cost or Cost()
    salt = random(SALT)
    return HEADER.pack(*cost) + salt + locked(_stretched(phrase, salt, cost), private)


def taken(box: bytes, phrase: str) -> bytes:
    """The private key. Slow on purpose. Raises BadBox."""
    cost = Cost(*HEADER.unpack_from(box))
    salt, closed = box[HEADER.size : HEADER.size + SALT], box[HEADER.size + SALT :]
    return unlocked(_stretched(phrase, salt, cost), closed)


def _stretched(phrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        phrase.encode(),
        salt,
        time_cost=cost.rounds,
        memory_cost=cost.memory,
        parallelism=1,
        hash_len=SECRET,
        type=Type.ID,
    )
