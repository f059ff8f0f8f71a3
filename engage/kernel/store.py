"""Where blobs live. Keys are random and say nothing about what they hold."""

import os
import re
import secrets
import shutil
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

_KEY = re.compile(r"[0-9a-f]{32,64}")


class NotStored(LookupError):
    """Nothing is kept under this key."""


class Store(Protocol):
    """Blobs by key. ``put`` is all or nothing: a reader never sees half a file."""

    def put(self, key: str, data: bytes | BinaryIO) -> int:
        """Keep these bytes, replacing what was there; how many bytes they are."""

    def open(self, key: str) -> BinaryIO:
        """A stream the caller closes. Raises NotStored."""

    def delete(self, key: str) -> None:
        """Forget it; no complaint if it was not there."""


def new_key() -> str:
    """A key nobody can guess, safe in a path and in an address."""
    return secrets.token_hex(16)


def store_from(url: str) -> Store:
    """The store an operator named: ``folder:///var/lib/engage/store``. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme != "folder" or not parts.path:
        raise ValueError("The store must be a folder, such as folder:///var/lib/engage/store.")
    return FolderStore(Path(unquote(parts.path)))


class FolderStore:
    """Files under one folder, two levels deep so that no directory grows too long."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes | BinaryIO) -> int:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_atomically(path, data)

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as missing:
            raise NotStored(key) from missing

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        """Only hexadecimal digits reach the file system, so no key can leave the folder."""
        if not _KEY.fullmatch(key):
            raise ValueError("not a store key")
        return self.root / key[:2] / key


def write_atomically(path: Path, data: bytes | BinaryIO) -> int:
    """Write beside the target, flush to disk, then rename over it; the size in bytes."""
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    source = BytesIO(data) if isinstance(data, bytes) else data
    try:
        with beside.open("xb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
            size = target.tell()
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _flush_folder(path.parent)
    return size


def _flush_folder(folder: Path) -> None:
    """Without this a power cut may forget the new name though the bytes are on disk."""
    if os.name == "nt":  # Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
