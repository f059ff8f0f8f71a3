"""The command that looks at the configuration and changes nothing."""

import os
from collections.abc import Iterator

import click
from sqlalchemy.exc import SQLAlchemyError

from engage.commands import started
from engage.kernel.clamd import Unscanned, clamd_from
from engage.kernel.letterbox import letterbox_from
from engage.kernel.migrating import is_current
from engage.kernel.signing import Keyring, stranger
from engage.kernel.store import store_from
from engage.kernel.transports import Unreachable, transport_from
from engage.settings import (
    Settings,
    faults,
    has_key_file,
    held_signing_keys,
    read,
    unknown,
    with_key_file,
)
from workers import broker


@click.command()
def check() -> None:
    """Check the configuration: one sentence for each fault, exit 1 when there is any."""
    try:
        chosen = read(os.environ)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    if chosen.demo or has_key_file(chosen):
        chosen = with_key_file(chosen)
    found = [*faults(chosen), *unknown(os.environ), *_reachable(chosen)]
    for fault in found:
        click.echo(fault)
    if found:
        raise SystemExit(1)
    click.echo("All is well.")


def _reachable(chosen: Settings) -> Iterator[str]:
    try:
        if not is_current(chosen.database):
            yield started.WRONG_SHAPE
        else:
            yield from _signing(chosen)
    except SQLAlchemyError as problem:
        yield started.silent(problem)
    if not chosen.embedded:
        yield from _broker(chosen)
    if fault := _store(chosen):
        yield f"Files cannot be kept at ENGAGE_STORE_URL: {fault}"
    yield from _others(chosen)


def _signing(chosen: Settings) -> Iterator[str]:
    """Whether the roots of the next days can be signed."""
    try:
        keyring = Keyring(held_signing_keys(chosen))
    except ValueError as problem:
        yield f"The keys that sign the root of each day cannot be read: {problem}."
        return
    with started.sessions(chosen) as sessions, sessions.read() as session:
        if wrong := stranger(session, keyring):
            yield wrong


def _store(chosen: Settings) -> str:
    try:
        return store_from(chosen.store).fault()
    except ValueError as problem:
        return str(problem)


def _others(chosen: Settings) -> Iterator[str]:
    """The virus scanner and the mail server."""
    try:
        if scanner := clamd_from(chosen.clamd):
            scanner.ping()
    except (Unscanned, ValueError) as problem:
        yield f"Documents wait for the scanner at ENGAGE_CLAMD: {problem}"
    ways = {"ENGAGE_MAIL_URL": chosen.mail, "ENGAGE_MAIL_FALLBACK_URL": chosen.mail_fallback_url}
    for name, url in ways.items():
        try:
            if url:
                with transport_from(url).connect():
                    pass
        except (Unreachable, ValueError) as problem:
            yield f"Mail cannot be sent through {name}: {problem}"
    try:
        letterbox_from(chosen.bounces_url)
    except ValueError as problem:
        yield str(problem)


def _broker(chosen: Settings) -> Iterator[str]:
    broker.connect(chosen.broker_url)
    try:
        with broker.connection() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except Exception as problem:
        yield f"The broker at ENGAGE_BROKER_URL does not answer ({problem}); work goes on, slower."
