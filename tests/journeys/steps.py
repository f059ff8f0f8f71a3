"""One engagement, step by step, through the pages that people use.

A ``Stage`` says how to open a browser, how to let the workers work, how to read somebody's
mail and how to let the engagement end: in one process with a frozen clock, or against real
processes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from engage.kernel.clock import to_wall
from tests.browsing import Browser

PASSWORD = "three random words"


@dataclass(frozen=True)
class Letter:
    """A mail as it arrived: what the journey looks at."""

    to: str
    subject: str
    text: str
    calendar: str = ""

    @property
    def link(self) -> str:
        """The path of the first link into engage."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.text)
        assert found, f"no link in: {self.text}"
        return found.group(1)


class Stage(Protocol):
    """Where the journey is played."""

    def browser(self) -> Browser: ...

    def now(self) -> datetime: ...

    def work(self) -> None:
        """Let the workers do everything that is owed."""

    def letters(self, address: str) -> list[Letter]:
        """What arrived for somebody, oldest first."""

    def let_it_end(self, reference: str) -> None:
        """The clock passes the end of the engagement."""

    def let_it_begin(self, sitting_id: str) -> None:
        """The session begins."""


@dataclass
class Journey:
    """Who takes part, and what they have learned on the way."""

    stage: Stage
    reference: str = ""
    officer: Browser = field(init=False)
    suppliers: dict[str, Browser] = field(default_factory=dict)
    workshop: str = ""

    def __post_init__(self) -> None:
        self.officer = self.stage.browser()

    @property
    def desk(self) -> str:
        return f"/desk/challenges/{self.reference}"

    @property
    def room(self) -> str:
        return f"/my/challenges/{self.reference}"

    def letter(self, address: str, about: str) -> Letter:
        """The newest letter to somebody whose subject holds these words."""
        self.stage.work()
        fitting = [one for one in self.stage.letters(address) if about in one.subject]
        seen = [one.subject for one in self.stage.letters(address)]
        assert fitting, f"no letter about {about!r} for {address}, only {seen}"
        return fitting[-1]


def date_fields(name: str, moment: datetime) -> dict[str, str]:
    day = to_wall(moment)[0]
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": str(value) for part, value in parts.items()}


def sign_in(browser: Browser, address: str, *, home: str) -> None:
    browser.submit("/sign-in", {"email": address, "password": PASSWORD})
    browser.get(home)


FORMATS = {"csv", "docx", "json", "ods", "pdf", "sums", "xlsx"}
PLAN = b"Street,Homes\nLow,41\n"


def statement(at: datetime) -> dict[str, dict[str, Any]]:
    """What the officer types, by the page of the statement."""
    return {
        "need": {"need": "I need my home to be warm and dry."},
        "today": {
            "who": "4,100 families",
            "evidence": "1,900 reports of damp last winter.",
            "today": "A surveyor comes late.",
            "cost": "910,000 pounds a year.",
            "tried": "Leaflets",
        },
        "outcomes": {
            "outcomes": "Half as many repairs.",
            "success": "Repairs, counted each month.",
            "inclusion": "Letters for those without internet.",
            "limits": "No new wires.",
        },
        "subject": {
            "purposes": ["a", "d"],
            "category": "services",
            "cpv_codes": "72000000-5\n50700000",
            "region": "UKE",
            "value": "£480,000",
        },
        "dates": {
            **date_fields("ends", at + timedelta(days=21)),
            "ends_time": "12 noon",
            "take_part": "Come to the workshop, then answer two questions.",
        },
    }


def write_and_publish(journey: Journey) -> None:
    write(journey)
    publish(journey)


def write(journey: Journey) -> None:
    officer = journey.officer
    sign_in(officer, "officer@marlbury.example", home="/desk")
    seen = officer.submit("/desk/challenges/new", {"title": "Damp homes found early"})
    found = re.search(r"/desk/challenges/([A-Z0-9]+-\d{4}-\d{3})", seen.location)
    assert found, seen.location
    journey.reference = found.group(1)
    for section, answers in statement(journey.stage.now()).items():
        officer.submit(f"{journey.desk}/statement/{section}", answers)
    for text in ("What would you try first?", "What would make it fail?"):
        officer.submit(
            f"{journey.desk}/questionnaire/add",
            {"text": text, "word_limit": "50", "required": "y", "purpose": "a"},
        )
    plan = {"title": "Plan of the homes", "file": ("plan.csv", PLAN)}
    officer.submit(f"{journey.desk}/documents/add", plan)
    assert "Plan of the homes" in officer.get(f"{journey.desk}/documents").words
    assert "Publish the challenge" in officer.get(journey.desk).words


def publish(journey: Journey) -> None:
    officer = journey.officer
    officer.submit(f"{journey.desk}/publish", {"notice": "published", "notice_id": "099001-2026"})
    assert "Damp homes found early" in officer.get(journey.desk).words


