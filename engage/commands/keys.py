"""The command about the keys that sign the root of each day."""

from pathlib import Path

import click

from engage.commands import started
from engage.kernel import daily
from engage.kernel.clock import now
from engage.kernel.signing import Keyring, begin_again, new_seed, stranger
from engage.settings import Settings, signing_file, signing_keys

PUT_FIRST = "Put this first in ENGAGE_SIGNING_KEYS, before the present one, and restart workers:"


@click.command()
@click.option("--new", is_flag=True, help="Make a new key; the present one hands over to it.")
@click.option("--lost", is_flag=True, help="The old key is gone: begin again without a hand-over.")
def keys(new: bool, lost: bool) -> None:
    """Show the public keys that sign the root of each day, or change the key."""
    chosen = started.settings()
    with started.sessions(chosen) as sessions:
        if new and chosen.signing_keys:
            click.echo(f"{PUT_FIRST}\n{new_seed()}")
            return
        if new:
            _put_first(chosen)
        keyring = Keyring(signing_keys(chosen))
        if lost:
            with sessions.write() as session:
                if not stranger(session, keyring):
                    raise click.ClickException("The key that signed last is here: use --new.")
                begin_again(session, keyring, at=now(session))
        with sessions.read() as session:
            known, problem = daily.keys(session), stranger(session, keyring)
    for key in known:
        by = f", handed over by {key.previous}" if key.previous else ""
        click.echo(f"{key.public} since {key.since[:10]}{by}")
    if keyring.public not in {key.public for key in known}:
        click.echo(f"{keyring.public} signs from the next day on")
    click.echo(f"Everybody finds them at {chosen.base_url}/receipts/keys.json")
    if problem:
        raise click.ClickException(problem)


def _put_first(chosen: Settings) -> None:
    """The new key before the present ones, in the file that holds them."""
    held = signing_keys(chosen)
    path: Path = signing_file(chosen)
    fresh = path.with_name(f"{path.name}.new")
    fresh.touch(mode=0o600)
    fresh.write_text("\n".join([new_seed(), *held]))
    fresh.replace(path)
