"""Where blobs live. Keys are random and say nothing about what they hold."""

import os
import pkgutil
import re
import secrets
import shutil
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

KEY = re.compile(r"[0-9a-f]{32,64}")
DRIVERS = {"folder": "engage.kernel.store:folder_at", "s3": "engage.kernel.objects:store_at"}
"""Loaded by name, as SQLAlchemy loads its own: only who has a bucket needs what reads buckets."""


class NotStored(LookupError):
    """Nothing is kept under this key."""


class StoreSilent(OSError):
    """The store does not answer, or says no; the text says which."""


class Store(Protocol):
    """Blobs by key. ``put`` is all or nothing: a reader never sees half a file."""

    def put(self, key: str, data: bytes | BinaryIO) -> int:
        """Keep these bytes, replacing what was there; how many bytes they are."""

    def open(self, key: str) -> BinaryIO:
        """A stream the caller closes. Raises NotStored."""

    def delete(self, key: str) -> None:
        """Forget it; no complaint if it was not there."""

    def fault(self) -> str:
        """Why nothing can be kept here now, as a sentence; empty when it can."""


def new_key() -> str:
    """A key nobody can guess, safe in a path and in an address."""
    return secrets.token_hex(16)


@lru_cache(maxsize=8)
def store_from(url: str) -> Store:
    """The store an operator named: ``folder:///var/lib/engage/store``, or ``s3://bucket``.

    Raises ValueError with a sentence for the operator.
    """
    driver = DRIVERS.get(urlsplit(url).scheme)
    if driver is None:
        raise ValueError(
            "The store must be a folder or a bucket, such as folder:///var/lib/engage/store"
            " or s3://bucket?region=eu-west-2."
        )
    try:
        opened: Store = pkgutil.resolve_name(driver)(url)
    except ModuleNotFoundError as missing:
        raise ValueError(f"This store needs {missing.name}: install engage[s3].") from missing
    return opened


def folder_at(url: str) -> "FolderStore":
    """``folder:///path``. Raises ValueError."""
    path = unquote(urlsplit(url).path)
    if not path:
        raise ValueError("The store must name its folder: folder:///var/lib/engage/store.")
    return FolderStore(Path(path))


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

    def fault(self) -> str:
        there = next(path for path in (self.root, *self.root.parents) if path.exists())
        fits = there.is_dir() and os.access(there, os.W_OK)
        return "" if fits else f"{self.root} is no folder we may write to."

    def _path(self, key: str) -> Path:
        """Only hexadecimal digits reach the file system, so no key can leave the folder."""
        if not KEY.fullmatch(key):
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
