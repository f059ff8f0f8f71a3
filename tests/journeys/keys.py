"""Responses that are sealed with keys: who opens them, and that it takes two."""

import re

from tests.browsing import Browser
from tests.journeys.steps import Journey, sign_in

PHRASE = "five words that open what is sealed"


def name_openers(journey: Journey) -> None:
    """Two people make a key each, and the officer names them."""
    for browser in (journey.officer, second(journey)):
        browser.submit("/account/opening-key", {"phrase": PHRASE, "again": PHRASE})
    page = journey.officer.get(f"{journey.desk}/sealing").text
    openers = re.findall(r'name="openers"[^>]*value="([0-9a-f-]{36})"', page)
    assert len(openers) == 2
    journey.officer.submit(f"{journey.desk}/sealing", {"sealing": "key", "openers": openers})


def open_together(journey: Journey) -> None:
    officer, opening = journey.officer, f"{journey.desk}/opening"
    journey.letter("officer@marlbury.example", "open the responses")
    officer.submit(opening, {"phrase": PHRASE})
    assert "They are encrypted" in officer.get(f"{journey.desk}/responses").words
    second(journey).submit(opening, {"phrase": PHRASE})
    journey.stage.work()
    assert "could be read from" in officer.get(opening).words


def second(journey: Journey) -> Browser:
    """The other one of the two, who has just signed in."""
    browser = journey.stage.browser()
    sign_in(browser, "approver@marlbury.example", home="/desk")
    return browser
