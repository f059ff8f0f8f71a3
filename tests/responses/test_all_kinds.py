"""A questionnaire of every kind: built by an officer, answered, sent and read."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, update

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.files.models import File, State
from engage.kernel.db import Sessions
from engage.responses import queries
from engage.responses.kinds import Kind
from engage.responses.models import Prompt, Submission
from tests.browsing import Browser
from tests.factories import (
    NOW,
    a_challenge,
    a_council,
    an_interest,
    an_officer,
    sign_in,
    use_link,
)
from tests.services import Clock

ENDS = NOW + timedelta(days=2)
PLAN = b"Street,Homes\nLow,41\n"
ASKED = {
    Kind.CHOICE: ("Do you do it already?", "Yes\nNo"),
    Kind.CHOICES: ("Where?", "North\nSouth\nEast"),
    Kind.NUMBER: ("How many homes a week?", ""),
    Kind.MONEY: ("What would it cost?", ""),
    Kind.DATE: ("When could you start?", ""),
    Kind.TABLE: ("What are the steps?", "Step\nWeeks"),
    Kind.SHORT: ("Your name for it?", ""),
    Kind.DECLARATION: ("We read the statement.", ""),
    Kind.FILE: ("Have you a plan?", ""),
    Kind.LONG: ("Why?", ""),
}
TYPED: dict[Kind, dict[str, Any]] = {
    Kind.CHOICE: {"text": "Yes"},
    Kind.CHOICES: {"text": ["East", "North"]},
    Kind.NUMBER: {"text": "1,200"},
    Kind.MONEY: {"text": "£99.5", "protection": "delete"},
    Kind.DATE: {"text-day": "18", "text-month": "12", "text-year": "2026"},
    Kind.TABLE: {"text-0-0": "Look", "text-0-1": "2", "text-1-0": "Mend"},
    Kind.SHORT: {"text": "Warm Walls", "protection": "open"},
    Kind.DECLARATION: {"text": "yes"},
    Kind.LONG: {"text": "Because damp harms."},
}
KEPT = {
    Kind.CHOICE: "Yes",
    Kind.CHOICES: "North\nEast",
    Kind.NUMBER: "1200",
    Kind.MONEY: "99.50",
    Kind.DATE: "2026-12-18",
    Kind.TABLE: '[["Look", "2"], ["Mend", ""]]',
    Kind.SHORT: "Warm Walls",
    Kind.DECLARATION: "yes",
    Kind.LONG: "Because damp harms.",
}


def asked_by_an_officer(browser: Browser, challenge: Challenge) -> None:
    root = f"/desk/challenges/{challenge.reference}/questionnaire"
    for kind, (text, options) in ASKED.items():
        told = {"text": text, "kind": kind.value, "options": options, "purpose": "a"}
        more = {"section": "Your work"} if kind is Kind.NUMBER else {}
        browser.submit(f"{root}/add", told | {"word_limit": "50"} | more)
    page = browser.get(root).words
    assert "Choices: Yes; No" in page and "Columns: Step; Weeks" in page
    assert "Answered with an amount in pounds" in page
    refused = {"kind": "choice", "options": "Only one", "text": "Or?", "purpose": "a"}
    wrong = browser.submit(f"{root}/add", refused | {"word_limit": "50"}, status=422)
    assert "Enter from 2 to 20 choices, one on each line" in wrong.words


def opened(sessions: Sessions, challenge: Challenge) -> dict[Kind, Prompt]:
    """Published, with one question that hangs on an answer nobody gives."""
    with sessions.write() as session:
        prompts = {each.kind: each for each in queries.prompts(session, challenge.id)}
        hangs = {"prompt": str(prompts[Kind.CHOICE].id), "is": "No"}
        session.execute(update(Prompt).values(shown_if=hangs).where(Prompt.kind == Kind.LONG))
        told = {"stage": Stage.OPEN, "published_at": NOW, "engagement_ends": ENDS}
        session.execute(update(Challenge).values(**told).where(Challenge.id == challenge.id))
    return prompts


def answered_by_a_supplier(supplier: Browser, root: str, prompts: dict[Kind, Prompt]) -> None:
    words = supplier.get(root).words
    assert "Your work" in words and "Why?" not in words
    for kind, typed in TYPED.items():
        supplier.submit(f"{root}/{prompts[kind].id}", typed | {"then": "next"})
    wrong = supplier.submit(f"{root}/{prompts[Kind.MONEY].id}", {"text": "a lot"}, status=422)
    assert "Enter an amount in pounds" in wrong.words and "a lot" in wrong.text
    file = f"{root}/{prompts[Kind.FILE].id}"
    supplier.submit(file, {"text": ("plan.exe", b"MZ")}, to=f"{file}/file", status=422)
    supplier.submit(file, {"text": ("plan.csv", PLAN)}, to=f"{file}/file")
    assert supplier.get(f"{file}/file").data == PLAN
    supplier.submit(file, {"text": ("plan.csv", PLAN + b"High,4\n")}, to=f"{file}/file")
    checked = supplier.get(f"{root}/check").words
    for shown in ("£99.50", "1,200", "Friday 18 December 2026", "Step: Look; Weeks: 2"):
        assert shown in checked
    assert "until they have looked at the ideas" in checked
    supplier.submit(f"{root}/check")


def kept(sessions: Sessions, prompts: dict[Kind, Prompt]) -> Submission:
    with sessions.read() as session:
        sent = session.scalars(select(Submission)).one()
        files = [each.state for each in session.scalars(select(File))]
    texts = {kind: sent.answers.get(str(prompts[kind].id)) for kind in KEPT}
    assert texts == KEPT | {Kind.LONG: None}  # nobody was asked why
    plan = json.loads(sent.answers[str(prompts[Kind.FILE].id)])
    assert (plan["name"], plan["size"]) == ("plan.csv", len(PLAN) + 7)
    assert sorted(files) == [State.CLEAN, State.REMOVED]  # the one before it went
    assert sent.protections == {
        str(prompts[Kind.MONEY].id): "delete",
        str(prompts[Kind.SHORT].id): "open",
    }
    return sent


def read_by_the_officer(
    desk: Browser, root: str, sent: Submission, prompts: dict[Kind, Prompt]
) -> None:
    one = f"{root}/{sent.response_id}"
    assert "Step: Look; Weeks: 2" in desk.get(one).words
    assert desk.get(f"{one}/files/{prompts[Kind.FILE].id}").data == PLAN + b"High,4\n"
    table = desk.submit(root, to=f"{root}.csv", status=200).text
    row = dict(zip(*list(csv.reader(io.StringIO(table.lstrip("\ufeff"))))[:2], strict=True))
    assert (row["How many homes a week?"], row["When could you start?"]) == ("1200", "2026-12-18")


def test_every_kind_is_asked_answered_and_read(
    client: FlaskClient, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        council = a_council(session)
        challenge = a_challenge(session, council)
        officer = an_officer(session, council)
    sign_in(client, sessions, officer)
    browser = Browser(client)
    asked_by_an_officer(browser, challenge)
    prompts = opened(sessions, challenge)
    with sessions.write() as session:
        holder = an_interest(session, challenge, organisation="Acorn Ltd")
    client.post("/sign-out")
    use_link(client, holder)
    answered_by_a_supplier(browser, f"/my/challenges/{challenge.reference}/response", prompts)
    sent = kept(sessions, prompts)
    clock.set(ENDS)
    sign_in(client, sessions, officer)
    read_by_the_officer(browser, f"/desk/challenges/{challenge.reference}/responses", sent, prompts)
