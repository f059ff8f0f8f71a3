"""The demonstration says who can sign in; a council's own installation never does."""

from dataclasses import replace

from flask.testing import FlaskClient

from engage.app import create_app
from engage.demo import PASSWORD, STAFF
from engage.kernel.db import Sessions
from engage.settings import Settings


def test_the_help_page_names_everybody(settings: Settings, sessions: Sessions) -> None:
    client = create_app(replace(settings, demo=True), sessions=sessions).test_client()

    page = client.get("/help").text

    assert PASSWORD in page
    for local, _, _ in STAFF:
        assert f"{local}@marlbury.example" in page or local in page
    assert "/help#demonstration" in client.get("/").text


def test_nobody_is_named_elsewhere(client: FlaskClient) -> None:
    assert PASSWORD not in client.get("/help").text
    assert "demonstration" not in client.get("/").text
