"""Reads back the mails a FolderTransport wrote, for the demonstration's mail page."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from engage.kernel.paging import Page

SAFE_STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,199}")


@dataclass(frozen=True, kw_only=True)
class StoredMail:
    """What a person would see of one mail. ``name`` is its file's stem."""

    name: str
    message_id: str
    sender: str
    to: str
    subject: str
    date: datetime
    text: str
    html: str | None
    calendar: str | None


def folder_of(url: str) -> Path | None:
    """Where mails of ``folder:///path`` are written; None when they really go out."""
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "folder" and parts.path else None


def read_folder(folder: Path, page: Page) -> list[StoredMail]:
    """Some mails, newest first; none if nothing was ever sent."""
    return [_parse(path) for path in _newest_first(folder)[page.offset : page.offset + page.limit]]


def count_folder(folder: Path) -> int:
    """How many mails there are, for paging."""
    return len(_newest_first(folder))


def read_one(folder: Path, name: str) -> StoredMail | None:
    """The mail of this name, or None; a name cannot lead out of the folder."""
    path = folder / f"{name}.eml"
    if not SAFE_STEM.fullmatch(name) or not path.is_file():
        return None
    return _parse(path)


def _newest_first(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if path.suffix == ".eml"]
    return sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _parse(path: Path) -> StoredMail:
    message = message_from_bytes(
        path.read_bytes(), policy=EmailMessage().policy
    )  # pages that show no mail do without its module
    return StoredMail(
        name=path.stem,
        message_id=str(message["Message-ID"] or "").strip("<>"),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        date=_date(message, path),
        text=_part(message, "text/plain") or "",
        html=_part(message, "text/html"),
        calendar=_part(message, "text/calendar"),
    )


def _part(message: EmailMessage, kind: str) -> str | None:
    for part in message.walk():
        if part.get_content_type() == kind and not part.is_attachment():
            content: str = part.get_content()
            return content.replace("\r\n", "\n")
    return None


def _date(message: EmailMessage, path: Path) -> datetime:
    sent: datetime | None = getattr(message["Date"], "datetime", None)
    return sent or datetime.fromtimestamp(path.stat().st_mtime, UTC)