def the_public_reads(journey: Journey) -> None:
    visitor = journey.stage.browser()
    assert "Damp homes found early" in visitor.get("/").words
    assert "Damp homes found early" in visitor.get("/challenges?q=damp").words
    assert "Damp homes found early" not in visitor.get("/challenges?q=zebra").words
    page = visitor.get(f"/challenges/{journey.reference}").words
    assert "I need my home to be warm and dry." in page
    assert "12 noon on" in page
    assert "Plan of the homes (CSV table, 20 bytes)" in page
    links = visitor.get(f"/challenges/{journey.reference}").links()
    [plan] = [link for link in links if "/documents/" in link]
    assert visitor.get(plan).data == PLAN
    assert journey.reference in visitor.get("/challenges.atom").text


def register(journey: Journey, name: str) -> Browser:
    """Somebody says that they are interested, and opens the link in the e-mail."""
    supplier = journey.stage.browser()
    address = f"{name}@{name}.example"
    supplier.submit(
        f"/challenges/{journey.reference}/interest",
        {"organisation": f"{name.title()} Works Ltd", "name": name.title(), "email": address},
    )
    link = journey.letter(address, "Damp homes").link
    supplier.submit(link)
    assert f"{name.title()} Works Ltd" in supplier.get(journey.room).words
    journey.suppliers[name] = supplier
    return supplier


def plan_workshop(journey: Journey) -> None:
    """One place only, so that the second supplier has to wait."""
    day = date_fields("day", journey.stage.now() + timedelta(days=8))
    seen = journey.officer.submit(
        f"{journey.desk}/workshops/new",
        {
            "title": "Meet the tenants",
            **day,
            "starts": "2pm",
            "ends": "3:30pm",
            "venue": "Civic Centre, ramp at the side",
            "joining_link": "https://meet.example/secret-room",
            "in_person": "1",
        },
    )
    found = re.search(r"workshops/([0-9a-f-]{36})", seen.location + journey.officer.follow().text)
    assert found
    journey.workshop = found.group(1)


def meet(journey: Journey) -> None:
    """The second supplier waits, and moves up when the first leaves."""
    plan_workshop(journey)
    first, second = (register(journey, name) for name in ("alder", "birch"))
    root = f"{journey.room}/workshops/{journey.workshop}"
    first.submit(f"{root}/book")
    second.submit(f"{root}/book")
    assert "METHOD:REQUEST" in journey.letter("alder@alder.example", "place is booked").calendar
    assert "secret-room" in first.get(journey.room).text
    assert "secret-room" not in second.get(journey.room).text
    assert "secret-room" not in journey.stage.browser().get(f"/challenges/{journey.reference}").text
    first.submit(f"{root}/leave")
    journey.stage.work()
    assert "METHOD:CANCEL" in calendars(journey, "alder@alder.example")
    assert "METHOD:REQUEST" in calendars(journey, "birch@birch.example")
    assert "secret-room" in second.get(journey.room).text


def calendars(journey: Journey, address: str) -> str:
    return "".join(one.calendar for one in journey.stage.letters(address))


def ask_and_answer(journey: Journey) -> None:
    asker = journey.suppliers["alder"]
    asker.submit(f"{journey.room}/questions/ask", {"text": "How many homes have a meter?"})
    inbox = journey.officer.get(f"{journey.desk}/questions")
    found = re.search(rf"{journey.desk}/questions/([0-9a-f-]{{36}})", inbox.text)
    assert found, inbox.words
    page = f"{journey.desk}/questions/{found.group(1)}"
    assert "How many homes have a meter?" in journey.officer.get(page).text
    journey.officer.submit(page, {"answer": "About 900 of 4,100."})
    public = journey.stage.browser().get(f"/challenges/{journey.reference}")
    assert "How many homes have a meter?" in public.words
    assert "About 900 of 4,100." in public.words
    assert "Alder" not in public.text
    letter = journey.letter("birch@birch.example", "answer")
    assert "Alder" not in letter.text


def respond(journey: Journey) -> None:
    """Write, check, send, and find that the council can see nothing yet."""
    for name, supplier in journey.suppliers.items():
        page = supplier.get(f"{journey.room}/response")
        prompts = re.findall(r"/response/([0-9a-f-]{36})", page.text)
        for number, prompt in enumerate(dict.fromkeys(prompts)):
            supplier.submit(
                f"{journey.room}/response/{prompt}", {"text": f"=Idea {number} of {name}"}
            )
        assert f"=Idea 1 of {name}" in supplier.get(f"{journey.room}/response/check").words
        supplier.submit(f"{journey.room}/response/check")
        receipt = supplier.get(f"{journey.room}/response/receipt")
        assert re.search(r"\b[0-9a-f]{64}\b", receipt.text)
        assert "receipt" in journey.letter(f"{name}@{name}.example", "response").text.lower()
    sealed = journey.officer.get(f"{journey.desk}/responses")
    assert "Alder" not in sealed.text
    assert "Idea 0" not in sealed.text


Step = Callable[[Journey], None]


def three_weeks_later(journey: Journey) -> None:
    """The engagement has ended, and the officer was signed out long ago."""
    journey.stage.let_it_end(journey.reference)
    journey.officer = journey.stage.browser()
    sign_in(journey.officer, "officer@marlbury.example", home="/desk")


