"""The command that copies what is held about somebody, of every council of the installation."""

from pathlib import Path
from shutil import copyfileobj

import click

from engage.authorities import queries as authorities
from engage.commands import started
from engage.kernel.clock import now
from engage.records import service as records

NEW = click.Path(exists=False, dir_okay=False, path_type=Path)


@click.command("subject-access")
@click.argument("email")
@click.argument("file", type=NEW)
@click.option("--council", help="Only what this council holds: its short name.")
def subject_access(email: str, file: Path, council: str | None) -> None:
    """Write a ZIP of what is held about the person with this address (UK GDPR art. 15)."""
    with started.sessions(started.settings()) as sessions, sessions.write() as session:
        authority = authorities.by_slug(session, council) if council else None
        if council and authority is None:
            raise click.ClickException(f"There is no council called {council!r} here.")
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
