"""One statement, from the first word to its withdrawal, through the pages that people use.

Four people act: an officer who writes, an approver, an administrator, and a supplier who reads.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engage.kernel.clock import spoken
from tests.browsing import Browser, Seen
from tests.journeys.steps import Journey, date_fields, register, sign_in, statement

SCREENS, ANSWERS = 6, 15  # at most, from a template
NEEDED = {
    "need": ("need",),
    "today": ("who", "evidence", "cost"),
    "outcomes": ("outcomes", "success"),
    "subject": ("purposes", "category", "cpv_codes", "region"),
    "dates": ("ends", "take_part"),
}
"""What has to be answered, by page; a date and its time are one answer."""
SOLUTION = "I need an app that tells me when my home is damp."
REASON = "Tenants said it in these words."
RETURNED = "Say how many tenants said so."
ADDRESS = {"street": "1 High Street", "locality": "Marlbury", "postcode": "MB1 2AA"}
PPON = "PJYG-6658-PPMY"
NUMBER, OCID = "099002-2026", "ocds-h6vhtk-0a1b2c"
CHANGED = "We counted the homes again: there are more."
NO_MONEY = "The budget went to the flood."


@dataclass
class Publishing(Journey):
    """The same journey, with the council's other people."""

    approver: Browser = field(init=False)
    admin: Browser = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.approver, self.admin = self.stage.browser(), self.stage.browser()

    @property
    def public(self) -> str:
        return f"/challenges/{self.reference}"

    def notice(self) -> str:
        """The words of the page of the notice, with its meter."""
        return self.officer.get(f"{self.desk}/notice").words


def want_four_eyes(journey: Publishing) -> None:
    """An administrator says that somebody else approves."""
    sign_in(journey.officer, "officer@marlbury.example", home="/desk")
    sign_in(journey.approver, "approver@marlbury.example", home="/desk")
    sign_in(journey.admin, "admin@marlbury.example", home="/council/marlbury/settings")
    journey.admin.submit("/council/marlbury/settings", {"approval_rule": "always"})


def write(journey: Publishing) -> None:
    """From a template: at most six screens and fifteen answers, each led to by the last."""
    officer = journey.officer
    about = {"title": "Damp homes found early", "start": "template:govtech"}
    seen = officer.submit("/desk/challenges/new", about)
    found = re.search(r"/desk/challenges/([A-Z0-9]+-\d{4}-\d{3})", seen.location)
    assert found, seen.location
    journey.reference = found.group(1)
    journey.stage.work()  # the template's questions
    screens, answers = [seen.location], 0
    while "/statement/" in seen.location:
        page = seen.location.rpartition("/")[2]
        typed = _typed(journey, page)
        answers += len(NEEDED[page])
        seen = officer.submit(seen.location, typed)
        assert seen.location not in screens, f"{seen.location} again"
        screens.append(seen.location)
    assert seen.location == f"{journey.desk}/publish"
    assert len(screens) <= SCREENS, screens
    assert answers + len(["title", "notice"]) <= ANSWERS
    assert "How do you understand this need" in officer.get(f"{journey.desk}/questionnaire").words
    assert "It cannot be published yet" not in officer.get(f"{journey.desk}/publish").words


def _typed(journey: Publishing, page: str) -> dict[str, Any]:
    """Only what has to be answered."""
    every = statement(journey.stage.now())[page]
    if page == "need":
        every["need"] = SOLUTION
    if page == "dates":
        last = spoken(journey.stage.now() + timedelta(days=21))
        every["take_part"] = f"Come to the workshop, then answer two questions by {last}."
        every["ends_time"] = last.partition(" on ")[0]
    wanted = NEEDED[page]
    return {name: value for name, value in every.items() if name.startswith(wanted)}


def the_meter_turns_green(journey: Publishing) -> None:
    """Red while the council has no address and no number; green once it has."""
    words = journey.notice()
    assert "Not complete" in words
    assert "3 things the law asks for are missing" in words
    journey.admin.submit("/council/marlbury/settings", {**ADDRESS, "ppon": PPON})
    words = journey.notice()
    assert "Complete Everything the law asks for is given." in words
    assert "Please check: 0 · Missing: 0" in words
    assert "Comes later" in words  # the number, which the platform gives


def check_and_dismiss(journey: Publishing) -> None:
    """The checker quotes what names a solution; the officer says why it stays."""
    officer = journey.officer
    page = officer.get(f"{journey.desk}/check")
    assert "app" in page.words
    (dismiss, *_) = [link for link in page.links() if f"{journey.desk}/check/" in link]
    officer.submit(dismiss, {"reason": ""}, status=422)
    officer.submit(dismiss, {"reason": REASON})
    assert REASON in officer.get(f"{journey.desk}/check").words


def is_returned(journey: Publishing) -> None:
    """The approver reads it, and wants more; nothing that was written is lost."""
    officer, approver, approval = journey.officer, journey.approver, f"{journey.desk}/approval"
    before = _kept(officer.get(f"{journey.desk}/publish"))
    assert "wants somebody else to approve" in officer.get(f"{journey.desk}/publish").words
    officer.submit(f"{approval}/ask", {"note": "For the winter."})
    asked = journey.letter("approver@marlbury.example", "approve Damp homes")
    assert asked.link == approval
    assert "With you for approval" in approver.get("/desk").words
    page = approver.get(approval).words
    assert SOLUTION in page
    assert "For the winter." in page
    approver.submit(approval, {"decision": "return"}, status=422)
    approver.submit(approval, {"decision": "return", "reasons": RETURNED})
    assert "With you for approval" not in approver.get("/desk").words
    assert journey.letter("officer@marlbury.example", "was returned").link.startswith(journey.desk)
    assert "Change what the approver returned" in officer.get("/desk").words
    assert RETURNED in officer.get(f"{journey.desk}/statement").words
    assert _kept(officer.get(f"{journey.desk}/publish")) == before
    assert REASON in officer.get(f"{journey.desk}/check").words


