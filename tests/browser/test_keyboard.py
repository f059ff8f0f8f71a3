"""Signing in and reviewing an idea with nothing but a keyboard."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.authorities.models import Authority
from engage.challenges.lifecycle import Stage
from tests.browser.stages import InWindows
from tests.browser.windows import Window
from tests.factories import (
    a_closed_challenge,
    a_criterion,
    a_prompt,
    a_referral,
    a_seat,
    a_submitted_response,
    an_interest,
)
from tests.journeys.steps import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]


def a_board(session: Session) -> str:
    """A board with one idea and one member; answers the reference of its challenge."""
    council = session.scalars(select(Authority)).one()
    member = session.scalars(select(Person).where(Person.email.startswith("board1"))).one()
    challenge = a_closed_challenge(session, council, stage=Stage.WITH_BOARD)
    prompt = a_prompt(session, challenge)
    a_criterion(session, challenge)
    sender = an_interest(session, challenge)
    a_referral(session, a_submitted_response(session, sender, {prompt.id: "Look at meters."}))
    a_seat(session, challenge, member)
    return challenge.reference


def reach(window: Window, selector: str) -> None:
    """Press Tab until the focus is there, where it must be seen."""
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if window.page.locator(f":is({selector}):focus").count():
            assert window.page.locator(":focus-visible").count(), f"no focus seen on {selector}"
            return
    raise AssertionError(f"Tab does not lead to {selector} on {window.page.url}")


def press(window: Window, selector: str) -> None:
    """Go there with Tab and press Enter; the page that follows is looked at."""
    reach(window, selector)
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    window.check()


def choose(window: Window, selector: str) -> None:
    """Go to a group of choices and take this one: arrows move, the space bar takes the first."""
    reach(window, "input[type=radio]")
    window.page.keyboard.press("Space")
    for _ in range(10):
        if window.page.locator(f"{selector}:checked").count():
            return
        window.page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not lead to {selector}")


def test_a_review_needs_no_mouse(stage: InWindows) -> None:
    with stage.sessions.write() as session:
        reference = a_board(session)
    window = stage.browser()
    assert isinstance(window, Window)
    typing = window.page.keyboard.type

    window.get("/sign-in")
    reach(window, "#email")
    typing("board1@marlbury.example")
    reach(window, "#password")
    typing(PASSWORD)
    press(window, "main button[type=submit]")
    press(window, f"main a[href='/board/challenges/{reference}/declare']")
    choose(window, "[name=kind][value=none]")
    press(window, "main button[type=submit]")
    press(window, "main a[href^='/board/reviews/']")
    choose(window, "[name^=score_][value='4']")
    reach(window, "textarea")
    typing("Close to the need.")
    press(window, "button[name=do][value=submit]")

    assert "Decided" not in window.page.content()
    assert "1 of 1" in window.page.inner_text("main")
