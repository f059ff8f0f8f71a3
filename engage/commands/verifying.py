"""The command that checks the sealed trail, a receipt, or compiled files, and believes nobody."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click
import msgspec
from sqlalchemy.orm import Session

from engage.commands import started
from engage.handover import manifest
from engage.kernel import daily, seal
from engage.kernel.signing import fault_of_days, signed_after
from engage.reports.manifest import Manifest, wrong_beside, wrong_signature
from engage.responses.receipts import Published, Receipt, wrong_among, wrong_with

Told = TypeVar("Told")
PROOF = click.Path(exists=True, dir_okay=False, path_type=Path)


def _one_key(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    told = text and text.strip().lower()
    if told and (len(told) != 64 or set(told) - set("0123456789abcdef")):
        raise click.BadParameter("a public key is 64 hexadecimal digits: see /receipts/keys.json.")
    return told


@click.command()
@click.argument("receipt", required=False, type=PROOF)
@click.option(
    "--roots",
    type=PROOF,
    multiple=True,
    help="Published roots that you kept: /receipts/roots.json of the service. Can be repeated.",
)
@click.option("--key", callback=_one_key, help="The public key that signs the root of each day.")
@click.option("--content", type=PROOF, help="What was sent, as the receipt's page gave it.")
def verify(
    receipt: Path | None, roots: tuple[Path, ...], key: str | None, content: Path | None
) -> None:
    """Check the sealed audit trail; names the first break and exits 1 when there is one.

    With --roots it is also compared with the roots you kept. With the proof of a RECEIPT, check
    that instead: on any machine, without a database. With the manifest of compiled responses,
    compare the files that lie beside it. With a hand-over pack, check every file in it.
    """
    published = [_read(path, Published) for path in roots]
    if receipt is not None and manifest.is_pack(receipt):
        _refuse(" ".join(manifest.faults(receipt, key)))
        click.echo("The pack is whole: each file in it is as its list says.")
        return
    if receipt is not None and b'"snapshot"' in receipt.read_bytes():
        click.echo(_compared(receipt, key))
        return
    if receipt is not None:
        for said in _checked(receipt, _joined(published), key, content):
            click.echo(said)
        return
    with started.sessions(started.settings()) as sessions, sessions.read() as session:
        for said in _whole(session, _joined(published), key):
            click.echo(said)


def _joined(files: Sequence[Published]) -> Published | None:
    """One publication of what was kept in several files."""
    if not files:
        return None
    roots = {root.number: root for file in files for root in file.roots}
    days = {day.day: day for file in files for day in file.days}
    keys = {key.public: key for file in files for key in file.keys}
    return Published(
        roots=[roots[number] for number in sorted(roots)],
        next=None,
        days=[days[day] for day in sorted(days)],
        keys=sorted(keys.values(), key=lambda key: key.since),
    )


def _whole(session: Session, kept: Published | None, key: str | None) -> Iterator[str]:
    """What holds of the trail in the database; ClickException with what does not."""
    if problem := seal.verify(session):
        raise click.ClickException(f"The trail breaks at seal {problem.seal}: {problem.reason}.")
    sealed, waiting = seal.counts(session)
    yield f"The trail is whole: {sealed} events sealed, {waiting} waiting for the next seal."
    days, keys = daily.days(session), daily.keys(session)
    if days:
        _refuse(fault_of_days(days, keys, public=key or keys[0].public))
        _same(session, [(day.seal, day.root) for day in days])
        yield f"Every signed day holds ({len(days)}), the last of {days[-1].day}."
    if kept:
        _refuse(_fault_of_kept(kept, key))
        _same(session, [(root.number, root.root) for root in kept.roots])
        _same(session, [(day.seal, day.root) for day in kept.days])
        yield f"The {len(kept.roots)} roots you kept are those of this trail."


def _same(session: Session, kept: list[tuple[int, str]]) -> None:
    if problem := daily.unlike(session, kept):
        raise click.ClickException(f"The trail is not the one that was published: {problem}.")


def _fault_of_kept(kept: Published, key: str | None) -> str:
    return fault_of_days(kept.days, kept.keys, public=key) if key else ""


def _checked(
    path: Path, kept: Published | None, key: str | None, content: Path | None
) -> Iterator[str]:
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
    if kept is None:
        yield "Compare the root with the one the service publishes, or give --roots."
        return
    _refuse(wrong_among(receipt, kept.roots))
    yield "The root is the one that was published."
    if key is not None:
        yield _signed(receipt, kept, key)


def _signed(receipt: Receipt, kept: Published, key: str) -> str:
    """On which day the root was signed for whoever trusts the key."""
    _refuse(fault_of_days(kept.days, kept.keys, public=key))
    day = signed_after(receipt.proof.seal.number, kept.roots, kept.days)
    if day is None:
        raise click.ClickException(
            "No signed day in these files covers the root. A day is signed after midnight: take "
            "the roots again then, with each page that follows (--roots can be repeated)."
        )
    return f"The root was signed on {day.day} by {day.service}."


def _compared(path: Path, key: str | None) -> str:
    """What holds of the files beside a manifest; ClickException with what does not."""
    told = _read(path, Manifest)
    _refuse(wrong_signature(told, key))
    _refuse(" ".join(wrong_beside(told, path.parent)))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return (
        f"The files beside it are those compiled at {told.compiled_at} from "
        f"{told.responses} responses. The exported timeline of {told.challenge} names this "
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
