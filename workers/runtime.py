"""What a worker process holds for its whole life."""

import os
from functools import cache

from engage.kernel.clamd import Clamd, clamd_from
from engage.kernel.db import Sessions, make_engine
from engage.kernel.letterbox import Letterbox, letterbox_from
from engage.kernel.signing import Keyring
from engage.kernel.store import Store, store_from
from engage.kernel.tokens import Signer
from engage.kernel.transports import transport_from
from engage.notices.service import calling
from engage.notices.service.calling import FindATender
from engage.notifications.service.sending import Post
from engage.settings import Settings, read, signing_keys

_given: list[Settings] = []


def use(settings: Settings) -> None:
    """Work for this installation rather than for the one the environment names."""
    if sessions.cache_info().currsize:
        sessions().bind.engine.dispose()  # nobody else can close its connections any more
    _given[:] = [settings]
    for held in (sessions, post, bounces, store, scanner, find_a_tender):
        held.cache_clear()


def settings() -> Settings:
    return _given[0] if _given else read(os.environ)


@cache
def sessions() -> Sessions:
    return Sessions(make_engine(settings().database), installation=settings().installation)


@cache
def post() -> Post:
    """What sending needs: the way out, who it is from, and how links are signed."""
    chosen = settings()
    return Post(
        transport=transport_from(chosen.mail),
        sender=chosen.sender,
        base_url=chosen.base_url,
        signer=Signer(chosen.secret_keys),
        fallback=transport_from(chosen.mail_fallback_url) if chosen.mail_fallback_url else None,
    )


@cache
def bounces() -> Letterbox | None:
    return letterbox_from(settings().bounces_url)


@cache
def store() -> Store:
    return store_from(settings().store)


@cache
def scanner() -> Clamd | None:
    return clamd_from(settings().clamd)


@cache
def find_a_tender() -> FindATender | None:
    chosen = settings()
    return calling.find_a_tender(chosen.fts_url, dict(chosen.fts_keys))


def keyring() -> Keyring:
    """Read each time: `engage keys --new` changes the file while workers run."""
    return Keyring(signing_keys(settings()))
