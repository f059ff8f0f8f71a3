"""Commands that look and change nothing: the configuration, and the sealed trail."""

import os
from collections.abc import Iterator

import click
from sqlalchemy.exc import SQLAlchemyError

from engage.commands import started
from engage.kernel import seal
from engage.kernel.clamd import Unscanned, clamd_from
from engage.kernel.letterbox import letterbox_from
from engage.kernel.migrating import is_current
from engage.kernel.store import store_from
from engage.kernel.transports import Unreachable, transport_from
from engage.settings import Settings, faults, has_key_file, read, unknown, with_key_file
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
    except SQLAlchemyError as problem:
        yield started.silent(problem)
    if not chosen.embedded:
        yield from _broker(chosen)
    if fault := _store(chosen):
        yield f"Files cannot be kept at ENGAGE_STORE_URL: {fault}"
    yield from _others(chosen)


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


@click.command()
def verify() -> None:
    """Check the sealed audit trail; names the first break and exits 1 when there is one."""
    with started.sessions(started.settings()) as sessions, sessions.read() as session:
        problem = seal.verify(session)
        sealed, waiting = seal.counts(session)
    if problem:
        raise click.ClickException(f"The trail breaks at seal {problem.seal}: {problem.reason}.")
    click.echo(f"The trail is whole: {sealed} events sealed, {waiting} waiting for the next seal.")
