"""Signed links: what a browser hands back can be trusted, until it is too old."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from engage.kernel.clock import wall
from engage.kernel.errors import Refusal


class BadLink(Refusal):
    """The link cannot be used; the sentence says what to do next."""


class LinkExpired(BadLink):
    """It was ours, and it is too old."""


class LinkAltered(BadLink):
    """It is not as we made it: cut short by a mail program, retyped, or made up."""


class _StampedAt(TimestampSigner):
    """Signs with a moment it is given, so that tests and batches can choose it."""

    def __init__(self, *args: Any, moment: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._moment = moment

    def get_timestamp(self) -> int:
        return super().get_timestamp() if self._moment is None else self._moment


class Signer:
    """Signs with the newest key and reads with any, so that keys can be changed calmly."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or not all(keys):
            raise ValueError("a signer needs at least one key, and none may be empty")
        self._keys = tuple(reversed(keys))  # itsdangerous signs with the last one
        self._known: dict[str, URLSafeTimedSerializer] = {}

    def sign(self, purpose: str, *values: str, at: datetime | None = None) -> str:
        """A token safe in a path or a query. It can be read by anyone, and changed by nobody."""
        serializer = self._serializer(purpose, at) if at else self._now(purpose)
        return str(serializer.dumps(values))

    def _now(self, purpose: str) -> URLSafeTimedSerializer:
        """Made once for each purpose: a batch of messages signs thousands of times."""
        if purpose not in self._known:
            self._known[purpose] = self._serializer(purpose)
        return self._known[purpose]

    def read(
        self, purpose: str, token: str, max_age: timedelta, *, at: datetime | None = None
    ) -> tuple[str, ...]:
        """The values signed for this purpose. Raises LinkExpired or LinkAltered."""
        try:
            values, signed = self._serializer(purpose).loads(token, return_timestamp=True)
        except (BadData, ValueError) as fault:
            raise LinkAltered(
                "This link does not work. Copy the whole link from the e-mail, or ask for a new one"
            ) from fault
        if (at or wall()) - signed > max_age:
            raise LinkExpired("This link has expired. Ask for a new one")
        return tuple(values)

    def read_id(
        self, purpose: str, token: str, max_age: timedelta, *, at: datetime | None = None
    ) -> UUID:
        """The identifier signed for this purpose. Raises LinkExpired or LinkAltered."""
        values = self.read(purpose, token, max_age, at=at)
        try:
            return UUID(values[0])
        except (ValueError, IndexError) as fault:
            raise LinkAltered("This link does not work. Copy the whole link again") from fault

    def _serializer(self, purpose: str, at: datetime | None = None) -> URLSafeTimedSerializer:
        moment = None if at is None else int(at.timestamp())
        return URLSafeTimedSerializer(
            list(self._keys),
            salt=f"engage.{purpose}",
            signer=_StampedAt,
            signer_kwargs={
                "key_derivation": "hmac",
                "digest_method": hashlib.sha256,
                "moment": moment,
            },
        )


def secret(bytes_of_entropy: int = 32) -> str:
    """A random text safe in an address, for single-use links and cookies."""
    return secrets.token_urlsafe(bytes_of_entropy)


def fingerprint(token: str) -> str:
    """SHA-256 in hexadecimal: what the database keeps instead of the token itself."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
