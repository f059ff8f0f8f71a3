"""Commands that look and change nothing: the configuration, and the sealed trail."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import click
import msgspec
from sqlalchemy.exc import SQLAlchemyError

from engage.commands import started
from engage.kernel import seal
from engage.kernel.clamd import Unscanned, clamd_from
from engage.kernel.letterbox import letterbox_from
from engage.kernel.migrating import is_current
from engage.kernel.store import store_from
from engage.kernel.transports import Unreachable, transport_from
from engage.reports.manifest import Manifest, wrong_beside
from engage.responses.receipts import Published, Receipt, wrong_among, wrong_with
from engage.settings import Settings, faults, has_key_file, read, unknown, with_key_file
from workers import broker

Told = TypeVar("Told")
PROOF = click.Path(exists=True, dir_okay=False, path_type=Path)


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
@click.argument("receipt", required=False, type=PROOF)
@click.option("--roots", type=PROOF, help="Published roots: /receipts/roots.json of the service.")
@click.option("--content", type=PROOF, help="What was sent, as the receipt's page gave it.")
def verify(receipt: Path | None, roots: Path | None, content: Path | None) -> None:
    """Check the sealed audit trail; names the first break and exits 1 when there is one.

    With the proof of a RECEIPT, check that instead: on any machine, without a database. With the
    manifest of compiled responses, compare the files that lie beside it.
    """
    if receipt is not None and b'"snapshot"' in receipt.read_bytes():
        click.echo(_compared(receipt))
        return
    if receipt is not None:
        for said in _checked(receipt, roots, content):
            click.echo(said)
        return
    with started.sessions(started.settings()) as sessions, sessions.read() as session:
        problem = seal.verify(session)
        sealed, waiting = seal.counts(session)
    if problem:
        raise click.ClickException(f"The trail breaks at seal {problem.seal}: {problem.reason}.")
    click.echo(f"The trail is whole: {sealed} events sealed, {waiting} waiting for the next seal.")


def _checked(path: Path, roots: Path | None, content: Path | None) -> Iterator[str]:
    """What holds, a sentence each; ClickException with what does not."""
    receipt = _read(path, Receipt)
    _refuse(wrong_with(receipt))
    sealed = receipt.proof.seal
    yield (
        f"The receipt {receipt.receipt} holds: received {receipt.submitted_at}, "
        f"under root {sealed.number}, {sealed.root}."
    )
    if content is not None:
        same = hashlib.sha256(content.read_bytes()).hexdigest() == receipt.sha256
        _refuse("" if same else "The content is not what the receipt is about.")
        yield "The content is exactly what was sent."
    if roots is None:
        yield "Compare the root with the one the service publishes, or give --roots."
    else:
        _refuse(wrong_among(receipt, _read(roots, Published).roots))
        yield "The root is the one that was published."


def _compared(path: Path) -> str:
    """What holds of the files beside a manifest; ClickException with what does not."""
    manifest = _read(path, Manifest)
    _refuse(" ".join(wrong_beside(manifest, path.parent)))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return (
        f"The files beside it are those compiled at {manifest.compiled_at} from "
        f"{manifest.responses} responses. The exported timeline of {manifest.challenge} names this "
        f"manifest: {digest}."
    )


def _read(path: Path, kind: type[Told]) -> Told:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise click.ClickException(f"{path} is not such a file: {problem}.") from problem


def _refuse(problem: str) -> None:
    if problem:
        raise click.ClickException(problem)