def _kept(page: Seen) -> str:
    """The answers, as the page that checks them shows them."""
    return page.words.partition("Check your answers")[2].partition("Your council wants")[0]


def is_approved(journey: Publishing) -> None:
    """Sent again: the approver reads first what is new."""
    officer, approver, approval = journey.officer, journey.approver, f"{journey.desk}/approval"
    said = f"{SOLUTION} 412 of 900 tenants said so."
    officer.submit(f"{journey.desk}/statement/need", {"need": said})
    officer.submit(f"{approval}/ask")
    page = approver.get(approval)
    assert "What changed since it was read last" in page.words
    assert "<ins>" in page.text
    approver.submit(approval, {"decision": "approve"})
    journey.letter("officer@marlbury.example", "was approved")


def publish_before_the_notice(journey: Publishing) -> None:
    """The page can be read at its address, and nothing shows it before the notice has a number."""
    officer = journey.officer
    visitor = journey.stage.browser()
    visitor.get(journey.public, status=404)
    officer.submit(f"{journey.desk}/publish", {"notice": "to come"})
    assert "This page is not listed yet" in visitor.get(journey.public).words
    assert journey.reference not in visitor.get("/challenges?q=damp").text
    assert "Give the number of the notice" in officer.get(journey.desk).words
    journey.stage.work()
    assert "To be published" in journey.notice()
    answer = f"{journey.desk}/notice/answer"
    officer.submit(answer, {"notice": "published", "notice_id": "12"}, status=422)
    officer.submit(answer, {"notice": "published", "notice_id": NUMBER, "notice_ocid": OCID})
    words = journey.notice()
    assert NUMBER in words
    assert "Comes later" not in words
    assert "not listed" not in visitor.get(journey.public).words
    assert journey.reference in visitor.get("/challenges?q=damp").text


def a_document_is_added(journey: Publishing) -> None:
    """A supplier takes part, and hears of it."""
    register(journey, "alder")
    plan = {"title": "Plan of the homes", "file": ("plan.csv", b"Street,Homes\nLow,41\n")}
    journey.officer.submit(f"{journey.desk}/documents/add", plan)
    assert "Plan of the homes" in journey.letter("alder@alder.example", "a new document").text


def amend(journey: Publishing) -> None:
    """A material change needs four eyes as well, and gives everybody more time."""
    officer, approver, base = journey.officer, journey.approver, f"{journey.desk}/amend"
    officer.submit(f"{base}/need", {"need": "I need 900 homes to be warm and dry."})
    assert "Publish the changes of the statement" in officer.get(journey.desk).words
    assert "ask an approver" in officer.get(f"{base}/check").words
    officer.submit(f"{base}/ask", {"because": CHANGED})
    assert journey.letter("approver@marlbury.example", "read the changes").link == f"{base}/check"
    assert "Publish or return the changes" in approver.get("/desk").words
    page = approver.get(f"{base}/check")
    assert "<del>" in page.text
    approver.submit(f"{base}/check", status=422)  # it matters: more time, or why not
    ends = journey.stage.now() + timedelta(days=28)
    later = {"time": "later", **date_fields("day", ends), "hour": "5pm"}
    approver.submit(f"{base}/check", later)
    assert journey.letter("officer@marlbury.example", "your changes").text.count(CHANGED)
    told = journey.letter("alder@alder.example", "has changed").text
    assert CHANGED in told
    moved = " ".join(told.split())
    assert "The end has moved from " in moved and " to 5pm on " in moved
    public = journey.stage.browser().get(f"{journey.public}/updates")
    assert CHANGED in public.words
    assert "<ins>" in public.text


def extend(journey: Publishing) -> None:
    ends = journey.stage.now() + timedelta(days=35)
    journey.officer.submit(
        f"{journey.desk}/extend", {**date_fields("ends", ends), "ends_time": "12 noon"}
    )
    public = journey.stage.browser().get(journey.public).words
    assert "Take part until 12 noon" in public
    assert "12 noon" in journey.letter("alder@alder.example", "more time").text


def withdraw(journey: Publishing) -> None:
    """The page stays, and says so and why."""
    officer, visitor = journey.officer, journey.stage.browser()
    officer.submit(f"{journey.desk}/withdraw", {"because": ""}, status=422)
    officer.submit(f"{journey.desk}/withdraw", {"because": NO_MONEY})
    page = visitor.get(journey.public).words
    assert "The council withdrew this challenge" in page
    assert NO_MONEY in page
    assert "Was to end 12 noon" in page
    assert "No question was answered." in page
    assert "I am interested" not in page
    assert NO_MONEY in journey.letter("alder@alder.example", "has been withdrawn").text
    assert "The challenge was withdrawn" in officer.get(f"{journey.desk}/timeline").words
    assert "The notice there still invites suppliers" in officer.get(journey.desk).words
    answer = {"notice": "published", "notice_id": "099003-2026"}
    officer.submit(f"{journey.desk}/notice/answer", answer)
    assert "This challenge was withdrawn" in officer.get(journey.desk).words
    assert "099003-2026 on Find a Tender" in visitor.get(journey.public).words


STEPS = (
    want_four_eyes,
    write,
    the_meter_turns_green,
    check_and_dismiss,
    is_returned,
    is_approved,
    publish_before_the_notice,
    a_document_is_added,
    amend,
    extend,
    withdraw,
)