def compile_responses(journey: Journey) -> None:
    officer = journey.officer
    listed = officer.get(f"{journey.desk}/responses").words
    assert "Alder Works Ltd" in listed
    assert "Birch Works Ltd" in listed
    officer.submit(f"{journey.desk}/compile")
    journey.stage.work()
    page = officer.get(f"{journey.desk}/compile")
    files = [form.action for form in page.forms if "/compile/" in form.action]
    assert {path.rsplit("/", 1)[1] for path in files} == FORMATS
    wanted = next(path for path in files if path.endswith("/csv"))
    table = officer.submit(f"{journey.desk}/compile", to=wanted, status=200).data.decode(
        "utf-8-sig"
    )
    assert "'=Idea 0 of alder" in table
    assert ",=Idea" not in table
    assert journey.letter("officer@marlbury.example", "compiled").link


def read_across(journey: Journey) -> None:
    """All answers to one question side by side, a note for colleagues, and what came of it."""
    officer, root = journey.officer, f"{journey.desk}/reading/"
    room = officer.get(f"{journey.desk}/reading")
    question = next(
        each for each in room.links() if each.startswith(root) and "compare" not in each
    )
    cards = officer.get(question)
    assert "of alder" in cards.words and "of birch" in cards.words
    one = next(each for each in cards.links() if each.startswith(f"{root}answers/"))
    officer.submit(one, {"place": "whole", "colour": "none", "note": "Ask how.", "shared": "yes"})
    assert "Ask how." in officer.get(question).words
    officer.submit(f"{journey.desk}/requirements", {"texts": "It is dry within two winters."})
    assert "Not linked" in officer.get(f"{journey.desk}/requirements").words


def review(journey: Journey) -> None:
    """Criteria, members, ideas; declare, score, decide."""
    ideas = put_to_the_board(journey)
    place = f"/board/challenges/{journey.reference}"
    reviewers = {name: journey.stage.browser() for name in ("chair", "board1")}
    for name, browser in reviewers.items():
        sign_in(browser, f"{name}@marlbury.example", home="/board")
        assert "Idea 0 of alder" not in browser.get(place, status=303).text
        browser.submit(f"{place}/declare", {"kind": "none"})
        _score(browser, place)
    for _ in range(ideas):
        decision = {"verdict": "shortlisted", "reasons": "Closest to the need."}
        reviewers["chair"].submit(f"{place}/shortlist", decision)
    assert "Closest to the need" not in journey.officer.get(f"{journey.desk}/board").words
    reviewers["chair"].submit(f"{place}/shortlist", to=f"{place}/shortlist/propose")
    journey.officer.submit(f"{journey.desk}/board/release")


def put_to_the_board(journey: Journey) -> int:
    """How many ideas the officer put to it."""
    officer, board = journey.officer, f"{journey.desk}/board"
    officer.submit(f"{board}/criteria")
    page = officer.get(f"{board}/members").text
    members = re.findall(r'name="members"[^>]*value="([0-9a-f-]{36})"', page)
    chair = re.findall(r'name="chair"[^>]*value="([0-9a-f-]{36})"', page)
    officer.submit(f"{board}/members", {"members": members, "chair": chair[0]})
    page = officer.get(f"{board}/refer").text
    ideas = re.findall(r'name="responses"[^>]*value="([0-9a-f-]{36})"', page)
    assert len(ideas) == 2
    officer.submit(f"{board}/refer", {"responses": ideas})
    return len(ideas)


def _score(browser: Browser, place: str) -> None:
    listed = browser.get(place).text
    for review_path in dict.fromkeys(re.findall(r"/board/reviews/[0-9a-f-]{36}", listed)):
        page = browser.get(review_path)
        assert "Works Ltd" not in page.text
        names = set(re.findall(r'name="(score_[0-9a-f]{32})"', page.text))
        assert names, page.words
        answers = dict.fromkeys(names, "4") | {"comment": "Close to the need.", "do": "submit"}
        browser.submit(review_path, answers)


def hear_back(journey: Journey) -> None:
    officer, outcome = journey.officer, f"{journey.desk}/outcome"
    officer.submit(
        f"{outcome}/summary",
        {
            "heard": "Begin small, in one street.",
            "changed": "We dropped the app.",
            "unchanged": "The budget.",
            "next_steps": "A notice in spring.",
        },
    )
    officer.submit(outcome, to=f"{outcome}/prepare")
    officer.submit(f"{outcome}/feedback", to=f"{outcome}/feedback/approve")
    public = f"/challenges/{journey.reference}"
    assert "We dropped the app." not in journey.stage.browser().get(public).text
    officer.submit(f"{outcome}/release")
    assert "We dropped the app." in journey.stage.browser().get(public).words
    journey.letter("alder@alder.example", "outcome")
    assert "outcome" in journey.suppliers["alder"].get(journey.room).words.lower()
    assert "Close to the need." not in journey.suppliers["alder"].get(journey.room).text


def look_back(journey: Journey) -> None:
    timeline = journey.officer.get(f"{journey.desk}/timeline").words
    assert "Damp homes" in timeline or journey.reference in timeline
