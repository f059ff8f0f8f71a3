"""The page that tells people about open data: each of its addresses leads somewhere."""

import re

from flask.testing import FlaskClient

from engage.kernel.db import Sessions
from engage.kernel.store import store_from
from engage.opendata.service import make_due
from engage.settings import Settings
from tests.factories import an_open_challenge


def test_every_address_on_it_answers(
    client: FlaskClient, sessions: Sessions, settings: Settings
) -> None:
    assert "made within a day" in client.get("/open-data").text
    with sessions.write() as session:
        an_open_challenge(session)
    make_due(sessions, store_from(settings.store), base=settings.base_url)
    page = client.get("/open-data").text
    addresses = set(re.findall(r'href="(/(?:api|challenges\.|workshops\.)[^"]*)"', page))
    assert len(addresses) == 2 + 9 + 10
    for address in addresses:
        assert client.get(address, buffered=True).status_code == 200, address
    assert "Open Government Licence" in page
    assert 'href="/open-data"' in client.get("/").text
