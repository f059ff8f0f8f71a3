"""The web application as a server wants it: ``gunicorn 'engage.wsgi:application()'``.

It stands apart from the commands, so that a web process does not carry what they import.
"""

import gc
import os

from flask import Flask

from engage.app import create_app
from engage.settings import Settings, faults, read, with_key_file
from workers.broker import connect
from workers.waking import wake


def application(settings: Settings | None = None) -> Flask:
    """From ``ENGAGE_*`` where no settings are given. Its commits wake the workers."""
    chosen = settings or _settings()
    connect(chosen.broker_url)
    app = create_app(chosen, after_commit=wake)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: the collector need not look at it again
    return app


def _settings() -> Settings:
    """The same refusals as ``engage check``, for a server that is started by hand."""
    chosen = read(os.environ)
    if chosen.demo:
        chosen = with_key_file(chosen)
    if problems := list(faults(chosen)):
        raise SystemExit("\n".join(problems))
    return chosen
