"""What a supplier sees and sends: list, one question a page, check, receipt, withdraw."""

import hashlib
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.responses import service
from engage.responses.models import Prompt, Submission
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_prompt,
    a_supplier,
    a_supplier_user,
    an_interest,
    an_open_challenge,
    sign_in,
    use_link,
)
from tests.services import Clock

ENDS = NOW + timedelta(days=2)


def without_nonce(body: bytes) -> bytes:
    return re.sub(rb'nonce="[^"]*"', b"", body)


class Supplier:
    """A browser with the pass of one interest, and the two questions it is asked."""

    def __init__(self, client: FlaskClient, sessions: Sessions) -> None:
        with sessions.write() as session:
            self.challenge: Challenge = an_open_challenge(session, engagement_ends=ENDS)
            self.first: Prompt = a_prompt(
                session, self.challenge, text="How would you start?", word_limit=5
            )
            self.second: Prompt = a_prompt(
                session, self.challenge, text="When?", required=False, word_limit=50
            )
            self.holder: Interest = an_interest(session, self.challenge, organisation="Acorn Ltd")
        use_link(client, self.holder)
        self.browser = Browser(client)
        self.root = f"/my/challenges/{self.challenge.reference}/response"
        self.sessions = sessions

    def answer(self, text: str, prompt: Prompt | None = None, *, status: int = 303) -> None:
        address = f"{self.root}/{(prompt or self.first).id}"
        self.browser.submit(address, {"text": text, "then": "next"}, status=status)

    def sent(self) -> list[Submission]:
        with self.sessions.read() as session:
            wanted = select(Submission).where(Submission.challenge_id == self.challenge.id)
            return list(session.scalars(wanted.order_by(Submission.id)))


@pytest.fixture
def supplier(client: FlaskClient, sessions: Sessions) -> Supplier:
    return Supplier(client, sessions)


def test_the_whole_way(supplier: Supplier) -> None:
    browser, root = supplier.browser, supplier.root
    assert browser.get(root).words.count("Not answered") == 2
    supplier.answer("Mend the roofs first.")
    assert supplier.browser.seen and supplier.browser.seen.location.endswith(
        str(supplier.second.id)
    )
    supplier.answer("", supplier.second)
    assert supplier.browser.seen.location.endswith("/check")
    assert "Mend the roofs first." in browser.get(f"{root}/check").words
    browser.submit(f"{root}/check")
    page = browser.follow()
    (sent,) = supplier.sent()
    assert sent.receipt in page.words and sent.sha256 in page.words
    assert "9am on Monday 2 March 2026" in page.words and "2026-03-02T09:00:00" in page.text
    told = browser.get(f"{root}/receipt.json")
    assert hashlib.sha256(told.data).hexdigest() == sent.sha256
    assert "attachment" in told.headers["Content-Disposition"]


def test_the_list_says_since_when_it_is_written(supplier: Supplier, clock: Clock) -> None:
    assert "Begun at" not in supplier.browser.get(supplier.root).words
    supplier.answer("Mend roofs.")
    clock.advance(hours=2)
    supplier.answer("Mend the roofs first.")
    words = supplier.browser.get(supplier.root).words
    assert "Begun at 9am on Monday 2 March 2026" in words
    assert "Saved last at 11am on Monday 2 March 2026" in words


def test_the_list_says_what_is_too_long(supplier: Supplier) -> None:
    supplier.answer("one two three four five six")
    page = supplier.browser.get(supplier.root)
    assert "Too long" in page.words
    assert "1 answer still to shorten before you can submit." in page.words
    assert "still to answer" not in page.words


def test_a_double_click_sends_once(supplier: Supplier) -> None:
    supplier.answer("Mend the roofs first.")
    supplier.browser.submit(f"{supplier.root}/check")
    supplier.browser.post(f"{supplier.root}/check")
    assert len(supplier.sent()) == 1


def test_replacing_and_taking_back(supplier: Supplier) -> None:
    browser, root = supplier.browser, supplier.root
    supplier.answer("Mend the roofs first.")
    browser.submit(f"{root}/check")
    supplier.answer("Mend the walls first.")
    assert "changed answers since" in browser.get(root).words
    browser.submit(f"{root}/check")
    assert [bool(each.replaced_at) for each in supplier.sent()] == [True, False]
    browser.submit(f"{root}/withdraw")
    assert "You withdrew what you sent" in browser.follow().words
    assert all(each.replaced_at for each in supplier.sent())
    browser.get(f"{root}/receipt", status=303)
    browser.get(f"{root}/withdraw", status=303)
    browser.submit(f"{root}/check")
    assert [each.number for each in supplier.sent()] == [1, 2, 3]


def test_too_long_is_kept_and_named(supplier: Supplier) -> None:
    supplier.answer("one two three four five six")
    page = supplier.browser.get(f"{supplier.root}/check")
    assert "it has 6 words, and the limit is 5" in page.words
    assert "Submit your response" not in page.words
    supplier.browser.post(f"{supplier.root}/check", status=422)
    assert "need attention" in supplier.browser.seen.words if supplier.browser.seen else False
    assert not supplier.sent()


def test_submitting_nothing_at_all(supplier: Supplier) -> None:
    supplier.browser.post(f"{supplier.root}/check", status=422)
    assert not supplier.sent()


