"""What a printed page says beside its links."""

import pytest

from tests.browser.stages import InWindows
from tests.browser.windows import Window
from tests.factories import a_council, an_open_challenge

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]
SAID = """() => [...document.querySelectorAll("main .govuk-link")]
  .map((one) => [one.getAttribute("href"), getComputedStyle(one, "::after").content])"""


def test_paper_names_whole_addresses_and_no_paths(stage: InWindows) -> None:
    with stage.sessions.write() as session:
        challenge = an_open_challenge(session, a_council(session))
    window = Window(stage.chromium, stage.base)
    window.get(f"/challenges/{challenge.reference}")
    window.page.emulate_media(media="print")

    said = {link: words for link, words in window.page.evaluate(SAID) if link}

    assert [link for link, words in said.items() if link.startswith("/") and words != "none"] == []
    assert any("https" in words for link, words in said.items() if link.startswith("http"))
