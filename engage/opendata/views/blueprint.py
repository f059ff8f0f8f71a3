"""The blueprint of open data, and what all its answers share."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app

from engage.settings import Settings

bp = Blueprint("opendata", __name__)
API = "/api/v1"


def base() -> str:
    """Where this installation is reached; every address in an answer begins with it."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def publisher() -> str:
    """Who publishes, in every package; the host of our address where nobody said."""
    settings: Settings = current_app.extensions["settings"]
    return settings.publisher or urlsplit(settings.base_url).hostname or "localhost"
