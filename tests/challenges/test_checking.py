"""What the checker says of a statement, what people dismiss, and the words a council changes."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.accounts.models import Person, Role
from engage.authorities.models import Authority
from engage.challenges import service
from engage.challenges.checker import Kind, shipped
from engage.challenges.lifecycle import Stage
from engage.challenges.lots import lot
from engage.challenges.models import Challenge, CouncilWord, DismissedFinding
from engage.challenges.queries.checking import findings, lists_of
from engage.challenges.service.checking import MOST_CHANGES, NotAdvice, NotAWord, NothingThere
from engage.kernel.db import Sessions
from engage.kernel.errors import Refusal
from engage.kernel.events import RecordedEvent
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_council_word,
    a_dismissed_finding,
    a_person,
    an_officer,
    sign_in,
)

NEED = "Tenants want an app. Stakeholders agree."
GOOD = "Come to the workshop at 2pm on 9 March 2026, then answer five questions."
REASON = "They call themselves stakeholders."


def codes(session: Session, challenge: Challenge) -> dict[str, str]:
    """Code to mark of what waits."""
    waiting = findings(session, challenge, NOW).waiting
    return {each.finding.code: each.mark for each in waiting}


def revised(session: Session, challenge: Challenge, **changes: str) -> None:
    service.revise(session, challenge, changes=changes, by=None, at=NOW)


def test_the_words_of_lots(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        north = lot(title="Salesforce in the north", description="Tenants hear back.")
        south = lot(title="The south", description="Stakeholders hear back.")
        made = a_challenge(session, need="Tenants wait.", process=GOOD, lot_list=[north, south])
        officer = an_officer(session, made.authority)
        assert set(codes(session, made)) == {"brand_alone", "jargon"}
    sign_in(client, sessions, officer)
    root = f"/desk/challenges/{made.reference}"
    page = Browser(client).get(f"{root}/check")
    assert "Lots: “Salesforce”" in page.words
    assert f'href="{root}/statement/lots#lots"' in page.text


def test_what_waits_and_what_was_dismissed(session: Session) -> None:
    challenge = a_challenge(session, need=NEED, process=GOOD)
    officer = an_officer(session, challenge.authority)
    marks = codes(session, challenge)
    assert set(marks) == {"solution_word", "jargon"}
    service.dismiss(session, challenge, mark=marks["jargon"], reason=REASON, by=officer.id, at=NOW)
    looked = findings(session, challenge, NOW)
    assert [each.finding.code for each in looked.waiting] == ["solution_word"]
    ((noted, row),) = looked.dismissed
    assert (noted.finding.quoted, row.reason, row.dismissed_by) == (
        "Stakeholders",
        REASON,
        officer.id,
    )
    assert looked.count(["need", "title"]) == 1 and looked.count(["who"]) == 0
    fact = session.scalars(
        select(RecordedEvent).where(RecordedEvent.name == "finding.dismissed")
    ).one()
    assert fact.payload == {"code": "jargon", "field": "need"}


def test_a_dismissal_lasts_until_the_words_change(session: Session) -> None:
    challenge = a_challenge(session, need=NEED, process=GOOD)
    by = an_officer(session, challenge.authority).id
    mark = codes(session, challenge)["solution_word"]
    service.dismiss(session, challenge, mark=mark, reason="It is one.", by=by, at=NOW)
    revised(session, challenge, need="Tenants of ours want an  App. All agree.")
    assert codes(session, challenge) == {}
    revised(session, challenge, need="Tenants want a platform.")
    assert set(codes(session, challenge)) == {"solution_word"}
    assert findings(session, challenge, NOW).dismissed == []
    revised(session, challenge, need=NEED)
    assert set(codes(session, challenge)) == {"jargon"}


def test_a_dismissal_is_taken_back_once(session: Session) -> None:
    challenge = a_challenge(session, need=NEED, process=GOOD)
    by = an_officer(session, challenge.authority).id
    mark = codes(session, challenge)["jargon"]
    row = service.dismiss(session, challenge, mark=mark, reason=REASON, by=by, at=NOW)
    for _ in range(2):
        service.restore(session, row, by=by, at=NOW)
    assert codes(session, challenge)["jargon"] == mark
    named = select(RecordedEvent).where(RecordedEvent.name == "finding.restored")
    assert len(session.scalars(named).all()) == 1


def test_what_cannot_be_dismissed(session: Session) -> None:
    challenge = a_challenge(session, need=NEED, process="https://example.org/tender/1")
    by = an_officer(session, challenge.authority).id
    marks = codes(session, challenge)
    with pytest.raises(NotAdvice):
        service.dismiss(
            session, challenge, mark=marks["only_an_address"], reason="x", by=by, at=NOW
        )
    with pytest.raises(Refusal, match="Say why"):
        service.dismiss(session, challenge, mark=marks["jargon"], reason=" ", by=by, at=NOW)
    service.dismiss(session, challenge, mark=marks["jargon"], reason="x", by=by, at=NOW)
    for mark in (marks["jargon"], "0" * 32):
        with pytest.raises(NothingThere):
            service.dismiss(session, challenge, mark=mark, reason="x", by=by, at=NOW)


def test_one_dismissal_for_the_same_words(session: Session) -> None:
    challenge = a_challenge(session)
    a_dismissed_finding(session, challenge, mark="a" * 32)
    with pytest.raises(IntegrityError), session.begin_nested():
        a_dismissed_finding(session, challenge, mark="a" * 32)


def test_the_same_words_of_another_challenge_are_another_matter(session: Session) -> None:
    council = a_council(session)
    first, second = (a_challenge(session, council, need=NEED) for _ in range(2))
    assert not set(codes(session, first).values()) & set(codes(session, second).values())


def test_a_deleted_draft_leaves_no_words(session: Session) -> None:
    challenge = a_challenge(session)
    a_dismissed_finding(session, challenge)
    service.discard(session, challenge, by=None, at=NOW)
    assert session.scalars(select(DismissedFinding)).all() == []


def test_a_council_adds_and_leaves_out_words(session: Session) -> None:
    challenge = a_challenge(session, need="Tenants touch base in an app.", process=GOOD)
    council = challenge.authority
    by = a_person(session, Role.COUNCIL_ADMIN, at=council).id
    added = service.add_word(
        session, council, kind=Kind.JARGON, word="Touch base", instead="talk", by=by, at=NOW
    )
    assert set(codes(session, challenge)) == {"solution_word"}  # capitals: found only so
    service.undo_word(session, added, by=by, at=NOW)
    service.add_word(
        session, council, kind=Kind.JARGON, word="touch base", instead="talk", by=by, at=NOW
    )
    left = service.leave_out_word(session, council, kind=Kind.SOLUTION, word="App", by=by, at=NOW)
    assert set(codes(session, challenge)) == {"jargon"}
    assert lists_of(session, a_council(session).id) == shipped()
    service.undo_word(session, left, by=by, at=NOW)
    service.undo_word(session, left, by=by, at=NOW)
    assert set(codes(session, challenge)) == {"jargon", "solution_word"}
    named = select(RecordedEvent.payload).where(RecordedEvent.name == "council_words.changed")
    assert [fact["kind"] for fact in session.scalars(named)] == [
        *("jargon", "jargon", "jargon", "solution", "solution")
    ]


@pytest.mark.parametrize(
    ("kind", "word", "why"),
    [
        (Kind.SOLUTION, "APP", "is in this list already"),
        (Kind.JARGON, "Touch  Base", "changed the list for"),
        (Kind.JARGON, "…", "letters or digits"),
    ],
)
def test_words_that_cannot_be_added(session: Session, kind: Kind, word: str, why: str) -> None:
    council = a_council(session)
    a_council_word(session, council)
    with pytest.raises(NotAWord, match=why):
        service.add_word(session, council, kind=kind, word=word, instead="", by=council.id, at=NOW)
    with pytest.raises(NotAWord, match="not in this list of engage"):
        service.leave_out_word(session, council, kind=kind, word="zzz", by=council.id, at=NOW)


def test_a_list_has_an_end(session: Session) -> None:
    council = a_council(session)
    for number in range(MOST_CHANGES):
        a_council_word(session, council, word=f"w{number}", key=f"w{number}")
    with pytest.raises(NotAWord, match="Undo one"):
        service.add_word(
            session, council, kind=Kind.BRAND, word="acme", instead="", by=council.id, at=NOW
        )


@pytest.fixture
def draft(sessions: Sessions) -> Challenge:
    with sessions.write() as session:
        return a_challenge(session, need=NEED, process=GOOD)


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions, draft: Challenge) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, session.merge(draft).authority)
    sign_in(client, sessions, person)
    return Browser(client)


def desk(draft: Challenge, rest: str = "") -> str:
    return f"/desk/challenges/{draft.reference}{rest}"


def test_advice_is_read_dismissed_and_taken_back(officer: Browser, draft: Challenge) -> None:
    listed = officer.get(desk(draft, "/statement"))
    assert "2 things to look at" in listed.words
    seen = officer.get(desk(draft, "/check"))
    assert "“app”" in seen.words and "GovTech Catalyst" in seen.words
    assert desk(draft, "/statement/need#need") in seen.links()
    (first, _) = [link for link in seen.links() if link.startswith(desk(draft, "/check/"))]
    again = officer.submit(first, {"reason": ""}, status=422)
    assert "Enter the reason" in again.words
    officer.submit(first, {"reason": "Residents <b>asked</b> for it"})
    seen = officer.follow()
    assert "Advice dismissed" in seen.words and "Residents <b>asked</b> for it" in seen.words
    assert "&lt;b&gt;" in seen.text
    assert "1 thing to look at" in officer.get(desk(draft, "/statement")).words
    officer.get(first, status=404)
    undo = next(form.action for form in seen.forms if form.action.endswith("/restore"))
    officer.submit(desk(draft, "/check"), {}, to=undo)
    assert "counts again" in officer.follow().words
    assert "2 things to look at" in officer.get(desk(draft, "/statement")).words


@pytest.mark.parametrize(
    ("stage", "said", "may_dismiss"),
    [
        (Stage.WITH_APPROVER, "stays as it is", True),
        (Stage.CLOSED, "Nobody can change this text any more", False),
    ],
)
def test_what_can_be_done_about_advice_later(
    officer: Browser,
    sessions: Sessions,
    draft: Challenge,
    stage: Stage,
    said: str,
    may_dismiss: bool,
) -> None:
    with sessions.write() as session:
        session.merge(draft).stage = stage
    seen = officer.get(desk(draft, "/check"))
    assert said in seen.words and "“app”" in seen.words
    assert any(link.startswith(desk(draft, "/check/")) for link in seen.links()) == may_dismiss
    assert not any("#need" in link for link in seen.links())


def test_a_section_shows_its_advice_without_script(officer: Browser, draft: Challenge) -> None:
    assert "“app”" in officer.get(desk(draft, "/statement/need")).words
    assert "things to look at" not in officer.get(desk(draft, "/statement/today")).words
    officer.submit(desk(draft, "/statement/need"), {"need": "Tenants want to be warm."})
    assert "to look at" not in officer.get(desk(draft, "/statement/need")).words
    assert "Nothing to look at" in officer.get(desk(draft, "/check")).words


def test_advice_costs_the_same_whatever_was_dismissed(
    officer: Browser, sessions: Sessions, draft: Challenge, queries: Queries
) -> None:
    costs = []
    for number in (3, 30):
        with sessions.write() as session:
            for _ in range(number):
                a_dismissed_finding(session, draft)
                word = f"word {number} {_}"
                a_council_word(session, draft.authority, word=word, key=word)
        with queries() as seen:
            officer.get(desk(draft, "/check"))
        costs.append(len(seen))
    assert costs[0] == costs[1]


def admin_of(sessions: Sessions, council: Authority) -> Person:
    with sessions.write() as session:
        return a_person(session, Role.COUNCIL_ADMIN, at=council)


def test_words_are_changed_on_their_page(
    client: FlaskClient, sessions: Sessions, draft: Challenge
) -> None:
    sign_in(client, sessions, admin_of(sessions, draft.authority))
    browser, home = Browser(client), f"/council/{draft.authority.slug}/words"
    assert home in browser.get(f"/council/{draft.authority.slug}").links()
    typed = {"change": "leave-out", "kind": "solution", "word": "app"}
    again = browser.submit(home, typed | {"word": "elephant"}, status=422)
    assert "not in this list of engage" in again.words and 'value="elephant"' in again.text
    browser.submit(home, typed)
    seen = browser.follow()
    assert "app : not looked for any more" in seen.words
    browser.submit(home, {"change": "add", "kind": "brand", "word": "WidgetWare", "instead": ""})
    seen = browser.follow()
    undo = [form.action for form in seen.forms if form.action.endswith("/undo")]
    assert len(undo) == 2
    browser.submit(home, {}, to=undo[0])
    assert "The change was undone" in browser.follow().words
    with sessions.read() as session:
        assert len(session.scalars(select(CouncilWord)).all()) == 1


def test_officers_read_the_words(officer: Browser, draft: Challenge) -> None:
    seen = officer.get(f"/council/{draft.authority.slug}/words")
    assert "salesforce" in seen.words and "Change the list" not in seen.words


@pytest.mark.parametrize("number", [3, 30])
def test_what_the_words_cost(
    officer: Browser, sessions: Sessions, draft: Challenge, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        for each in range(number):
            a_council_word(session, draft.authority, word=f"w{each}", key=f"w{each}")
    with queries() as seen:
        officer.get(f"/council/{draft.authority.slug}/words")
    assert len(seen) <= 6
