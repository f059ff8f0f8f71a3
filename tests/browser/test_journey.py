"""One engagement in Chromium, each page looked at as somebody would who cannot see it."""

import pytest

from tests.browser.stages import InWindows
from tests.browser.windows import NARROW, WIDE, Window
from tests.journeys.equality import find_themes, keep_equal, verify_a_receipt
from tests.journeys.steps import (
    Journey,
    ask_and_answer,
    compile_responses,
    hear_back,
    look_back,
    meet,
    read_across,
    respond,
    review,
    the_public_reads,
    three_weeks_later,
    write_and_publish,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]


def officer_of(journey: Journey) -> Window:
    assert isinstance(journey.officer, Window)
    return journey.officer


def mistakes(journey: Journey) -> None:
    """Every error is said beside its field and in the summary, and the pages stay usable."""
    officer = officer_of(journey)
    seen = officer.submit("/desk/challenges/new", {"title": " "}, status=422)
    assert "There is a problem" in seen.words
    officer.submit(
        f"{journey.desk}/workshops/new",
        {"title": "", "day-day": "31", "day-month": "2", "starts": "soon", "in_person": "none"},
        status=422,
    )
    visitor = journey.stage.browser()
    visitor.submit(f"/challenges/{journey.reference}/interest", {"email": "nobody"}, status=422)
    visitor.submit("/sign-in", {"email": "nobody@nowhere.example", "password": "x"}, status=422)


def saved_while_typing(journey: Journey) -> None:
    supplier = journey.suppliers["alder"]
    assert isinstance(supplier, Window)
    supplier.get(f"{journey.room}/response")
    page = supplier.page
    page.locator("a.govuk-task-list__link").first.click()
    page.locator("textarea").type("Look at meters")
    page.get_by_text("Saved at").wait_for()
    supplier.check()
    page.reload()
    assert page.locator("textarea").input_value() == "Look at meters"


def progress(journey: Journey) -> None:
    """The page of long work changes by itself when the work is done."""
    officer = officer_of(journey)
    officer.submit(f"{journey.desk}/compile")
    page = officer.page
    assert page.locator("#compiling[data-refresh]").count() == 1
    journey.stage.work()
    page.locator("#compiling:not([data-refresh])").wait_for()
    officer.check()


def test_a_whole_engagement(stage: InWindows) -> None:
    journey = Journey(stage)
    for step in (write_and_publish, the_public_reads, mistakes):
        step(journey)
    stage.width = NARROW
    meet(journey)
    stage.width = WIDE
    for step in (ask_and_answer, keep_equal, saved_while_typing, respond, verify_a_receipt):
        step(journey)
    for step in (three_weeks_later, compile_responses, progress, read_across, find_themes):
        step(journey)
    for step in (review, hear_back, look_back):
        step(journey)
    assert sum(len(window.checked) for window in stage.windows) > 60
