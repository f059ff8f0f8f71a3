from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.accounts import service as accounts
from engage.findings.service import deleting as findings
from engage.handover.service import forgetting as handover
from engage.interest import service as interest
from engage.kernel import outbox, retention
from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import Delivery
from engage.notifications import service as notifications
from engage.reports.service import forgetting as reports
from engage.suppliers import service as suppliers
from engage.workshops import service as workshops
from tests.browsing import Browser
from tests.factories import NOW, a_council

ROOT = Path(__file__).parents[2]
LIMIT = NOW - timedelta(days=30)


def test_what_is_deleted_by_the_clock_is_in_the_operators_guide() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text()
    _, _, part = guide.partition("## What is deleted by the clock")
    lines = [line for line in part.partition("\n## ")[0].splitlines() if "days |" in line]
    below = (suppliers, accounts, interest, workshops)
    capabilities = (*below, findings, notifications, reports, handover, outbox)
    kept = [each for capability in capabilities for each in capability.RETENTION]
    assert lines == [f"| {each.what} | {each.days} days | {each.after} |" for each in kept]
    dates = {each.since for each in kept}
    assert all(f"{day.day} {day:%B %Y}" in part for day in dates)


def test_the_privacy_page_says_what_is_deleted_and_when(client: FlaskClient) -> None:
    words = Browser(client).get("/privacy").words
    below = (suppliers, accounts, interest, workshops, findings)
    for capability in (*below, notifications, reports, handover):
        for each in capability.RETENTION:
            assert f"{each.what}. We keep this for {each.days} days after {each.after}" in words


def test_reactions_done_long_ago_are_forgotten_and_nothing_is_owed_again(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    with sessions.write() as session:
        council = a_council(session)
        facts = [
            RecordedEvent(
                name="council.founded", subject_id=council.id, occurred_at=LIMIT, payload={}
            )
            for _ in range(5)
        ]
        for fact in facts:
            fact.routed = True
        session.add_all(facts)
        session.flush()
        old = LIMIT - timedelta(microseconds=1)
        done = [old, old, old, LIMIT, None]
        for fact, at in zip(facts, done, strict=True):
            session.add(Delivery(event_id=fact.id, handler="tell", due_at=LIMIT, done_at=at))
    outbox.forget_due(sessions)
    with sessions.read() as session:
        left = session.scalars(select(Delivery.event_id))
        assert set(left) == {facts[3].id, facts[4].id}
        log = [(row.what, row.number) for row in retention.forgotten(session)]
        assert log == [(outbox.DONE.what, 1), (outbox.DONE.what, 2)]
        assert all(session.scalars(select(RecordedEvent.routed)))
