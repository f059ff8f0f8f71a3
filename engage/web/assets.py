"""Static files: hashed names, compressed beforehand, cached for good, served by WhiteNoise.

`tools/build_assets.py` writes `engage/static/dist` and its manifest at development time.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from engage.web.brand import brand_style
from engage.web.security import HEADERS, STRICT_TRANSPORT

FOLDER = Path(__file__).parents[1] / "static" / "dist"
PREFIX = "/static/dist/"
HASHED = re.compile(r"\.[0-9a-f]{8}\.[a-z]+$")
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"


class Files(WhiteNoise):
    """A file that was taken away after the start, by a new version, is not found."""

    @staticmethod
    def serve(
        static_file: StaticFile, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        try:
            found: Iterable[bytes] = WhiteNoise.serve(static_file, environ, start_response)
            return found
        except FileNotFoundError:
            own = {"Content-Type": "text/plain", "Content-Security-Policy": NOTHING_RUNS}
            start_response("404 Not Found", [*HEADERS.items(), *own.items()])
            return [b"This file is not here any more. Reload the page."]


@cache
def manifest() -> dict[str, str]:
    """Plain name -> hashed name of every static file."""
    names: dict[str, str] = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    return names


@cache
def asset(name: str) -> str:
    """The address of a static file; KeyError when there is no such file."""
    return PREFIX + manifest()[name]


def serve_assets(app: Flask, *, secure: bool = False) -> None:
    """Answer static files before Flask, and give templates what the layout needs of them.

    A static file is never sniffed, framed, or run as a page. ``secure``: people reach us by HTTPS.
    """

    def harden(headers: Headers, _path: str, _url: str) -> None:
        for name, value in HEADERS.items():
            headers[name] = value
        headers["Content-Security-Policy"] = NOTHING_RUNS
        if secure:
            headers["Strict-Transport-Security"] = STRICT_TRANSPORT

    app.jinja_env.globals.update(asset=asset, brand_style=brand_style)
    static = Files(
        app.wsgi_app,
        max_age=300,
        allow_all_origins=False,
        add_headers_function=harden,
        immutable_file_test=lambda _path, url: bool(HASHED.search(url)),
    )
    static.add_files(str(FOLDER), prefix=PREFIX)
    app.wsgi_app = static  # type: ignore[method-assign]  # as Flask says to wrap it
