"""The blueprint of open data, and what all its answers share."""

from flask import Blueprint, current_app

from engage.settings import Settings

bp = Blueprint("opendata", __name__)
API = "/api/v1"


def base() -> str:
    """Where this installation is reached; every address in an answer begins with it."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url
