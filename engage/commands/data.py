"""Commands that change what is stored: migrations, the demonstration, notices, invitations."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from engage.accounts import service as accounts
from engage.accounts.models import Role
from engage.authorities import queries as authorities
from engage.authorities import service as founding
from engage.authorities.models import Authority
from engage.commands import started
from engage.kernel.clock import now
from engage.kernel.errors import Refusal
from engage.kernel.mail import BadAddress, single_address
from engage.kernel.tokens import Signer
from engage.notices import parsing
from engage.notices import service as notices
from engage.notices.queries import source_of

TO_ADD = " To add it, give --council-name and --prefix."


@click.command()
def migrate() -> None:
    """Bring the database to the shape this version needs."""
    started.migrated(started.settings())
    click.echo("The database is up to date.")


@click.command()
@click.option(
    "--suppliers",
    type=click.IntRange(min=20),
    default=200,
    show_default=True,
    help="How many to invent.",
)
def demo(suppliers: int) -> None:
    """Fill an empty database with fictional councils, challenges and suppliers."""
    chosen = started.settings(demo=True)
    started.migrated(chosen)
    with started.sessions(chosen) as sessions:
        if not started.demonstration(chosen, sessions, suppliers=suppliers):
            raise click.ClickException("There is something in this database: nothing was added.")
    click.echo("The demonstration is ready: start it with `engage run --demo`.")


@click.command("import-notice")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--council", help="Its short name, as in its address; needed if there are several.")
@click.option("--again", is_flag=True, help="Also if this notice was imported before.")
def import_notice(file: Path, council: str | None, again: bool) -> None:
    """Start a draft challenge from a published notice (an OCDS release)."""
    chosen = started.settings()
    try:
        notice = parsing.read(file.read_bytes())
        with started.sessions(chosen) as sessions, sessions.write() as session:
            authority = _council(session, council)
            challenge = notices.start_from(
                session, authority, notice, by=None, at=now(session), again=again
            )
            source = source_of(session, challenge)
            warned = source.findings["warnings"] if source else []
            address = f"{chosen.base_url}/desk/challenges/{challenge.reference}"
    except notices.AlreadyImported as refusal:
        raise click.ClickException(f"{refusal} For another draft, add --again.") from refusal
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Draft {challenge.reference}: {challenge.title}\n{address}")
    for gap in [*parsing.missing(notice), *warned]:
        click.echo(f"  - {gap}")


def _council(session: Session, slug: str | None, *, otherwise: str = "") -> Authority:
    slugs = authorities.slugs(session)
    known = ", ".join(slugs) or "none yet"
    if slug is None and len(slugs) != 1:
        raise Refusal(f"Say which council with --council. Known: {known}.")
    authority = authorities.by_slug(session, slug or slugs[0])
    if authority is None:
        raise Refusal(f"There is no council called {slug!r} here. Known: {known}.{otherwise}")
    return authority


def _one_address(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> str | None:
    if text is None:  # an option that was left out
        return None
    try:
        return single_address(text.strip())
    except BadAddress as problem:
        raise click.BadParameter("write one e-mail address, like pat@council.example.") from problem


@click.command()
@click.argument("email", callback=_one_address)
@click.option("--name", required=True)
@click.option("--council", required=True, help="Short name, such as marlbury; made if new.")
@click.option("--council-name", help="The council's full name, when it is new here.")
@click.option("--prefix", help="Begins its references (MBC-2026-014), when it is new here.")
@click.option(
    "--council-email",
    callback=_one_address,
    help="A shared mailbox that suppliers write to, when the council is new here.",
)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
def invite(
    email: str,
    name: str,
    council: str,
    council_name: str | None,
    council_email: str | None,
    prefix: str | None,
    role: str,
) -> None:
    """Invite a person to a council, and print the link that was also sent by e-mail."""
    chosen = started.settings()
    try:
        with started.sessions(chosen) as sessions, sessions.write() as session:
            at = now(session)
            authority = authorities.by_slug(session, council)
            if authority is None and council_name and prefix:
                mailbox = council_email or email
                authority = founding.found(
                    session, name=council_name, slug=council, prefix=prefix, email=mailbox, at=at
                )
            authority = authority or _council(session, council, otherwise=TO_ADD)
            invitation = accounts.invite(
                session, authority, email=email, name=name, role=Role(role), by=None, at=at
            )
            token = Signer(chosen.secret_keys).sign(accounts.INVITATION, str(invitation.id))
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{chosen.base_url}/invitation/{token}")


@click.command()
@click.argument("email", callback=_one_address)
@click.option("--name", help="Makes an account in this name when there is none yet.")
def operator(email: str, name: str | None) -> None:
    """Let a person see /operator; with --name, print the link to choose a first password."""
    chosen = started.settings()
    reset = None
    try:
        with started.sessions(chosen) as sessions, sessions.write() as session:
            at = now(session)
            if name and not accounts.is_known(session, email):
                accounts.add_person(session, name=name, email=email, at=at)
                reset = accounts.ask_reset(session, email, at=at)
            accounts.make_operator(session, email=email, by=None, at=at)
            token = reset and Signer(chosen.secret_keys).sign(accounts.RESET, str(reset.id))
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{email} is an operator now.")
    if token:
        click.echo(f"{chosen.base_url}/reset/{token}")
