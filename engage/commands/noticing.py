"""The command that checks notices before they are published, or after.

It needs a database only for the words that a council added to the lists, or took out.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from engage.authorities import queries as authorities
from engage.challenges.checker import Lists, Severity, shipped
from engage.challenges.queries.checking import lists_of
from engage.commands import started
from engage.notices.parsing import Checked, UnreadableNotice, check_file

LARGEST = 64 * 1024 * 1024  # bytes; JSON Lines may hold many notices
REFUSED, UNREADABLE = 1, 2


@click.command("check-notice")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--council", help="Short name, such as marlbury: with its own lists of words.")
def check_notice(files: tuple[Path, ...], council: str | None) -> None:
    """Check notices: release packages (OCDS), or JSON Lines with engagement_description and
    engagement_due_date.

    Prints one JSON list of findings: file, line, ocid, code, severity (refuse, warn, advise),
    field, quoted words, where they stand, reason, suggestion. Exit 1 when something is refused,
    2 when something cannot be read.
    """
    lists = _lists(council) if council else shipped()
    told: list[dict[str, Any]] = []
    unread: list[str] = []
    for file in files:
        for found in _found(file, lists):
            if isinstance(found, Checked):
                told.append(_shown(file, found))
            else:
                unread.append(f"{file}: {found}")
    rows = ",\n ".join(json.dumps(each, ensure_ascii=False) for each in told)
    click.echo(f"[{rows}]")
    for sentence in unread:
        click.echo(sentence, err=True)
    if unread:
        raise SystemExit(UNREADABLE)
    if any(each["severity"] == Severity.REFUSE for each in told):
        raise SystemExit(REFUSED)


def _lists(council: str) -> Lists:
    with started.sessions(started.settings()) as sessions, sessions.read() as session:
        authority = authorities.by_slug(session, council)
        if authority is None:
            known = ", ".join(authorities.slugs(session)) or "none yet"
            raise click.UsageError(f"There is no council called {council!r} here. Known: {known}.")
        return lists_of(session, authority.id)


def _found(file: Path, lists: Lists) -> Iterator[Checked | UnreadableNotice]:
    try:
        if file.stat().st_size > LARGEST:
            yield UnreadableNotice("The file is larger than 64 MB. Check it in parts.")
            return
        data = file.read_bytes()
    except OSError as problem:
        yield UnreadableNotice(f"The file cannot be opened: {problem.strerror}.")
        return
    yield from check_file(data, lists)


def _shown(file: Path, checked: Checked) -> dict[str, Any]:
    found = checked.finding
    return {
        "file": str(file),
        "line": checked.line,
        "ocid": checked.ocid,
        "code": found.code,
        "severity": found.severity.value,
        "field": checked.field,
        "quoted": found.quoted,
        "start": found.start,
        "end": found.end,
        "reason": found.reason,
        "suggestion": found.suggestion,
    }
