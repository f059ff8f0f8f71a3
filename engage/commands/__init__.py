"""The ``engage`` command: everything an operator does, each verb a line in docs/operating.md."""

import logging

import click

from engage.commands.checking import check
from engage.commands.copying import erase, subject_access
from engage.commands.data import demo, import_notice, invite, migrate, operator
from engage.commands.keys import keys
from engage.commands.noticing import check_notice
from engage.commands.running import beat, run, serve, worker
from engage.commands.verifying import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="engage")
def main() -> None:
    """Preliminary market engagement for UK councils. Settings are ENGAGE_* variables."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for chatty in ("alembic", "celery", "kombu", "waitress", "flask-limiter"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


COMMANDS = (
    *(run, serve, worker, beat),
    *(migrate, demo, import_notice, invite, operator),
    *(check, verify, check_notice, keys, subject_access, erase),
)
for command in COMMANDS:
    main.add_command(command)
