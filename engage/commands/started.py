"""What every command begins with: settings and a database fit to use, or a sentence and exit 2."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click
from sqlalchemy.exc import SQLAlchemyError

from engage.demo import seed
from engage.kernel.db import Sessions, make_engine
from engage.kernel.errors import Refusal
from engage.kernel.migrating import is_current, upgrade
from engage.kernel.store import store_from
from engage.settings import Settings, faults, has_key_file, read, with_key_file

NO_FILE = "unable to open database file"  # of SQLite, before its folder was made
WRONG_SHAPE = "The database does not have the shape this version needs: run `engage migrate`."


def settings(*, demo: bool = False) -> Settings:
    """The settings of this installation; says every fault and stops when there is one."""
    try:
        chosen = read(os.environ)
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    try:
        chosen.data.mkdir(parents=True, exist_ok=True)
        demo = demo or chosen.demo
        if demo or has_key_file(chosen):
            chosen = with_key_file(replace(chosen, demo=demo))
    except OSError as problem:
        raise click.UsageError(
            f"ENGAGE_DATA must be a folder we may write to: {problem}"
        ) from problem
    problems = list(faults(chosen))
    if problems:
        raise click.UsageError("\n".join([*problems, "Run `engage check` after each change."]))
    return chosen


@contextmanager
def sessions(chosen: Settings) -> Iterator[Sessions]:
    """Transactions on a database that has the shape this version needs."""
    with _saying_when_it_is_silent():
        current = is_current(chosen.database)
    if not current:
        raise click.UsageError(WRONG_SHAPE)
    opened = Sessions(make_engine(chosen.database), installation=chosen.installation)
    try:
        yield opened
    finally:
        opened.bind.engine.dispose()


def demonstration(chosen: Settings, opened: Sessions, *, suppliers: int = 200) -> bool:
    """Fill an empty database with fictional councils; False when there is something in it."""
    store, scan = store_from(chosen.store), bool(chosen.clamd)
    try:
        return seed(opened, store, scan=scan, suppliers=suppliers)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal


def migrated(chosen: Settings) -> None:
    """Bring the database to the present shape."""
    with _saying_when_it_is_silent():
        upgrade(chosen.database)


@contextmanager
def _saying_when_it_is_silent() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as problem:
        raise click.UsageError(silent(problem)) from problem


def silent(problem: SQLAlchemyError) -> str:
    """The sentence for a database that does not answer; the driver's first line says why."""
    why = str(problem).splitlines()[0]
    new = " If this installation is new, run `engage migrate`." if NO_FILE in why else ""
    return f"The database does not answer: {why}.{new}"
