"""What every command begins with: settings that are fit to use, or a sentence and exit 2."""

import os
from dataclasses import replace

import click

from engage.kernel.db import Sessions, make_engine
from engage.settings import Settings, faults, read, with_key_file


def settings(*, demo: bool = False) -> Settings:
    """The settings of this installation; says every fault and stops when there is one."""
    try:
        chosen = read(os.environ)
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    if demo or chosen.demo:
        chosen = with_key_file(replace(chosen, demo=True))
    chosen.data.mkdir(parents=True, exist_ok=True)
    problems = list(faults(chosen))
    if problems:
        raise click.UsageError("\n".join([*problems, "Run `engage check` after each change."]))
    return chosen


def sessions(chosen: Settings) -> Sessions:
    return Sessions(make_engine(chosen.database))
