"""What a supplier says of itself fits on a phone, also where nothing runs scripts."""

import pytest

from engage.suppliers import queries as suppliers
from tests.browser.stages import InWindows
from tests.browser.windows import NARROW, WIDE, Window
from tests.factories import a_supplier, a_supplier_user, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]
LONGEST = 3200  # pixels; 45 boxes in a row were 6,000


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_subjects_are_chosen(stage: InWindows, width: int) -> None:
    with stage.sessions.write() as session:
        supplier = a_supplier(session)
        person = a_supplier_user(session, supplier)
    client = stage.app.test_client()
    sign_in(client, stage.sessions, person)
    window = Window(stage.chromium, stage.base, width=width, script=False)
    cookie = client.get_cookie(stage.app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    window.page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": stage.base}]
    )
    window.get("/my/profile")
    tall = window.page.evaluate("document.documentElement.scrollHeight")
    assert tall < LONGEST
    window.page.get_by_text("Choose subjects").click()
    window.check()
    for subject in ("Construction work", "Health and social work services"):
        window.page.get_by_label(subject).check()
    window.page.get_by_role("button", name="Save", exact=True).click()
    window.page.wait_for_load_state()
    window.check()
    assert window.page.get_by_label("Construction work").is_visible()
    assert window.page.get_by_label("Construction work").is_checked()
    assert not window.page.get_by_label("Furniture").first.is_visible()
    with stage.sessions.read() as session:
        assert suppliers.codes_of(session, supplier.id) == ["45", "85"]
