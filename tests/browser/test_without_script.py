"""Everything a supplier does, with script switched off."""

import pytest

from tests.browser.stages import InWindows
from tests.browser.windows import NARROW
from tests.journeys.steps import Journey, ask_and_answer, meet, respond, write_and_publish

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_a_supplier_needs_no_script(stage: InWindows) -> None:
    stage.plain = True
    journey = Journey(stage)
    write_and_publish(journey)

    stage.plain, stage.script, stage.width = False, False, NARROW
    for step in (meet, ask_and_answer, respond):
        step(journey)

    assert sum(len(window.checked) for window in stage.windows) > 20
