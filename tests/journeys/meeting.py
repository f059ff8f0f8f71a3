"""Heard of, invited, waiting, in the room and what was shown there: through people's pages.

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
    officer.submit(f"{place}/check-in", to=here.action)
    officer.submit(
        f"{place}/walk-in", {"organisation": "Bo Works Ltd", "name": "Bo Works", "email": BO}
    )
    assert "1 of 1 is here, and 1 without a place." in officer.follow().words
    assert "Who came 1 of 1 with a place, and 1 without one." in officer.get(place).words


def share_what_was_shown(journey: Journey) -> None:
    """Slides and a note, drafts until one press: then everybody's, and one e-mail to each."""
    officer, public = journey.officer, f"/challenges/{journey.reference}"
    root = f"{journey.desk}/workshops/{journey.workshop}/materials"
    slides = {"title": "The slides", "file": ("slides.txt", b"Forty homes")}
    officer.submit(f"{root}/add-file", slides)
    notes = {"title": "What was said", "text": "Look at **meters** first"}
    officer.submit(f"{root}/add-notes", notes)
    visitor = journey.stage.browser()
    assert "The slides" not in visitor.get(public).words
    assert "everyone who takes part: 2 suppliers" in officer.get(f"{root}/publish").words
    officer.submit(f"{root}/publish")
    for address in (KIM, BO):
        assert "What was said" in journey.letter(address, "slides and notes for").text
        told = [one.subject for one in journey.stage.letters(address)]
        assert sum("slides and notes for" in subject for subject in told) == 1
    page = visitor.get(public)
    assert "Look at meters first" in page.words
    [file] = [link for link in page.links() if "/materials/" in link]
    assert visitor.get(file).data == b"Forty homes"
    _nothing_public_names_them(visitor, journey)


def _nothing_public_names_them(visitor: Browser, journey: Journey) -> None:
    for address in (f"/challenges/{journey.reference}", "/challenges.atom", "/workshops.ics"):
        text = visitor.get(address).text
        assert not [secret for secret in ("Kim Works", "Bo Works", KIM, BO) if secret in text]


MEETING = (
    save_a_search,
    see_who_would_be_told,
    invite,
    wait_and_move_up,
    come,
    share_what_was_shown,
)
