"""A Flask app with our templates and nothing else: for tests of fields, macros and the layout."""

from datetime import datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from engage.web.assets import serve_assets

TEMPLATES = Path(__file__).parents[2] / "templates"


def bare_app(**context: Any) -> Flask:
    """`context` is what every template sees."""
    app = Flask("bare", static_folder=None)
    app.config.update(SECRET_KEY="tests only", TESTING=True, MAX_FORM_MEMORY_SIZE=8_000_000)
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(TEMPLATES),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["spoken"] = spoken
    app.jinja_env.globals.update(csp_nonce="tests-nonce", csrf_token=lambda: "tests-token")
    nobody = SimpleNamespace(is_authenticated=False, name="")
    app.context_processor(lambda: {"actor": nobody, "space": "public", "authority": None} | context)
    serve_assets(app)
    return app


@cache
def rendering_app() -> Flask:
    """One for all tests that only render, so that templates are compiled once."""
    return bare_app()


def spoken(instant: datetime) -> str:
    return f"{instant:%H:%M on %A %d %B %Y}"
