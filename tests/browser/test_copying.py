"""The boxes of the copy pack show the words that are copied, on a phone too."""

import pytest

from tests.browser.stages import InWindows
from tests.browser.windows import NARROW, WIDE, Window
from tests.factories import a_council, an_officer, an_open_challenge, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]
LABEL = "Title"
HIDDEN = """() => [...document.querySelectorAll("textarea[readonly]")]
  .filter((one) => one.scrollHeight > one.clientHeight + 1).map((one) => one.id)"""


@pytest.mark.parametrize(("width", "script"), [(NARROW, False), (NARROW, True), (WIDE, True)])
def test_no_box_hides_a_line(stage: InWindows, width: int, script: bool) -> None:
    with stage.sessions.write() as session:
        council = a_council(session)
        title = "Repairs to the roofs of schools and libraries before the winter"
        challenge = an_open_challenge(session, council, title=title)
        person = an_officer(session, council)
    client = stage.app.test_client()
    sign_in(client, stage.sessions, person)
    window = Window(stage.chromium, stage.base, width=width, script=script)
    cookie = client.get_cookie(stage.app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    window.page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": stage.base}]
    )

    window.get(f"/desk/challenges/{challenge.reference}/notice/copy")

    assert title in window.page.content()
    assert window.page.evaluate(HIDDEN) == []
    buttons = window.page.get_by_role("button", name=f"Copy {LABEL}")
    assert buttons.count() == (1 if script else 0)  # none that does nothing
