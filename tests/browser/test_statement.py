"""A statement's whole life in Chromium: wide for the officer, narrow for the approver."""

import pytest

from tests.browser.stages import InWindows
from tests.browser.windows import NARROW, Window
from tests.journeys.publishing import STEPS, Publishing

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_from_the_first_word_to_its_withdrawal(stage: InWindows) -> None:
    journey = Publishing(stage)
    journey.approver = Window(stage.chromium, stage.base, width=NARROW)
    stage.windows.append(journey.approver)

    for step in STEPS:
        step(journey)

    assert sum(len(window.checked) for window in stage.windows) > 40
