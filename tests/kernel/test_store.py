"""The store keeps what it is given, whole or not at all, and only inside its folder."""

from io import BytesIO
from pathlib import Path

import pytest

from engage.kernel.store import FolderStore, NotStored, new_key, store_from


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def held(store: FolderStore, key: str) -> bytes | None:
    try:
        with store.open(key) as stream:
            return stream.read()
    except NotStored:
        return None


@pytest.mark.parametrize("data", [b"", b"four", b"x" * 3_000_000])
def test_bytes_come_back(store: FolderStore, data: bytes) -> None:
    key = new_key()
    assert store.put(key, data) == len(data)
    assert held(store, key) == data


def test_a_stream_comes_back(store: FolderStore) -> None:
    key = new_key()
    assert store.put(key, BytesIO(b"a stream")) == 8
    assert held(store, key) == b"a stream"


def test_putting_again_replaces(store: FolderStore) -> None:
    key = new_key()
    store.put(key, b"first and longer")
    store.put(key, b"second")
    assert held(store, key) == b"second"


def test_what_is_not_there(store: FolderStore) -> None:
    key = new_key()
    store.delete(key)
    with pytest.raises(NotStored):
        store.open(key)


def test_delete(store: FolderStore) -> None:
    key = new_key()
    store.put(key, b"gone soon")
    assert held(store, key) is not None
    store.delete(key)
    assert held(store, key) is None


class Breaks(BytesIO):
    """A source that fails half-way."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError("the line dropped")
        return super().read(4)


def test_a_failed_write_leaves_nothing_and_spoils_nothing(store: FolderStore) -> None:
    key, other = new_key(), new_key()
    store.put(key, b"the old one")
    for target in (key, other):
        with pytest.raises(OSError, match="dropped"):
            store.put(target, Breaks(b"the new one"))
    assert held(store, key) == b"the old one"
    assert held(store, other) is None
    assert [path.name for path in store.root.rglob("*") if path.is_file()] == [key]


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "..", "../" * 12 + "etc/passwd", "/etc/passwd", "a" * 31, "a" * 65, "A" * 32),
        *("a" * 30 + "/.", "a" * 31 + "\x00", "a" * 32 + "\n", "٣" * 32, "a" * 31 + "\\"),
    ],
)
def test_a_key_cannot_leave_the_folder(store: FolderStore, key: str) -> None:
    for use in (store.open, store.delete):
        with pytest.raises(ValueError, match="not a store key"):
            use(key)
    with pytest.raises(ValueError, match="not a store key"):
        store.put(key, b"")


def test_keys_are_all_different() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000


def test_a_store_is_named_by_an_address(tmp_path: Path) -> None:
    store = store_from(f"folder://{tmp_path}/a%20folder")
    key = new_key()
    store.put(key, b"here")
    assert (tmp_path / "a folder" / key[:2] / key).read_bytes() == b"here"


@pytest.mark.parametrize("url", ["", "folder://", "s3:bucket", "/var/store"])
def test_an_unknown_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="The store must"):
        store_from(url)


def test_a_folder_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    assert FolderStore(tmp_path / "not yet" / "there").fault() == ""
    (tmp_path / "file").touch()
    assert "is no folder we may write to" in FolderStore(tmp_path / "file").fault()
