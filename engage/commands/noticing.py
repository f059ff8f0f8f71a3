"""The command that checks notices before they are published, or after; it needs no database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from engage.challenges.checker import Severity, shipped
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
def check_notice(files: tuple[Path, ...]) -> None:
    """Check notices: release packages (OCDS), or JSON Lines with engagement_description and
    engagement_due_date.

    Prints one JSON list of findings: file, line, ocid, code, severity (refuse, warn, advise),
    field, quoted words, where they stand, reason, suggestion. Exit 1 when something is refused,
    2 when something cannot be read.
    """
    told: list[dict[str, Any]] = []
    unread: list[str] = []
    for file in files:
        for found in _found(file):
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


def _found(file: Path) -> Iterator[Checked | UnreadableNotice]:
    try:
        if file.stat().st_size > LARGEST:
            yield UnreadableNotice("The file is larger than 64 MB. Check it in parts.")
            return
        data = file.read_bytes()
    except OSError as problem:
        yield UnreadableNotice(f"The file cannot be opened: {problem.strerror}.")
        return
    yield from check_file(data, shipped())


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
