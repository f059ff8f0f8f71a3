"""The windows complain when there is something to complain about."""

import pytest
from playwright.sync_api import Browser as Chromium

from tests.browser.stages import InWindows
from tests.browser.windows import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FAULTS = {
    "image-alt": "const one = new Image(9, 9); document.body.append(one)",
    "too wide": "const one = new Image(600, 9); one.alt = ''; document.body.append(one)",
    "Content Security Policy": "document.querySelector('h1').setAttribute('style', 'color:red')",
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("script", [True, False])
def test_a_fault_is_found(stage: InWindows, browser: Chromium, fault: str, script: bool) -> None:
    window = Window(browser, stage.base, script=script)
    window.get("/help")
    window.page.evaluate(f"() => {{ {FAULTS[fault]} }}")

    with pytest.raises(AssertionError, match=fault):
        window.check()
