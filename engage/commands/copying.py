"""The commands about one person, in every council of the installation: copy, and forget."""

from pathlib import Path
from shutil import copyfileobj

import click
from sqlalchemy.orm import Session

from engage.authorities import queries as authorities
from engage.authorities.models import Authority
from engage.commands import started
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.records import service as records

NEW = click.Path(exists=False, dir_okay=False, path_type=Path)


@click.command("subject-access")
@click.argument("email")
@click.argument("file", type=NEW)
@click.option("--council", help="Only what this council holds: its short name.")
def subject_access(email: str, file: Path, council: str | None) -> None:
    """Write a ZIP of what is held about the person with this address (UK GDPR art. 15)."""
    with started.sessions(started.settings()) as sessions, sessions.write() as session:
        authority = _of(session, council)
        copy = records.copy_for(session, email, authority, by=None, at=now(session))
        if copy is None:
            raise click.ClickException("Nothing is held about this address.")
        try:
            file.touch(mode=0o600, exist_ok=False)
            with copy, file.open("wb") as kept:
                copyfileobj(copy, kept)
        except OSError as problem:
            raise click.ClickException(f"{file} cannot be written: {problem}.") from problem
    click.echo(f"{file} is written. Read it before you give it away: it can name other people.")


@click.command()
@click.argument("email")
@click.option("--council", help="Only where this council holds it: its short name.")
@click.confirmation_option(prompt="A name that is taken out cannot be brought back. Go on?")
def erase(email: str, council: str | None) -> None:
    """Take out the name and address of the person with this address (UK GDPR art. 17)."""
    with started.sessions(started.settings()) as sessions, sessions.write() as session:
        try:
            number = records.forget(session, email, _of(session, council), by=None, at=now(session))
        except Refusal as refusal:
            raise click.ClickException(f"{refusal}.") from refusal
    if not number:
        raise click.ClickException("Nothing is held about this address.")
    click.echo(f"Their name and address are taken out of {number} entries.")


def _of(session: Session, slug: str | None) -> Authority | None:
    authority = authorities.by_slug(session, slug) if slug else None
    if slug and authority is None:
        raise click.ClickException(f"There is no council called {slug!r} here.")
    return authority
