"""Changing a published statement, through browsers without script, and what others see of it."""

import gzip
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts.models import Role
from engage.authorities.models import ApprovalRule, Authority
from engage.challenges import service
from engage.challenges.models import Challenge, Why
from engage.challenges.service.versions import keep_published
from engage.kernel import outbox
from engage.kernel.db import Sessions
from engage.kernel.store import store_from
from engage.notifications.models import Message
from engage.opendata.service import make_due
from engage.settings import Settings
from engage.subscriptions import SUBSCRIPTIONS
from tests.browsing import Browser
from tests.challenges.test_approval_pages import browser_of
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_council,
    a_person,
    an_amendment,
    an_interest,
    an_officer,
    an_open_challenge,
)

SECRET = "Zanzibar"
WHY = {"because": "We counted again.", "material": "yes"}


@dataclass
class Desk:
    challenge: Challenge
    officer: Browser
    anybody: Browser

    @property
    def base(self) -> str:
        return f"/desk/challenges/{self.challenge.reference}"

    @property
    def public(self) -> str:
        return f"/challenges/{self.challenge.reference}"


@pytest.fixture
def desk(app: Flask, sessions: Sessions) -> Desk:
    with sessions.write() as session:
        council = a_council(session)
        challenge = an_open_challenge(session, council, need="I need 40 homes to be dry.")
        for number in range(2):
            an_interest(session, challenge, email=f"one{number}@example.org")
        an_interest(session, an_open_challenge(session, council))
        officer = an_officer(session, council)
    return Desk(challenge, browser_of(app, sessions, officer), Browser(app.test_client()))


def mail(sessions: Sessions) -> list[tuple[str, str]]:
    """What is owed, and to whom, once everything recorded has had its effect."""
    outbox.drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        rows = session.execute(select(Message.template, Message.recipient))
        return sorted((template, recipient) for template, recipient in rows)


def test_change_look_publish_with_more_time(desk: Desk, sessions: Sessions) -> None:
    officer, base = desk.officer, desk.base
    assert "Change the published statement" in officer.get(base).words
    assert f"{base}/amend" in officer.get(f"{base}/statement").links()
    assert "See what would change" not in officer.get(f"{base}/amend").words
    assert officer.get(f"{base}/amend/check", status=303).location == f"{base}/amend"
    officer.submit(f"{base}/amend/need", {"need": "I need 400 homes to be dry."})
    page = officer.follow()
    assert "Nothing public has changed yet" in page.words
    assert "Changed, not published" in page.words
    assert "400 homes" in officer.get(f"{base}/amend/need").text
    assert mail(sessions) == []

    page = officer.get(f"{base}/amend/check")
    assert "<del>" in page.text and "<ins>" in page.text
    assert page.forms[-1].values["material"] == "yes"
    _refused(desk)
    ends = {"day-day": "30", "day-month": "3", "day-year": "2026", "hour": "5pm"}
    officer.submit(f"{base}/amend/check", {**WHY, "time": "later", **ends})
    assert "The engagement now ends at 5pm on Monday 30 March 2026" in officer.follow().words
    assert mail(sessions) == [
        ("challenge-amended", "one0@example.org"),
        ("challenge-amended", "one1@example.org"),
    ]
    _everybody_reads(desk)


def _refused(desk: Desk) -> None:
    officer, path = desk.officer, f"{desk.base}/amend/check"
    page = officer.submit(path, {"material": "yes"}, status=422)
    assert "Enter what changed, and why" in page.words
    assert "Say below whether suppliers need more time" in page.words
    page = officer.submit(path, {**WHY, "time": "enough"}, status=422)
    assert "Enter why the time is still enough" in page.words
    page = officer.submit(path, {**WHY, "time": "later"}, status=422)
    assert "Enter the date and the time of the later end" in page.words
    early = {"day-day": "3", "day-month": "3", "day-year": "2026", "hour": "5pm"}
    page = officer.submit(path, {**WHY, "time": "later", **early}, status=422)
    assert "must be later than the present one" in page.words
    assert "We counted again." in page.text


