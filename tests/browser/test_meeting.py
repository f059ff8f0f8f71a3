"""From a saved search to the slides, on the telephone that somebody has with them."""

import pytest

from tests.browser.stages import InWindows
from tests.browser.windows import NARROW
from tests.journeys.meeting import (
    come,
    invite,
    save_a_search,
    see_who_would_be_told,
    share_what_was_shown,
    wait_and_move_up,
)
from tests.journeys.steps import Journey, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def test_heard_of_invited_and_there(stage: InWindows) -> None:
    stage.plain = True
    journey = Journey(stage)  # how a challenge is written is looked at elsewhere
    stage.plain, stage.width = False, NARROW
    save_a_search(journey)
    see_who_would_be_told(journey)
    journey.officer = stage.browser()
    sign_in(journey.officer, "officer@marlbury.example", home="/desk")
    for step in (invite, wait_and_move_up, come, share_what_was_shown):
        step(journey)
    assert sum(len(window.checked) for window in stage.windows) > 30
