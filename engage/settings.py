"""Settings: ``ENGAGE_*`` variables, read once into one frozen dataclass. See docs/operating.md."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engage.kernel.installation import PLACEHOLDER, Installation

WEAK = {"secret", "dev", "test", "changeme", "password", "engage", "default", "key"}
MEMORY_BROKER = "memory://"
OCID_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")
SEED = re.compile(r"[0-9a-f]{64}")
LONGEST_NAME = 200
TAKEN = {"ocds-h6vhtk", "ocds-b5fd17", "ocds-r6ebe6"}
"""Of Find a Tender, Contracts Finder and Public Contracts Scotland: only they mint these."""


@dataclass(frozen=True)
class Settings:
    """What one installation is. Defaults are safe in production; an empty secret never starts."""

    data: Path = Path("var")
    database_url: str = ""  # empty: SQLite under ``data``
    broker_url: str = MEMORY_BROKER
    secret_keys: tuple[str, ...] = ()  # newest first; the older ones still read old links
    signing_keys: tuple[str, ...] = ()  # newest first; empty: a file under ``data``
    base_url: str = "http://127.0.0.1:8000"
    ocid_prefix: str = PLACEHOLDER  # begins the ids of our open data; register your own
    publisher: str = ""  # who publishes our open data; empty: the host of ``base_url``
    mail_url: str = ""  # empty: files under ``data/mail``
    mail_fallback_url: str = ""  # takes over while ``mail_url`` fails; empty: mail waits
    mail_from: str = ""
    bounces_url: str = ""  # where mail that came back arrives; empty: it is not read
    bounces_secret: str = ""  # what a relay says that tells of it; empty: none may
    store_url: str = ""  # empty: files under ``data/store``
    clamd: str = ""  # empty: nothing is scanned for viruses
    largest_file: int = 10  # megabytes
    fts_url: str = ""  # Find a Tender's address; empty: nothing is read there or sent there
    fts_keys: tuple[tuple[str, str], ...] = ()  # a council's slug and its key; "" for every council
    demo: bool = False
    proxies: int = 0  # how many reverse proxies stand in front
    worker_threads: int = 4
    web_workers: int = 2

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.data / 'engage.db').absolute()}"

    @property
    def mail(self) -> str:
        return self.mail_url or f"folder://{(self.data / 'mail').absolute()}"

    @property
    def store(self) -> str:
        return self.store_url or f"folder://{(self.data / 'store').absolute()}"

    @property
    def installation(self) -> Installation:
        return Installation(self.base_url, self.ocid_prefix, self.secret_keys)

    @property
    def sender(self) -> str:
        return self.mail_from or f"engage@{urlsplit(self.base_url).hostname or 'localhost'}"

    @property
    def secure(self) -> bool:
        """Whether people reach us by HTTPS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def embedded(self) -> bool:
        return self.broker_url.startswith(MEMORY_BROKER)


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from ``ENGAGE_*`` variables; a number that is not one raises ValueError."""

    def text(name: str, default: str = "") -> str:
        return environment.get(f"ENGAGE_{name}", default).strip()

    return Settings(
        data=Path(text("DATA", "var")),
        database_url=_driver(text("DATABASE_URL")),
        broker_url=text("BROKER_URL", MEMORY_BROKER) or MEMORY_BROKER,
        secret_keys=tuple(key for key in text("SECRET_KEYS").split() if key),
        signing_keys=tuple(text("SIGNING_KEYS").split()),
        base_url=text("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        ocid_prefix=text("OCID_PREFIX", PLACEHOLDER) or PLACEHOLDER,
        publisher=text("PUBLISHER"),
        mail_url=text("MAIL_URL"),
        mail_fallback_url=text("MAIL_FALLBACK_URL"),
        mail_from=text("MAIL_FROM"),
        bounces_url=text("BOUNCES_URL"),
        bounces_secret=text("BOUNCES_SECRET"),
        store_url=text("STORE_URL"),
        clamd=text("CLAMD"),
        largest_file=_whole("LARGEST_FILE", text("LARGEST_FILE", "10")),
        fts_url=text("FTS_URL").rstrip("/"),
        fts_keys=tuple(_key_of(each) for each in text("FTS_KEY").split()),
        demo=text("DEMO").lower() in {"1", "true", "yes", "on"},
        proxies=_whole("PROXIES", text("PROXIES", "0")),
        worker_threads=_whole("WORKER_THREADS", text("WORKER_THREADS", "4")),
        web_workers=_whole("WEB_WORKERS", text("WEB_WORKERS", "2")),
    )


def _driver(url: str) -> str:
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _key_of(text: str) -> tuple[str, str]:
    """``council=key``; a key alone is for every council."""
    council, equals, key = text.partition("=")
    return (council, key) if equals and key.strip("=") else ("", text)


def _whole(name: str, value: str) -> int:
    if not value.isdigit():
        raise ValueError(f"ENGAGE_{name} must be a whole number, not {value!r}.")
    return int(value)


class _Noted(dict[str, str]):
    """An environment that knows which of its variables were asked for."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__(environment)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


