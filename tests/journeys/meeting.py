"""Heard of, invited, on the waiting list and in the room: through the pages that people use.

Kim saved a search and has no account; Bo is invited by the officer. There is one place.
"""

import re

from tests.browsing import Browser
from tests.journeys.steps import (
    Journey,
    calendars,
    plan_workshop,
    register,
    write_and_publish,
)

KIM, BO = "kim@kim.example", "bo@bo.example"


def save_a_search(journey: Journey) -> None:
    """Without an account: a search, an e-mail, and a button."""
    visitor = journey.stage.browser()
    visitor.submit("/subscribe?q=damp", {"email": KIM})
    link = journey.letter(KIM, "Confirm the e-mails").link
    visitor.submit(link)
    visitor.get(link, status=303)  # it is confirmed: on to what they asked for
    assert "damp" in visitor.follow().words


def see_who_would_be_told(journey: Journey) -> None:
    """Kim hears of it with the reason, and how to change it."""
    write_and_publish(journey)
    letter = journey.letter(KIM, "you searched for")
    assert "You asked to hear of challenges with the words “damp”." in letter.text
    assert "/preferences/" in letter.text
    assert letter.link == f"/challenges/{journey.reference}"
    reach = journey.officer.get(f"{journey.desk}/reach").words
    assert "1 person was told of this challenge" in reach or "1 people were told" in reach


def invite(journey: Journey) -> None:
    """Bo by name; Kim who is told already may be invited too; a slip is shown, not sent."""
    pages = f"{journey.desk}/invitations"
    people = f"Bo Works Ltd, Bo Works, {BO}\nnobody at nowhere\nBo again <{BO}>"
    journey.officer.submit(f"{pages}/add", {"people": people})
    check = journey.officer.get(f"{pages}/check")
    assert "nobody at nowhere" in check.words
    journey.officer.submit(f"{pages}/check")
    letter = journey.letter(BO, "invitation to take part")
    assert "invites you to take part" in letter.text and "secret" not in letter.text
    bo = journey.stage.browser()
    assert "Bo Works Ltd" in bo.get(letter.link).text
    bo.submit(letter.link)
    assert "Bo Works Ltd" in bo.get(journey.room).words
    journey.suppliers["bo"] = bo
    assert "Bo Works Ltd" in journey.officer.get(pages).words


def wait_and_move_up(journey: Journey) -> None:
    plan_workshop(journey)
    bo, kim = journey.suppliers["bo"], register(journey, "kim")
    root = f"{journey.room}/workshops/{journey.workshop}"
    bo.submit(f"{root}/book")
    kim.submit(f"{root}/book")
    assert "number 1 on the list" in kim.get(journey.room).words
    bo.submit(f"{root}/leave")
    assert "METHOD:REQUEST" in journey.letter(KIM, "you now have a place").calendar
    assert "METHOD:CANCEL" in calendars(journey, BO)
    assert "secret-room" in kim.get(journey.room).text


def come(journey: Journey) -> None:
    """On the day Kim is checked in, and Bo comes all the same."""
    journey.stage.let_it_begin(journey.workshop)
    officer, place = journey.officer, f"{journey.desk}/workshops/{journey.workshop}"
    assert "Kim Works Ltd" in officer.get(f"{place}/register").words
    page = officer.get(f"{place}/check-in")
    [here] = [form for form in page.forms if re.search(r"/check-in/[0-9a-f-]{36}$", form.action)]
    officer.post(here.action, here.values)
    officer.submit(
        f"{place}/walk-in", {"organisation": "Bo Works Ltd", "name": "Bo Works", "email": BO}
    )
    assert "1 of 1 are here, and 1 without a place." in officer.follow().words
    assert "Who came 1 of 1 with a place, and 1 without one." in officer.get(place).words
    _nothing_public_names_them(journey.stage.browser(), journey)


def _nothing_public_names_them(visitor: Browser, journey: Journey) -> None:
    for address in (f"/challenges/{journey.reference}", "/challenges.atom", "/workshops.ics"):
        text = visitor.get(address).text
        assert not [secret for secret in ("Kim Works", "Bo Works", KIM, BO) if secret in text]


MEETING = (save_a_search, see_who_would_be_told, invite, wait_and_move_up, come)
