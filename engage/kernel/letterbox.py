"""Where mail that came back arrives: a folder of files, a Maildir, or a mailbox over IMAP."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from engage.kernel.mailbox import folder_of

LARGEST = 2_000_000  # bytes; what comes back is rarely larger than what went out
TIMEOUT = 20.0


class Letterbox(Protocol):
    """Gives each letter once it is asked; whoever read it says what becomes of it."""

    def letters(self, most: int) -> Iterator[tuple[str, bytes]]:
        """Key and bytes. Raises OSError when the box cannot be opened."""

    def drop(self, keys: list[str]) -> None:
        """They were understood and noted."""

    def leave(self, keys: list[str]) -> None:
        """They are for people: they stay, and are not given again."""


def letterbox_from(url: str) -> Letterbox | None:
    """``imaps://user:pass@host/INBOX``, ``imap://`` without encryption, or ``folder:///path``.

    None for no address. Raises ValueError with a sentence for the operator.
    """
    if not url:
        return None
    if folder := folder_of(url):
        return FolderBox(folder)
    parts = urlsplit(url)
    if parts.scheme in ("imap", "imaps") and parts.hostname and parts.username:
        return ImapBox(
            host=parts.hostname,
            port=parts.port or (993 if parts.scheme == "imaps" else 143),
            tls=parts.scheme == "imaps",
            username=unquote(parts.username),
            password=unquote(parts.password or ""),
            mailbox=unquote(parts.path.strip("/")) or "INBOX",
        )
    raise ValueError(
        "Bounces are read from imaps://user:password@mail.example/INBOX or from folder:///path."
    )


class FolderBox:
    """Files that end in .eml, or the new letters of a Maildir."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.maildir = (folder / "new").is_dir()

    def letters(self, most: int) -> Iterator[tuple[str, bytes]]:
        where = self.folder / "new" if self.maildir else self.folder
        pattern = "*" if self.maildir else "*.eml"
        found = sorted(path for path in where.glob(pattern) if path.is_file())
        for path in found[:most]:
            with path.open("rb") as letter:
                yield path.name, letter.read(LARGEST)

    def drop(self, keys: list[str]) -> None:
        for key in keys:
            self._path(key).unlink(missing_ok=True)

    def leave(self, keys: list[str]) -> None:
        kept = self.folder / ("cur" if self.maildir else "not-bounces")
        kept.mkdir(exist_ok=True)
        for key in keys:
            name = f"{key.partition(':')[0]}:2,S" if self.maildir else key
            self._path(key).replace(kept / name)

    def _path(self, key: str) -> Path:
        return (self.folder / "new" if self.maildir else self.folder) / key


class ImapBox:
    """A mailbox. What was understood is deleted, the rest is marked as seen."""

    def __init__(
        self, *, host: str, port: int, tls: bool, username: str, password: str, mailbox: str
    ) -> None:
        self.host, self.port, self.tls = host, port, tls
        self.username, self.password, self.mailbox = username, password, mailbox

    def letters(self, most: int) -> Iterator[tuple[str, bytes]]:
        with self._open() as client:
            found = client.uid("SEARCH", "UNSEEN")[1]
            for key in (found[0] or b"").decode("ascii").split()[:most]:
                answer = client.uid("FETCH", key, f"(BODY.PEEK[]<0.{LARGEST}>)")[1]
                raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
                if isinstance(raw, bytes):
                    yield key, raw

    def drop(self, keys: list[str]) -> None:
        if keys:
            with self._open() as client:
                client.uid("STORE", ",".join(keys), "+FLAGS", r"(\Seen \Deleted)")
                client.expunge()

    def leave(self, keys: list[str]) -> None:
        if keys:
            with self._open() as client:
                client.uid("STORE", ",".join(keys), "+FLAGS", r"(\Seen)")

    @contextmanager
    def _open(self) -> Iterator[imaplib.IMAP4]:
        """Signed in, with the mailbox chosen. Raises OSError."""
        try:
            with self._client() as client:
                client.login(self.username, self.password)
                client.select(f'"{self.mailbox}"')
                yield client
        except imaplib.IMAP4.error as fault:
            raise OSError(f"{self.host}: {fault}") from fault

    def _client(self) -> imaplib.IMAP4:
        if self.tls:
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=TIMEOUT)
        return imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
