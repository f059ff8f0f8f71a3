"""The world of this folder, built once for a whole run and lent to one test after another."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Connection

from engage.kernel.db import Sessions
from engage.settings import Settings
from tests.permissions.world import World, build
from tests.services import Clock, fast_engine


@dataclass
class Standing:
    """A world in a database of its own; whatever a test does to it is undone after the test."""

    settings: Settings
    connection: Connection
    world: World
    seen: dict[Any, Any] = field(default_factory=dict)
    """What was seen of it untouched, for who need not look again."""

    @contextmanager
    def lent_to(self, app: Flask) -> Iterator[None]:
        """Until the end the application is about this world. Its clock is where clocks start."""
        undone = self.connection.begin_nested()
        app.extensions |= {"settings": self.settings, "sessions": sessions_on(self.connection)}
        try:
            yield
        finally:
            undone.rollback()


def sessions_on(connection: Connection) -> Sessions:
    return Sessions(connection, clock=Clock(), join_transaction_mode="create_savepoint")


@contextmanager
def standing(app: Flask, url: str, settings: Settings) -> Iterator[Standing]:
    """Build it there, and keep it for as long as the block lasts."""
    engine = fast_engine(url)
    with engine.connect() as connection:
        outer = connection.begin()
        app.extensions["settings"] = settings
        with sessions_on(connection).write() as session:
            world = build(session, app)
        yield Standing(settings, connection, world)
        outer.rollback()
    engine.dispose()