def unknown(environment: Mapping[str, str]) -> Iterator[str]:
    """One sentence for each ``ENGAGE_*`` variable that nothing reads: it may be misspelt."""
    noted = _Noted(environment)
    read(noted)
    for name in sorted(set(noted) - noted.asked):
        if name.startswith("ENGAGE_") and not name.startswith("ENGAGE_TEST_"):
            yield f"{name} is not a setting. Correct its name, or take it out."


def faults(settings: Settings) -> Iterator[str]:
    """One sentence for each thing that must be put right before this may serve people."""
    if not settings.secret_keys:
        yield "ENGAGE_SECRET_KEYS is missing: set it to a random text of 32 characters or more."
    for key in settings.secret_keys:
        if len(key) < 32 or len(set(key)) < 10 or key.lower() in WEAK:
            yield (
                "A key in ENGAGE_SECRET_KEYS is too weak to keep sessions and links safe: "
                f"use 32 random characters or more, for example {secrets.token_urlsafe(32)}"
            )
    if not all(SEED.fullmatch(key) for key in settings.signing_keys):
        yield "A key in ENGAGE_SIGNING_KEYS is not 64 hexadecimal digits: see `engage keys --new`."
    yield from _faults_of_names(settings)
    if settings.mail_url.startswith("smtp") and "@" not in settings.mail_from:
        yield "ENGAGE_MAIL_FROM must be the e-mail address that messages come from."
    if settings.bounces_secret and len(settings.bounces_secret) < 20:
        yield "ENGAGE_BOUNCES_SECRET must be 20 characters or more, and hard to guess."
    yield from _faults_of_find_a_tender(settings)
    if settings.database.startswith("sqlite") and not settings.embedded:
        yield (
            "Several workers on ENGAGE_BROKER_URL need PostgreSQL: set ENGAGE_DATABASE_URL "
            "to postgresql://..., or leave the broker out to run as one process."
        )


def _faults_of_names(settings: Settings) -> Iterator[str]:
    """What this installation is called: its address, and its prefix in open data."""
    if not urlsplit(settings.base_url).hostname:
        yield "ENGAGE_BASE_URL must be the address people type, such as https://engage.example.org."
    elif not settings.secure and not _loopback(settings.base_url) and not settings.demo:
        yield "ENGAGE_BASE_URL must begin with https:// so that sign-in is private."
    if not OCID_PREFIX.fullmatch(settings.ocid_prefix) or settings.ocid_prefix in TAKEN:
        yield (
            "ENGAGE_OCID_PREFIX must be the prefix that the Open Contracting Partnership gave you, "
            "such as ocds-a1b2c3, and not the one of another publisher."
        )
    if len(settings.publisher) > LONGEST_NAME or not settings.publisher.isprintable():
        yield "ENGAGE_PUBLISHER must be a name on one line, such as Marlbury Council."


def _faults_of_find_a_tender(settings: Settings) -> Iterator[str]:
    address = settings.fts_url
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query):
        yield "ENGAGE_FTS_URL must be https://www.find-tender.service.gov.uk, or be left out."
    elif address.startswith("http://") and not _loopback(address):
        yield "ENGAGE_FTS_URL must begin with https:// so that keys stay secret."
    if settings.fts_keys and not address:
        yield "ENGAGE_FTS_KEY needs ENGAGE_FTS_URL: without the address nothing is sent."
    if len(dict(settings.fts_keys)) < len(settings.fts_keys):
        yield "ENGAGE_FTS_KEY has two keys for one council: give each council=key once."


def _loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def with_key_file(settings: Settings) -> Settings:
    """The same settings with a secret of this installation's own, made at the first start."""
    if settings.secret_keys:
        return settings
    kept = _kept(_key_file(settings), secrets.token_urlsafe(48))
    return replace(settings, secret_keys=(kept,))


def has_key_file(settings: Settings) -> bool:
    """Whether a demonstration was started here, which made a secret of its own."""
    return _key_file(settings).is_file()


def _key_file(settings: Settings) -> Path:
    return settings.data / "secret.key"


def signing_keys(settings: Settings) -> tuple[str, ...]:
    """What signs the root of each day, newest first; made at the first use, in ``data``."""
    kept = settings.signing_keys or _kept(signing_file(settings), secrets.token_hex(32)).split()
    return tuple(kept)


def held_signing_keys(settings: Settings) -> tuple[str, ...]:
    """The same without making one."""
    there = settings.signing_keys or signing_file(settings).is_file()
    return signing_keys(settings) if there else ()


def signing_file(settings: Settings) -> Path:
    return settings.data / "signing.key"


def _kept(path: Path, otherwise: str) -> str:
    """What a file of secrets holds; the first process that needs it makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        mine = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        mine.touch(mode=0o600)
        mine.write_text(otherwise)
        with suppress(FileExistsError):
            path.hardlink_to(mine)
        mine.unlink()
    return path.read_text().strip()