def test_the_script_saves_and_carries_the_version(supplier: Supplier, client: FlaskClient) -> None:
    address = f"{supplier.root}/{supplier.first.id}"
    told = {"text": "Mend", "version": service.version_of(""), "page": "abc"}
    saved = client.post(address, data=told, headers={"X-Autosave": "1"})
    assert saved.status_code == 200 and saved.json is not None
    told = {"text": "Mend the roofs", "version": "0" * 16, "page": "abc"}
    assert client.post(address, data=told, headers={"X-Autosave": "1"}).status_code == 200
    assert "Mend the roofs" in supplier.browser.get(address).text


def test_two_colleagues_see_both_texts(supplier: Supplier, client: FlaskClient) -> None:
    address = f"{supplier.root}/{supplier.first.id}"
    mine = supplier.browser.get(address).forms[0].values
    supplier.answer("Theirs came first.")
    page = supplier.browser.post(address, mine | {"text": "Mine came later."}, status=409)
    assert "Theirs came first." in page.text and "Mine came later." in page.text
    form = next(form for form in page.forms if "version" in form.values)
    supplier.browser.post(address, form.values)
    assert "Mine came later." in supplier.browser.get(address).text


def test_after_the_end_it_stays_readable_and_nothing_changes(
    supplier: Supplier, clock: Clock
) -> None:
    browser, root = supplier.browser, supplier.root
    supplier.answer("Mend the roofs first.")
    browser.submit(f"{root}/check")
    clock.set(ENDS)
    page = browser.get(root)
    assert "Mend the roofs first." in page.words and "can no longer change" in page.words
    assert "You sent this at 9am on Monday" in page.words
    assert "engagement has ended" in browser.get(f"{root}/receipt").words
    for path in ("check", str(supplier.first.id)):
        browser.get(f"{root}/{path}", status=303)
    assert (
        "ended at" in browser.post(f"{root}/{supplier.first.id}", {"text": "x"}, status=422).words
    )
    browser.post(f"{root}/check", status=422)
    browser.post(f"{root}/withdraw", status=422)
    assert [each.replaced_at for each in supplier.sent()] == [None]


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_submitting_at_the_very_end(supplier: Supplier, clock: Clock, late: int) -> None:
    supplier.answer("Mend the roofs first.")
    supplier.browser.get(f"{supplier.root}/check")
    clock.set(ENDS + timedelta(microseconds=late))
    supplier.browser.post(f"{supplier.root}/check", status=303 if late < 0 else 422)
    assert len(supplier.sent()) == (1 if late < 0 else 0)


BAD = {
    "empty": "",
    "spaces": "   \n  ",
    "nul": "a\x00b",
    "emoji": "\U0001f600 \u05e9\u05dc\u05d5\u05dd \u202e",
    "html": "<script>alert(1)</script>",
    "header": "x\r\nBcc: a@example.org",
    "large": "word " * 200_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_no_text_breaks_the_page(supplier: Supplier, client: FlaskClient, text: str) -> None:
    address = f"{supplier.root}/{supplier.first.id}"
    answer = client.post(address, data={"text": text, "version": service.version_of("")})
    assert answer.status_code in (303, 422)
    assert b"<script>alert(1)" not in client.get(address).data
    assert client.get(f"{supplier.root}/check").status_code == 200


def test_a_question_of_another_challenge_is_not_found(
    supplier: Supplier, sessions: Sessions
) -> None:
    with sessions.write() as session:
        foreign = a_prompt(session, an_open_challenge(session))
    for prompt_id in (foreign.id, uuid4()):
        supplier.browser.get(f"{supplier.root}/{prompt_id}", status=404)


def test_foreign_and_missing_challenges_are_the_same(
    supplier: Supplier, client: FlaskClient, sessions: Sessions
) -> None:
    with sessions.write() as session:
        foreign = an_open_challenge(session).reference
    for tail in ("", "/check", "/receipt", "/receipt.json", "/withdraw"):
        theirs = client.get(f"/my/challenges/{foreign}/response{tail}")
        none = client.get(f"/my/challenges/NO-2026-001/response{tail}")
        assert theirs.status_code == none.status_code == 404
        assert without_nonce(theirs.data) == without_nonce(none.data)


def test_a_signed_in_colleague_shares_the_response(
    supplier: Supplier, client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        firm = a_supplier(session)
        colleague = a_supplier_user(session, firm)
        session.merge(supplier.holder).supplier_id = firm.id
    supplier.answer("Mend the roofs first.")
    with client.session_transaction() as browser:
        browser.clear()
    sign_in(client, sessions, colleague)
    address = f"{supplier.root}/{supplier.first.id}"
    page = supplier.browser.get(address)
    assert f"{supplier.holder.name} changed this answer a moment ago" in page.words
    mine = page.forms[0].values | {"text": "Mend the walls."}
    both = supplier.browser.post(address, mine | {"version": "another"}, status=409)
    assert f"Saved by {supplier.holder.name}" in both.text
    clock.advance(minutes=3)
    assert f"Last changed by {supplier.holder.name}" in supplier.browser.get(address).words
    assert "Mend the roofs first." in supplier.browser.get(f"{supplier.root}/check").words
    supplier.browser.submit(f"{supplier.root}/check")
    assert len(supplier.sent()) == 1


def test_strangers_are_sent_to_the_door(supplier: Supplier, client: FlaskClient) -> None:
    with client.session_transaction() as browser:
        browser.clear()
    answer = client.get(supplier.root)
    assert answer.status_code == 303 and "/my/lost-link" in answer.location
    with supplier.sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 0