def _everybody_reads(desk: Desk) -> None:
    page = desk.anybody.get(desk.public)
    assert "I need 400 homes" in page.words and "See what changed, and why" in page.words
    page = desk.anybody.get(f"{desk.public}/updates")
    assert "We counted again." in page.words and "Matters for a response" in page.words
    changed = page.text.split('id="version-2"')[1].split('id="version-1"')[0]
    assert "<del>" in changed and "<ins>" in changed
    assert "The engagement ends" in changed and "The need" in changed
    assert "Likely value" not in changed
    assert "Published at" in page.words


def test_a_small_change_needs_no_more_time(desk: Desk, sessions: Sessions) -> None:
    officer, base = desk.officer, desk.base
    officer.submit(f"{base}/amend/need", {"title": "Dry homes"})
    officer.submit(f"{base}/amend/check", {"because": "A clearer title."})
    assert "The changes are published" in officer.follow().words
    assert [template for template, _ in mail(sessions)] == ["challenge-amended"] * 2
    page = desk.anybody.get(f"{desk.public}/updates")
    assert "Matters for a response" not in page.words and "A clearer title." in page.words


def test_the_words_of_changes_are_looked_at(desk: Desk) -> None:
    """The working copy is checked, quoted and dismissed as a draft is, without script."""
    officer, base = desk.officer, desk.base
    assert "“app”" not in officer.get(f"{base}/check").words
    officer.submit(f"{base}/amend/need", {"need": "Tenants need an app."})
    listed = officer.follow()
    assert "1 thing to look at in the need" in listed.words
    part = officer.get(f"{base}/amend/need")
    assert "“app”" in part.words and f"{base}/amend/need#need" in part.links()
    assert "1 thing to look at in what would change" in officer.get(f"{base}/amend/check").words
    assert "1 thing to look at" in officer.get(f"{base}/statement").words
    seen = officer.get(f"{base}/check")
    assert f"{base}/amend/need#need" in seen.links()
    (advice,) = [link for link in part.links() if link.startswith(f"{base}/check/")]
    assert advice in seen.links()
    officer.submit(advice, {"reason": "They asked for one."})
    assert "They asked for one." in officer.follow().words
    assert "to look at in the need" not in officer.get(f"{base}/amend").words
    for page in ("amend/need", "amend/check"):
        assert "to look at" not in officer.get(f"{base}/{page}").words


def test_changes_are_looked_at_by_those_who_write_them(
    app: Flask, desk: Desk, sessions: Sessions
) -> None:
    desk.officer.submit(f"{desk.base}/amend/need", {"need": "Tenants need an app."})
    with sessions.write() as session:
        auditor = a_person(session, Role.AUDITOR, at=session.merge(desk.challenge).authority)
    reads = browser_of(app, sessions, auditor).get(f"{desk.base}/check")
    assert "“app”" not in reads.words and "Officers of the council decide" in reads.words


def test_changes_are_thrown_away(desk: Desk, sessions: Sessions) -> None:
    officer, base = desk.officer, desk.base
    officer.get(f"{base}/amend/drop", status=409)
    officer.submit(f"{base}/amend/need", {"title": "Dry homes"})
    officer.submit(f"{base}/amend/drop")
    assert "The changes were thrown away" in officer.follow().words
    assert mail(sessions) == []
    assert "has not changed since" in desk.anybody.get(f"{desk.public}/updates").words


def test_each_part_can_be_changed(desk: Desk) -> None:
    for part in ("need", "today", "outcomes", "subject", "dates"):
        path = f"{desk.base}/amend/{part}"
        page = desk.officer.get(path)
        assert "Suppliers have read this part" in page.words
        desk.officer.submit(path)
        assert "Changed, not published" not in desk.officer.follow().words


def test_nobody_writes_over_somebody_else(desk: Desk) -> None:
    officer, path = desk.officer, f"{desk.base}/amend/need"
    page = officer.get(path)
    officer.submit(path, {"need": "I need it warm."})
    stale = {**page.forms[-1].values, "need": "I need it hot."}
    officer.get(path)
    page = officer.post(path, stale, status=409)
    assert "I need it hot." in page.text and "I need it warm." in page.text


