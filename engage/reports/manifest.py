"""What was compiled, of which responses, and the digest of each file: for whoever checks later.

The digest of the manifest itself is part of the fact that the compiling ended. That fact is sealed
in the audit trail, whose roots are published: so a file can be proved to be the one of that day.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec import Struct, to_builtins

from engage.kernel.signing import Keyring, holds

SUMS = "sums"  # how the row of its file is called


class Listed(Struct, frozen=True, kw_only=True):
    """One file: its ending, its bytes, and their SHA-256."""

    format: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """``snapshot`` is the SHA-256 of the identifiers of the responses, in their order.

    ``signature`` (Ed25519, RFC 8032) is of everything before it, as ``signed_words`` writes it.
    """

    challenge: str
    compiled_at: str
    responses: int
    snapshot: str
    files: list[Listed]
    key: str = ""
    signature: str = ""


class Snapshot:
    """Which responses went by: each version of one has an identifier of its own."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def passing(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self.add(row.id)
            yield row

    def add(self, submission_id: UUID) -> None:
        self._digest.update(submission_id.bytes)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def written(
    reference: str,
    at: datetime,
    responses: int,
    snapshot: Snapshot,
    files: Mapping[str, tuple[int, str]],
    keyring: Keyring | None = None,
) -> bytes:
    """The manifest as a file: JSON that a person can read. ``files``: size and digest by ending."""
    told: dict[str, Any] = {
        "challenge": reference,
        "compiled_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "responses": responses,
        "snapshot": snapshot.sha256,
        "files": [
            {"format": format, "size": size, "sha256": digest}
            for format, (size, digest) in sorted(files.items())
        ],
    }
    if keyring:
        told["key"] = keyring.public
        told["signature"] = keyring.sign(keyring.public, signed_words(told))
    return json.dumps(told, indent=1).encode()


def signed_words(told: Mapping[str, Any]) -> bytes:
    """What a signature is of: all but itself, keys in order, without spaces."""
    said = {name: value for name, value in told.items() if name != "signature"}
    return b"engage compiled\n" + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def wrong_signature(manifest: Manifest, public: str | None) -> str:
    """Why its signature does not hold for whoever trusts this key; empty when it does.

    Without a key that is trusted, the one that it names.
    """
    if public and manifest.key != public:
        return "The manifest was not signed with this key."
    told = to_builtins(manifest)
    if manifest.signature and not holds(manifest.key, signed_words(told), manifest.signature):
        return "The signature is not of this manifest."
    return ""


def wrong_beside(manifest: Manifest, folder: Path) -> Sequence[str]:
    """What does not hold of the files that lie in a folder, a sentence each.

    A file is known by its ending; one that is not there was not taken away, and is not missed.
    """
    return [
        f"{path.name} is not the file that was compiled."
        for listed in manifest.files
        for path in sorted(folder.glob(f"{manifest.challenge}-responses*.{listed.format}"))
        if _digest(path) != listed.sha256
    ]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
