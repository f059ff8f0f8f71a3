"""A store in a bucket that speaks S3, through obstore: loaded only where a bucket is named.

Bytes go both ways in pieces, so a large file never stands in memory whole.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import SEEK_END, BufferedReader, BytesIO, RawIOBase
from typing import Any, BinaryIO
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from engage.kernel.store import KEY, NotStored, StoreSilent, new_key

PIECE = 5 * 1024 * 1024
AT_ONCE = 2  # pieces of one file on their way
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
ASKED = {"region", "endpoint"}


def store_at(url: str) -> "ObjectStore":
    """``s3://key:secret@bucket/prefix?region=eu-west-2&endpoint=https://host``.

    Without a key in it, and without a region, the ``AWS_*`` variables are read. Raises
    ValueError with a sentence for the operator.
    """
    parts = urlsplit(url)
    bucket = parts.netloc.rpartition("@")[2]
    if not BUCKET.fullmatch(bucket):
        raise ValueError("The store must name its bucket, such as s3://bucket?region=eu-west-2.")
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := asked.keys() - ASKED:
        raise ValueError(f"A bucket has no {sorted(unknown)[0]!r}: say region or endpoint.")
    endpoint = asked.get("endpoint", "")
    if endpoint and not urlsplit(endpoint).hostname:
        raise ValueError("The endpoint of the bucket must begin with https:// and name a host.")
    return ObjectStore(_client(bucket, parts, asked), bucket)


def _client(bucket: str, parts: SplitResult, asked: dict[str, str]) -> S3Store:
    known: dict[str, Any] = dict(asked)
    if parts.username:
        known["access_key_id"] = unquote(parts.username)
        known["secret_access_key"] = unquote(parts.password or "")
    if prefix := unquote(parts.path).strip("/"):
        known["prefix"] = prefix
    plain = asked.get("endpoint", "").startswith("http://")
    return S3Store(
        bucket,
        client_options={"allow_http": plain, "connect_timeout": "5s", "timeout": "60s"},
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
        **known,
    )


class ObjectStore:
    """Objects of one bucket, or below one prefix of it."""

    def __init__(self, client: S3Store, bucket: str) -> None:
        self.client, self.bucket = client, bucket

    def put(self, key: str, data: bytes | BinaryIO) -> int:
        source = BytesIO(data) if isinstance(data, bytes) else data
        size = source.seek(0, SEEK_END)
        source.seek(0)
        with _in_words(_safe(key)):
            obstore.put(self.client, key, source, chunk_size=PIECE, max_concurrency=AT_ONCE)
        return size

    def open(self, key: str) -> BinaryIO:
        with _in_words(_safe(key)):
            reader = obstore.open_reader(self.client, key)
        return BufferedReader(Object(reader, key))

    def delete(self, key: str) -> None:
        with _in_words(_safe(key)):
            obstore.delete(self.client, key)

    def fault(self) -> str:
        """A trial: only writing shows whether we may write."""
        key = new_key()
        try:
            self.put(key, b"engage check")
            self.delete(key)
        except NotStored:
            return f"There is no bucket {self.bucket!r}."
        except StoreSilent as problem:
            return str(problem)
        return ""


class Object(RawIOBase):
    """One object as a file that is read from its beginning to its end."""

    def __init__(self, reader: "obstore.ReadableFile", key: str) -> None:
        self.reader, self.key = reader, key

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any, /) -> int:
        with _in_words(self.key):
            piece = bytes(self.reader.read(len(target)))
        target[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self.reader.close()
        super().close()


def _safe(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError("not a store key")
    return key


@contextmanager
def _in_words(key: str) -> Iterator[None]:
    """What the library raises, as what every store raises; its first line says enough."""
    try:
        yield
    except FileNotFoundError as missing:
        raise NotStored(key) from missing
    except (BaseError, OSError) as problem:
        raise StoreSilent(str(problem).splitlines()[0]) from problem
