"""A search finds and counts the same, whichever way the database takes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import ChallengeCpv
from engage.challenges.queries import searching
from engage.kernel.db import Sessions
from engage.kernel.paging import Page
from tests.conftest import Queries
from tests.factories import NOW, an_open_challenge

SEARCHES = (
    {"q": "homes", "cpv": "45000000"},
    {"q": "homes", "cpv": "45000000", "stage": "open"},
    {"q": "homes -damp", "cpv": "45000000", "stage": "ended", "region": "UKE"},
    {"q": "homes", "cpv": "45000000", "sort": "closing"},
    {"q": "homes", "cpv": "45000000", "sme": "yes", "stage": "outcome"},
    {"q": "nothing", "cpv": "45000000"},
)


def some(session: Session) -> None:
    stages = (Stage.OPEN, Stage.OPEN, Stage.CLOSED, Stage.CONCLUDED, Stage.WITHDRAWN, Stage.DRAFT)
    for number in range(24):
        made = an_open_challenge(
            session,
            title=f"{('Damp', 'Warm', 'Cold')[number % 3]} {('homes', 'streets')[number % 7 // 6]}",
            stage=stages[number % len(stages)],
            region=("UKE", "UKN")[number % 2],
            sme_suitable=number % 5 > 0,
            published_at=NOW - timedelta(days=number),
            engagement_ends=NOW + timedelta(days=3 if number % 6 else -3),
        )
        if number % 4:
            made.cpv = [ChallengeCpv(code=code) for code in ("45211000", "45300000")]
    session.flush()


@pytest.mark.parametrize("wanted", SEARCHES, ids=lambda each: "-".join(each.values()))
def test_words_that_very_many_have_are_asked_for_last(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, str]
) -> None:
    found: list[Any] = []
    with sessions.write() as session:
        some(session)
        for number in (0, 10 * searching.FEW):
            monkeypatch.setattr(searching, "expected", lambda *_, number=number: number)
            found.append(searching.search(session, wanted, at=NOW, page=Page()))
    assert found[0] == found[1]
    assert bool(found[0].rows) == (wanted["q"] != "nothing")


def test_what_a_search_costs(sessions: Sessions, queries: Queries) -> None:
    with sessions.write() as session:
        some(session)
        with queries() as seen:
            searching.search(session, SEARCHES[1], at=NOW, page=Page())
    assert len(seen) <= 4
