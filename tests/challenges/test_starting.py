"""Starting from a template or with a past challenge, and how short the way is then."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.authorities.models import Authority
from engage.challenges import service
from engage.challenges.lifecycle import Stage
from engage.challenges.lots import lot
from engage.challenges.models import Challenge, CouncilTemplate
from engage.challenges.queries import starting
from engage.challenges.reference import CATEGORIES, PURPOSES
from engage.challenges.service.drafting import FIELDS
from engage.challenges.service.publishing import NEEDED
from engage.challenges.templates import templates
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.responses.models import Prompt
from engage.responses.service.wording import MOST_WORDS
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    a_person,
    a_prompt,
    a_template,
    an_officer,
    an_open_challenge,
    sign_in,
)

TYPED: dict[str, dict[str, Any]] = {  # what the officer types after "Start", by screen
    "need": {"need": "Warm and dry."},
    "today": {"who": "4,000 tenants", "evidence": "1,900 reports", "cost": "900,000 pounds"},
    "outcomes": {"outcomes": "Half as many reports", "success": "Reports, counted"},
    "subject": {"cpv_codes": "72000000"},
    "dates": {
        "ends-day": "24",
        "ends-month": "3",
        "ends-year": "2026",
        "ends_time": "12 noon",
        "take_part": "Come to the workshop, then answer our questions here.",
    },
    "publish": {"notice": "published", "notice_id": "099001-2026"},
}


@pytest.fixture
def council(sessions: Sessions) -> Authority:
    with sessions.write() as session:
        return a_council(session, prefix="MBC", region="UKE")


@pytest.fixture
def officer(client: FlaskClient, sessions: Sessions, council: Authority) -> Browser:
    with sessions.write() as session:
        person = an_officer(session, council)
    sign_in(client, sessions, person)
    return Browser(client)


def made(sessions: Sessions) -> tuple[Challenge, list[str]]:
    """The draft, and the questions of its questionnaire once the workers have worked."""
    outbox.drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        newest = session.query(Challenge).order_by(Challenge.id.desc())
        challenge = newest.filter(Challenge.stage == Stage.DRAFT).first()
        assert challenge is not None
        assert challenge.cpv_codes is not None
        asked = session.query(Prompt).filter_by(challenge_id=challenge.id)
        return challenge, [prompt.text for prompt in asked.order_by(Prompt.position)]


@pytest.mark.parametrize("key", templates())
def test_a_template_is_lawful_and_leaves_to_the_council_what_only_it_knows(key: str) -> None:
    template = templates()[key]
    assert template.key == key
    assert set(template.answers) <= FIELDS
    assert set(template.tips) <= FIELDS
    assert set(template.answers["purposes"]) <= set(PURPOSES)
    assert template.answers["category"] in CATEGORIES
    for known_to_them in ("need", "who", "evidence", "cost", "outcomes", "success"):
        assert known_to_them not in template.answers
    assert "screen" in template.tips["inclusion"]
    assert template.questions or template.answers.get("retrospective")
    for ask in template.questions:
        assert ask.purpose in template.answers["purposes"]
        assert 1 <= ask.word_limit <= MOST_WORDS


def typed_for(key: str, part: str) -> dict[str, str]:
    """What an officer types; a record is of an engagement that is over."""
    over = {"ends-year": "2025", "retrospective": "y"}
    return TYPED[part] | (over if key == "retrospective" and part == "dates" else {})


@pytest.mark.parametrize("key", templates())
def test_from_a_template_at_most_six_screens_and_fifteen_answers_publish(
    officer: Browser, sessions: Sessions, key: str
) -> None:
    begun = {"title": "Damp homes", "need": "Warm and dry.", "start": f"template:{key}"}
    screens = [officer.submit("/desk/challenges/new", begun).location]
    answers = {"title", "need"}
    names = {"ends": "engagement_ends", "take_part": "process"}
    while "/statement/" in screens[-1] or screens[-1].endswith("/publish"):
        typed = typed_for(key, screens[-1].rpartition("/")[2])
        answers |= {names.get(name.partition("-")[0], name) for name in typed} - {"ends_time"}
        screens.append(officer.submit(screens[-1], typed).location)
    assert len(screens) <= 6
    assert len(answers & {name for name, _, _ in NEEDED}) <= 15
    with sessions.read() as session:
        stage = Stage.CLOSED if key == "retrospective" else Stage.OPEN
        assert session.query(Challenge).one().stage is stage


def test_there_are_six_shapes(officer: Browser, sessions: Sessions) -> None:
    assert len(templates()) == 6
    words = officer.get("/desk/challenges/new").words
    assert all(template.name in words for template in templates().values())
    officer.submit("/desk/challenges/new", {"title": "Damp", "start": "template:govtech"})
    challenge, asked = made(sessions)
    template = templates()["govtech"]
    assert (challenge.purposes, challenge.region) == (["a", "b", "d"], "UKE")
    assert challenge.process == template.answers["process"]
    assert asked == [ask.text for ask in template.questions]
    page = officer.get(f"/desk/challenges/{challenge.reference}/statement/outcomes").words
    assert template.tips["outcomes"] in page
    timeline = officer.get(f"/desk/challenges/{challenge.reference}/timeline").words
    assert f"The draft was filled in from the template “{template.name}”" in timeline


def test_a_blank_statement_has_no_questions(officer: Browser, sessions: Sessions) -> None:
    officer.submit("/desk/challenges/new", {"title": "Damp", "start": "blank"})
    challenge, asked = made(sessions)
    assert (challenge.process, challenge.begun_from, asked) == ("", "", [])


@pytest.mark.parametrize("stage", [Stage.WITH_APPROVER, Stage.APPROVED, Stage.OPEN])
@pytest.mark.parametrize("asks", [False, True])
def test_questions_come_late_rather_than_never(
    officer: Browser, sessions: Sessions, stage: Stage, asks: bool
) -> None:
    """No worker ran before it left the desk; what somebody asked meanwhile is left alone."""
    officer.submit("/desk/challenges/new", {"title": "Damp", "start": "template:sbri"})
    with sessions.write() as session:
        challenge = session.query(Challenge).one()
        challenge.stage = stage
        if asks:
            a_prompt(session, challenge, text="What would you try first?")
    for _ in range(2):
        outbox.drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        asked = [prompt.text for prompt in session.query(Prompt).order_by(Prompt.position)]
    mine = ["What would you try first?"] if asks else []
    template = [] if asks or stage is Stage.OPEN else templates()["sbri"].questions
    assert asked == mine + [ask.text for ask in template]


def test_two_presses_begin_one_draft(officer: Browser, sessions: Sessions) -> None:
    begun = {"title": "Damp", "need": "Warm", "start": "template:sbri"}
    first = officer.submit("/desk/challenges/new", begun).location
    assert officer.submit("/desk/challenges/new", begun).location == first
    assert len(made(sessions)[1]) == len(templates()["sbri"].questions)


def test_a_past_challenge_of_ours_gives_its_words_and_questions(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        past = a_challenge(session, council, value=480_000, stage=Stage.CONCLUDED)
        a_prompt(session, past, text="What would you try first?")
    begun = {"title": "Damp again", "start": "past", "past": past.reference.lower()}
    assert officer.submit("/desk/challenges/new", begun).location.endswith("/statement/dates")
    challenge, asked = made(sessions)
    assert asked == ["What would you try first?"]
    assert (challenge.title, challenge.value) == ("Damp again", 480_000)
    assert (challenge.need, challenge.process) == (past.need, past.process)
    assert (challenge.cpv_codes, challenge.engagement_ends) == (["72000000"], None)


def test_a_public_challenge_of_others_gives_words_and_not_how_to_take_part(
    officer: Browser, sessions: Sessions
) -> None:
    with sessions.write() as session:
        past = an_open_challenge(session, value=480_000, region="UKC")
        a_prompt(session, past, text="What would you try first?")
    address = f"/desk/challenges/new?past={past.reference}"
    officer.submit(address, {"title": "Damp here too"})
    challenge, asked = made(sessions)
    assert asked == ["What would you try first?"]
    assert challenge.outcomes == past.outcomes
    assert (challenge.process, challenge.value, challenge.region) == ("", None, "UKE")


def test_lots_of_others_come_without_their_values(officer: Browser, sessions: Sessions) -> None:
    priced = lot(title="Finding damp", description="All homes.", value=100_000)
    with sessions.write() as session:
        past = an_open_challenge(session, a_council(session), lot_list=[priced])
    officer.submit(f"/desk/challenges/new?past={past.reference}", {"title": "Damp again"})
    challenge, _questions = made(sessions)
    assert challenge.lot_list == [{**priced, "value": None}]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.DISCARDED])
def test_what_others_have_not_published_is_not_there(
    officer: Browser, sessions: Sessions, stage: Stage
) -> None:
    with sessions.write() as session:
        theirs = a_challenge(session, stage=stage)
    for reference in (theirs.reference, "XXX-2026-999", "%00", "²"):
        begun = {"title": "Damp", "start": "past", "past": reference}
        page = officer.submit("/desk/challenges/new", begun, status=422)
        assert "We know no such challenge that you may copy" in page.words
    page = officer.submit("/desk/challenges/new", {"title": "D", "start": "past"}, status=422)
    assert "Enter the reference of the past challenge" in page.words


def test_a_statement_is_kept_as_a_template_and_begins_the_next(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        first = a_challenge(session, council, value=480_000)
        a_prompt(session, first, text="What would you try first?", word_limit=120)
    officer.submit(f"/desk/challenges/{first.reference}/template", {"name": "Housing"})
    outbox.drain(sessions, SUBSCRIPTIONS)
    with sessions.write() as session:
        kept = session.query(CouncilTemplate).one()
        assert kept.answers["process"] == first.process
        assert "engagement_ends" not in kept.answers
        assert [ask["word_limit"] for ask in kept.questions] == [120]
        session.query(Prompt).delete()  # what becomes of the first no longer matters
    officer.submit("/desk/challenges/new", {"title": "Damp two", "start": f"own:{kept.id}"})
    challenge, asked = made(sessions)
    assert (challenge.need, challenge.value, asked) == (
        first.need,
        480_000,
        ["What would you try first?"],
    )


def test_a_template_is_renamed_and_deleted(
    officer: Browser, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        kept = a_template(session, council, name="Housing")
        a_template(session, council, name="Parks")
    home = f"/council/{council.slug}/templates"
    taken = officer.submit(f"{home}/{kept.id}", {"name": "Parks"}, status=422)
    assert "has a template called “Parks”" in taken.words
    officer.submit(f"{home}/{kept.id}", {"name": "Homes"})
    assert "Homes" in officer.follow().words
    officer.submit(f"{home}/{kept.id}", to=f"{home}/{kept.id}/delete")
    assert "Template deleted: Homes" in officer.follow().words
    page = officer.get(home)
    assert "Homes" not in page.words
    assert "Parks" in page.words


def test_a_template_belongs_to_its_council(
    client: FlaskClient, sessions: Sessions, council: Authority
) -> None:
    with sessions.write() as session:
        theirs = a_template(session, a_council(session), name="Theirs")
        admin = a_person(session, Role.COUNCIL_ADMIN, at=council)
        officer = an_officer(session, council)
    sign_in(client, sessions, admin)
    browser = Browser(client)
    browser.get(f"/council/{council.slug}/templates/{theirs.id}", status=404)
    assert "No templates yet" in browser.get(f"/council/{council.slug}/templates").words
    sign_in(client, sessions, officer)
    assert "Theirs" not in Browser(client).get("/desk/challenges/new").words


def test_the_lists_ask_as_often_for_thirty_as_for_three(
    officer: Browser, sessions: Sessions, council: Authority, queries: Queries
) -> None:
    for address in (f"/council/{council.slug}/templates", "/desk/challenges/new"):
        asked = []
        for number in (3, 30):
            with sessions.write() as session:
                for _ in range(number):
                    a_template(session, council)
            with queries() as seen:
                officer.get(address)
            asked.append(len(seen))
        assert asked[0] == asked[1]


def test_there_is_an_end_to_templates(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    challenge = a_challenge(session)
    monkeypatch.setattr("engage.challenges.service.templating.MOST_TEMPLATES", 1)
    person = an_officer(session, challenge.authority)
    first = service.save_template(session, challenge, name="One", by=person.id, at=NOW)
    with pytest.raises(service.BadTemplate, match="1 templates at the most"):
        service.save_template(session, challenge, name="Two", by=person.id, at=NOW)
    later = NOW + timedelta(hours=1)
    service.delete_template(session, first, by=person.id, at=later)
    service.delete_template(session, first, by=person.id, at=later)
    assert starting.count_templates(session, challenge.authority_id) == 0
