"""Where a requirement comes from, how many raised it, and whose words it comes close to."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.challenges.models import Challenge
from engage.findings.echoes import Own
from engage.findings.independence import Sender, groups
from engage.findings.models import Echo, Requirement, SentAnswer
from engage.findings.service.filing import file_due
from engage.kernel.db import Sessions
from engage.responses.models import Submission
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    a_closed_challenge,
    a_council,
    a_prompt,
    a_submitted_response,
    an_interest,
    an_officer,
    sign_in,
)
from tests.findings.shelves import a_theme

IDEA = "We seal every cable entry with marine resin before the first winter storm arrives."
OTHER = "Train ten residents as paid scouts."
MOST_QUERIES = 12


def test_one_group_counts_once() -> None:
    one, same, number, domain, free, free_too = (uuid4() for _ in range(6))
    who = uuid4()
    found = groups(
        [
            Sender(one, who, None, "ann@gmail.com"),
            Sender(same, who, "01234567", "bea@alder.example"),
            Sender(number, uuid4(), "01234567", "cy@other.example"),
            Sender(domain, uuid4(), None, "di@ALDER.example"),
            Sender(free, uuid4(), None, "ed@gmail.com"),
            Sender(free_too, uuid4(), None, "fay@gmail.com"),
        ]
    )
    assert found[one] == found[same] == found[number] == found[domain]
    assert len({found[one], found[free], found[free_too]}) == 3


@pytest.mark.parametrize(
    ("requirement", "close"),
    [
        ("The supplier seals every cable entry with marine resin before the first storm.", True),
        ("Cables are sealed against water.", False),
        ("We need every home to be warm and dry for all.", False),
    ],
)
def test_words_that_come_close(requirement: str, close: bool) -> None:
    own = Own(["We need every home to be warm and dry for all."])
    answer = f"{IDEA} We need every home to be warm and dry for all."
    found = own.likeness(requirement, answer)
    assert found.is_close is close
    if close:
        assert answer[found.begins : found.ends] == (
            "every cable entry with marine resin before the first"
        )


def a_desk(client: FlaskClient, sessions: Sessions) -> tuple[Challenge, list[str]]:
    """An officer signed in, and two answers on the shelves; their receipts as themes cite them."""
    with sessions.write() as session:
        council = a_council(session)
        officer = an_officer(session, council)
        challenge = a_closed_challenge(session, council)
        prompt = a_prompt(session, challenge)
        for number, text in enumerate((IDEA, OTHER)):
            holder = an_interest(session, challenge, email=f"ida@firm{number}.example.org")
            a_submitted_response(session, holder, {prompt.id: text})
    file_due(sessions)
    sign_in(client, sessions, officer)
    with sessions.read() as session:
        receipts = session.scalars(select(Submission.receipt).order_by(Submission.id)).all()
    return challenge, [f"{each}/1" for each in receipts]


def test_an_officer_says_what_prompted_a_requirement(
    client: FlaskClient, sessions: Sessions, queries: Queries
) -> None:
    challenge, receipts = a_desk(client, sessions)
    root, browser = f"/desk/challenges/{challenge.reference}/requirements", Browser(client)
    close, free = _added(browser, root, sessions)
    both = {"text": "Sealed.", "kind": "criterion", "receipts": "\n".join(receipts)}
    browser.submit(f"{root}/{close.id}", {**both, "receipts": "R-0/1"}, status=422)
    browser.submit(f"{root}/{close.id}", both)
    assert "come close" not in browser.get(f"{root}/{close.id}").words
    with sessions.write() as session:
        theme = a_theme(session, session.scalars(select(SentAnswer).limit(1)).one())
    browser.submit(f"{root}/{free.id}", {"themes": [str(theme.id)]})
    with queries() as seen:
        words = browser.get(root).words
    assert len(seen) <= MOST_QUERIES, "\n".join(seen)
    assert "nobody else raised it" in words and "Close to" not in words
    table = browser.post(f"{root}.csv", status=200).text
    assert '1,"criterion","Sealed.",0,2,2,"no",0' in table
    browser.submit(f"{root}/{free.id}", to=f"{root}/{free.id}/remove")
    assert "internet" not in browser.get(root).words


def _added(browser: Browser, root: str, sessions: Sessions) -> list[Requirement]:
    """Two requirements, of which the first echoes one supplier's idea."""
    typed = f"{IDEA}\n\nIt works without the internet."
    browser.submit(root, {"texts": typed, "kind": "requirement"})
    words = browser.get(root).words
    assert words.count("Not linked") == 2
    assert "what one supplier wrote for the council only" in words
    with sessions.read() as session:
        added = list(session.scalars(select(Requirement).order_by(Requirement.id)))
        assert [each.requirement_id for each in session.scalars(select(Echo))] == [added[0].id]
    beside = browser.get(f"{root}/{added[0].id}").text
    assert "come close to what one supplier" in beside and "e-mark--found" in beside
    return added
