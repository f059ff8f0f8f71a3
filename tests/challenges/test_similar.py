"""Who asked this before: public challenges with words in common, and never a draft."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.challenges import queries
from engage.challenges.lifecycle import Stage
from engage.kernel.db import Sessions
from tests.browsing import Browser
from tests.factories import a_challenge, a_council, an_officer, an_open_challenge, sign_in

DAMP: dict[str, Any] = {
    "title": "Damp homes found before families fall ill",
    "need": "My flat has mould.",
}
SAME: dict[str, Any] = {
    "title": "Finding damp homes early",
    "need": "Families with mould fall ill.",
}
OTHER: dict[str, Any] = {"title": "Buses that come on time", "need": "I wait an hour in the rain."}


def test_those_with_most_words_in_common_come_first(session: Session) -> None:
    ours = a_challenge(session, **DAMP)
    little = an_open_challenge(session, title="Families in damp homes", need="We wait.")
    much = an_open_challenge(session, **SAME)
    an_open_challenge(session, **OTHER)
    found = queries.similar(session, ours)
    assert [each.reference for each in found] == [much.reference, little.reference]
    assert found[0].shared == ("damp", "homes", "families", "fall", "mould")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.DISCARDED])
def test_what_is_not_public_is_never_shown(session: Session, stage: Stage) -> None:
    ours = a_challenge(session, **DAMP)
    a_challenge(session, stage=stage, **SAME)
    assert queries.similar(session, ours) == []


def test_at_most_five_are_shown(session: Session) -> None:
    ours = a_challenge(session, **DAMP)
    for _ in range(7):
        an_open_challenge(session, **SAME)
    assert len(queries.similar(session, ours)) == 5


def test_a_few_words_are_not_compared(session: Session) -> None:
    an_open_challenge(session, **SAME)
    assert queries.similar(session, a_challenge(session, title="Damp homes", need="")) == []


def test_the_page_says_how_many_councils_asked(client: FlaskClient, sessions: Sessions) -> None:
    with sessions.write() as session:
        council = a_council(session)
        ours = a_challenge(session, council, **DAMP)
        for _ in range(3):
            an_open_challenge(session, **SAME)
        person = an_officer(session, council)
        alone = a_challenge(session, council, **OTHER)
    sign_in(client, sessions, person)
    officer = Browser(client)
    page = officer.get(f"/desk/challenges/{ours.reference}/similar")
    assert "3 councils asked much the same" in page.words
    assert "Words in common: damp, homes, families, fall, mould." in page.words
    page = officer.get(f"/desk/challenges/{alone.reference}/similar")
    assert "Nobody has asked this here before" in page.words
    with sessions.write() as session:
        an_open_challenge(session, session.merge(council), **OTHER)
    page = officer.get(f"/desk/challenges/{alone.reference}/similar")
    assert "Your own council asked much the same" in page.words
