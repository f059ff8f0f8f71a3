"""A bucket keeps what a folder keeps, in pieces, and says in words why it cannot."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO

import pytest

from engage.kernel.objects import ObjectStore, store_at
from engage.kernel.store import NotStored, StoreSilent, new_key, store_from
from tests.buckets import bucket_server
from tests.services import free_port

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with bucket_server() as address:
        yield address


@pytest.fixture
def store(url: str) -> ObjectStore:
    return store_at(url)


def test_the_address_says_which_store() -> None:
    assert isinstance(store_from("s3://bucket?region=eu-west-2"), ObjectStore)


@pytest.mark.parametrize("data", [b"", b"four", b"x" * 12_000_001])
def test_bytes_come_back(store: ObjectStore, data: bytes) -> None:
    key = new_key()
    assert store.put(key, data) == len(data)
    with store.open(key) as stream:
        assert stream.read() == data


def test_a_stream_comes_back_in_pieces(store: ObjectStore) -> None:
    key = new_key()
    sent = os.urandom(3_000_000)
    assert store.put(key, BytesIO(sent)) == len(sent)
    with store.open(key) as stream:
        pieces = list(iter(lambda: stream.read(65_536), b""))
    assert b"".join(pieces) == sent
    assert max(map(len, pieces)) == 65_536


def test_putting_again_replaces_and_deleting_forgets(store: ObjectStore) -> None:
    key = new_key()
    store.put(key, b"first and longer")
    store.put(key, b"second")
    with store.open(key) as stream:
        assert stream.read() == b"second"
    store.delete(key)
    store.delete(key)
    with pytest.raises(NotStored):
        store.open(key)


@pytest.mark.parametrize("key", ["", "../etc", "G" * 32, "a" * 31])
def test_only_our_keys_reach_the_bucket(store: ObjectStore, key: str) -> None:
    with pytest.raises(ValueError):
        store.put(key, b"x")
    with pytest.raises(ValueError):
        store.open(key)


def test_the_trial_of_the_check(store: ObjectStore, url: str) -> None:
    assert store.fault() == ""
    assert store_at(url.replace("marlbury-files", "nowhere")).fault() == (
        "There is no bucket 'nowhere'."
    )


def test_a_bucket_that_does_not_answer(url: str) -> None:
    silent = store_at(f"s3://key:secret@bucket?region=x&endpoint=http://127.0.0.1:{free_port()}")
    began = time.monotonic()
    with pytest.raises(StoreSilent):
        silent.put(new_key(), b"x")
    assert "error sending request" in silent.fault()
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("s3://", "must name its bucket"),
        ("s3://Bucket_Of_Ours", "must name its bucket"),
        ("s3://bucket?colour=red", "A bucket has no 'colour'"),
        ("s3://bucket?endpoint=minio", "must begin with https://"),
        ("folder:", "must name its folder"),
        ("ftp://bucket", "must be a folder or a bucket"),
    ],
)
def test_an_address_that_will_not_do_gets_a_sentence(address: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        store_from(address)


def test_without_the_library_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "engage.kernel.objects", None)
    store_from.cache_clear()
    with pytest.raises(ValueError, match=r"install engage\[s3\]"):
        store_from("s3://another-bucket")


def test_who_has_a_folder_does_not_load_what_reads_buckets() -> None:
    code = (
        "import sys, engage.app, workers.tasks\n"
        "from engage.kernel.store import store_from\n"
        "store_from('folder:///tmp/x')\n"
        "sys.exit('obstore' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