def test_nothing_that_waits_is_public(desk: Desk, sessions: Sessions) -> None:
    with sessions.write() as session:
        words = dict.fromkeys(("title", "need", "who", "process"), f"I need {SECRET}.")
        an_amendment(session, desk.challenge, content=words)
    assert SECRET in desk.officer.get(f"{desk.base}/amend/check").text
    ref = desk.challenge.reference
    for path in (
        "/", "/challenges", f"/challenges?q={SECRET}", desk.public, f"{desk.public}/updates",
        "/challenges.atom", "/workshops.ics", "/api/v1/challenges", f"/api/v1/challenges/{ref}",
        f"/councils/{desk.challenge.authority.slug}", f"{desk.public}/interest",
    ):  # fmt: skip
        page = desk.anybody.get(path).text
        assert f"I need {SECRET}" not in page, path
    found = desk.anybody.get(f"/challenges?q={SECRET}").words
    assert desk.challenge.title not in found


def test_no_file_has_what_waits(
    desk: Desk, sessions: Sessions, settings: Settings, client: FlaskClient
) -> None:
    with sessions.write() as session:
        an_amendment(session, desk.challenge, content={"title": SECRET, "need": SECRET})
    made = make_due(sessions, store_from(settings.store), base="http://127.0.0.1:8000")
    for name in made:
        data = client.get(f"/api/v1/files/{name}", buffered=True).data
        text = gzip.decompress(data) if name.endswith(".gz") else data
        assert SECRET.encode() not in text, name


def test_another_council_knows_nothing_of_it(desk: Desk, app: Flask, sessions: Sessions) -> None:
    with sessions.write() as session:
        stranger = an_officer(session, a_council(session))
    browser = browser_of(app, sessions, stranger)
    for path in ("amend", "amend/need", "amend/check", "amend/drop"):
        browser.get(f"{desk.base}/{path}", status=404)


def test_where_two_people_are_wanted_an_approver_publishes(
    desk: Desk, app: Flask, sessions: Sessions
) -> None:
    with sessions.write() as session:
        council = session.get_one(Authority, desk.challenge.authority_id)
        council.approval_rule = ApprovalRule.ALWAYS
        approver = a_person(session, Role.APPROVER, at=council)
    path, told = f"{desk.base}/amend/check", {"because": "A clearer title.", "material": "no"}
    desk.officer.submit(f"{desk.base}/amend/need", {"title": "Dry homes"})
    page = desk.officer.get(path)
    assert "You made these, so ask an approver" in page.words
    assert not [form for form in page.forms if "because" in form.values]
    other = browser_of(app, sessions, approver)
    seen = next(f.values["seen"] for f in other.get(path).forms if "seen" in f.values)
    page = desk.officer.post(path, {**told, "seen": seen}, status=422)
    assert "You made these" in page.words
    other.submit(path, told)
    assert "Dry homes" in desk.anybody.get(desk.public).words


@pytest.mark.parametrize("number", [3, 30])
def test_a_long_history_costs_no_more(
    desk: Desk, sessions: Sessions, queries: Queries, number: int
) -> None:
    with sessions.write() as session:
        challenge = session.get_one(Challenge, desk.challenge.id)
        keep_published(session, challenge)
        for each in range(number):
            challenge.need = f"I need {each} homes to be dry."
            note = f"Reason {each}."
            service.snapshot(session, challenge, why=Why.AMENDED, note=note, by=None, at=NOW)
    with queries() as seen:
        page = desk.anybody.get(f"{desk.public}/updates")
    assert len(seen) <= 4
    assert page.text.count("<section") == min(number + 1, 10)
    last = f'id="version-{number + 1}"'
    assert last in page.text and page.text.count("<del>") >= min(number, 9)


def test_codes_are_found_by_words_while_amending(desk: Desk, sessions: Sessions) -> None:
    officer, subject = desk.officer, f"{desk.base}/amend/subject"
    found = officer.submit(subject, {"find": "yes"}).location
    assert found == f"{desk.base}/amend/cpv"
    address = f"{found}?q=software+package"
    assert officer.submit(address, {"codes": ["48000000"]}).location == subject
    assert "48000000" in officer.get(subject).text
    assert "48000000" in officer.get(f"{desk.base}/amend/check").words
    with sessions.read() as session:
        assert session.get_one(Challenge, desk.challenge.id).cpv_codes == ["72000000"]
    officer.submit(address, status=422)
