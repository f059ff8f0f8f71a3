"""What is not listed is in no list, search, feed or count, and keeps its page."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement

from engage.challenges.models import Challenge
from engage.challenges.queries import searching
from engage.kernel.db import Sessions
from engage.opendata.queries import columns, feed
from engage.spaces.queries import public
from tests.factories import an_open_challenge


def test_one_predicate_hides_it_everywhere(
    client: FlaskClient, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sessions.write() as session:
        shown = an_open_challenge(session, title="Damp homes of tenants")
        hidden = an_open_challenge(session, title="Quiet homes of tenants")

    def listed() -> ColumnElement[bool]:
        return Challenge.id != hidden.id

    for module in (searching, columns, feed, public):
        monkeypatch.setattr(module, "is_listed", listed)
    kept = searching._statements
    monkeypatch.setattr(searching, "_statements", kept.__wrapped__)  # or it may be written already
    places = ("/", "/challenges", "/challenges?q=homes", "/challenges.atom", "/api/v1/challenges")
    for place in places:
        text = client.get(place).text
        assert shown.title in text and hidden.title not in text, place
    assert client.get(f"/challenges/{hidden.reference}").status_code == 200
    with sessions.read() as session:
        assert public.count_open(session) == 1
