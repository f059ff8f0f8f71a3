"""Saving a search, seeing it and stopping it, on a narrow screen."""

import pytest
from sqlalchemy import select

from engage.interest.models import Subscription
from engage.interest.service import SUBSCRIPTION
from tests.browser.stages import InWindows
from tests.browser.windows import NARROW, Window

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]
ADDRESS = "/subscribe?q=damp+homes&sme=yes"


def test_a_search_is_saved_and_stopped(stage: InWindows) -> None:
    window = Window(stage.chromium, stage.base, width=NARROW)
    window.get("/challenges?q=damp+homes&sme=yes")
    window.get("/subscribe")
    window.submit(ADDRESS, {"email": "nobody"}, to="/subscribe", status=422)
    window.submit(ADDRESS, {"email": "ida@example.org"}, to="/subscribe")
    with stage.sessions.read() as session:
        search = session.scalars(select(Subscription)).one()
    path = f"/subscriptions/{stage.app.extensions['signer'].sign(SUBSCRIPTION, str(search.id))}"
    window.submit(path)
    assert "damp homes" in window.follow().words
    window.get(path)
    window.page.get_by_label("Saved search 1").select_option("stop")
    window.page.get_by_role("button", name="Save").click()
    window.page.wait_for_load_state()
    window.check()
    assert "You have no saved searches" in window.page.content()
