"""The list of a pack's files, and whether a pack is what its list says."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from engage.kernel.signing import Keyring, holds

NAME = "manifest.json"
PIECE = 1024 * 1024
HEADING = b"engage pack\n"


class Entry(NamedTuple):
    """One file of a pack."""

    name: str
    size: int
    sha256: str


def written(
    reference: str, at: datetime, entries: list[Entry], keyring: Keyring | None = None
) -> bytes:
    """JSON that a person can read; with a keyring it is signed (Ed25519, RFC 8032)."""
    told: dict[str, Any] = {
        "pack": reference,
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "files": [entry._asdict() for entry in entries],
    }
    if keyring:
        told["key"] = keyring.public
        told["signature"] = keyring.sign(keyring.public, _signed(told))
    return json.dumps(told, indent=1).encode()


def is_pack(path: Path) -> bool:
    return zipfile.is_zipfile(path)


def faults(path: Path, public: str | None = None) -> Iterator[str]:
    """What does not hold of a pack, a sentence each. ``public``: the key that must have signed."""
    try:
        with zipfile.ZipFile(path) as pack:
            told = json.loads(pack.read(NAME))
            listed = {each["name"]: each for each in told["files"]}
            yield from _wrong_files(pack, listed)
            yield from _wrong_signature(told, public)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, OSError) as problem:
        yield f"{path.name} cannot be read as a pack: {problem}."


def _wrong_files(pack: zipfile.ZipFile, listed: Mapping[str, Any]) -> Iterator[str]:
    there = sorted(pack.namelist())
    for name in sorted({name for name in there if there.count(name) > 1}):
        yield f"{name} is in the pack more than once."
    for name in sorted(set(there) - set(listed) - {NAME}):
        yield f"{name} is in the pack, but not in its list."
    for name, each in sorted(listed.items()):
        if name not in there:
            yield f"{name} is missing."
        elif _digest(pack, name) != each["sha256"]:
            yield f"{name} was changed."


def _wrong_signature(told: Mapping[str, Any], public: str | None) -> Iterator[str]:
    if public and told.get("key") != public:
        yield "The pack was not signed with this key."
    signature = told.get("signature", "")
    if signature and not holds(str(told.get("key", "")), _signed(told), str(signature)):
        yield "The signature is not of this pack."


def _signed(told: Mapping[str, Any]) -> bytes:
    said = {name: value for name, value in told.items() if name != "signature"}
    return HEADING + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _digest(pack: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with pack.open(name) as file:
        for piece in iter(lambda: file.read(PIECE), b""):
            digest.update(piece)
    return digest.hexdigest()
