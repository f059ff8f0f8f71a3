"""From a file that one supplier got to everybody: red, then green, on real pages."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Person
from engage.disclosures.models import Disclosure, Ground, What
from engage.disclosures.queries import Behind, behind, open_items
from engage.disclosures.service.clockwork import disclosures_due
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.outcomes.queries import progress
from engage.outcomes.service.releasing import gaps
from engage.questions import service as questions
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops.models import Sitting, Slot
from engage.workshops.service.attending import note_here
from engage.workshops.service.one_to_ones import note
from tests.browsing import Browser
from tests.conftest import Queries
from tests.disclosures.entries import a_disclosure
from tests.factories import (
    NOW,
    a_place,
    a_question,
    an_interest,
    an_officer,
)
from tests.one_to_ones import a_series, an_entry, slot_of
from tests.services import Clock
from tests.workshops.test_pages import Scene

CALL = {
    "what": "file",
    "title": "Plan of the boilers",
    "detail": "Ida Novak asked for it.",
    "day-day": "27",
    "day-month": "2",
    "day-year": "2026",
    "at": "10am",
    "others": "Unlisted Ltd",
    "file": ("boilers.txt", b"Forty boilers"),
}
MOST_QUERIES = 10


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


def told(scene: Scene, template: str) -> list[str]:
    drain(scene.sessions, SUBSCRIPTIONS)
    with scene.sessions.read() as session:
        wanted = select(Message.recipient).where(Message.template == template)
        return sorted(session.scalars(wanted))


def open_now(scene: Scene) -> list[What]:
    with scene.sessions.read() as session:
        return [each.what for each in open_items(session, scene.challenge.id)]


@pytest.mark.slow
def test_a_file_given_to_one_turns_the_ledger_red_and_publishing_green(
    scene: Scene, sessions: Sessions, clock: Clock
) -> None:
    ref = scene.challenge.reference
    root, public = f"/desk/challenges/{ref}/ledger", f"/challenges/{ref}/information"
    _, holder = scene.supplier(organisation="Alder Systems")
    other, _ = scene.supplier(organisation="Birch Works")
    desk = scene.at_desk()
    assert "Nobody was given anything" in desk.get(root).words
    desk.submit(f"{root}/add", CALL | {"day-year": "2027"}, status=422)
    desk.submit(f"{root}/add", CALL | {"suppliers": [str(holder.id)]})
    red = desk.get(root).words
    assert "1 thing is known to some suppliers" in red
    assert "Alder Systems, Unlisted Ltd" in red
    with sessions.read() as session:
        entry = session.scalars(select(Disclosure)).one()
        assert any(gap.page == "ledger" for gap in gaps(progress(session, scene.challenge)))
    for anybody in (other, Browser(scene.app.test_client())):
        assert "boilers" not in anybody.get(public).text
        anybody.get(f"{public}/{entry.id}", status=404)
        assert "boilers" not in anybody.get(f"/challenges/{ref}").text
    assert "tells 2 suppliers" in desk.get(f"{root}/{entry.id}").words
    _published(scene, desk, f"{root}/{entry.id}")
    assert "Nobody was given anything" in desk.get(root).words
    page = other.get(public)
    assert "There are forty." in page.words
    assert "Ida Novak" not in page.text and "Alder" not in page.text
    assert other.get(f"{public}/{entry.id}").data == b"Forty boilers"


def _published(scene: Scene, desk: Browser, here: str) -> None:
    words = {"do": "publish", "title": "Boilers", "text": "There are forty."}
    desk.submit(here, words | {"text": ""}, status=422)
    desk.submit(here, words)
    assert len(told(scene, "disclosure-published")) == 2
    with scene.sessions.read() as session:
        state = progress(session, scene.challenge)
        assert not any(gap.page == "ledger" for gap in gaps(state))


def test_it_takes_two_officers_to_keep_something(scene: Scene, sessions: Sessions) -> None:
    with sessions.write() as session:
        holder = an_interest(session, scene.challenge)
        entry = a_disclosure(session, scene.challenge, holder)
        second: Person = an_officer(session, scene.challenge.authority)
    here = f"/desk/challenges/{scene.challenge.reference}/ledger/{entry.id}"
    first = scene.at_desk()
    first.submit(here, {"do": "keep", "ground": "", "reason": ""}, status=422)
    why = {"do": "keep", "ground": Ground.COMMERCIAL.value, "reason": "Their prices."}
    first.submit(here, why)
    first.submit(here, {"do": "agree"}, status=422)
    assert open_now(scene) == [What.CALL]
    scene.at_desk(second).submit(here, {"do": "agree"})
    assert open_now(scene) == []
    assert "section 94 of the Procurement Act 2023" in first.get(here).words


def test_entries_come_by_themselves(scene: Scene, sessions: Sessions, clock: Clock) -> None:
    sitting = scene.workshop()
    clock.set(sitting.ends_at)
    by, at = scene.officer.id, clock.now
    with sessions.write() as session:
        sitting = session.get_one(Sitting, sitting.id)
        holder = an_interest(session, sitting.challenge)
        note_here(session, a_place(session, sitting, holder), by=by, at=at)
        asked, refused = (a_question(session, holder) for _ in range(2))
        questions.answer(session, asked, public_text="Why?", answer="So.", by=by, at=at)
        questions.decline(session, refused, reason="Too early.", by=by, at=at)
        slot = slot_of(session, a_series(session, sitting.challenge))
        an_entry(session, slot.series, holder, slot=slot)
        note(session, slot, text="They asked why.", publish=False, by=by, at=at)
    drain(sessions, SUBSCRIPTIONS)
    assert sorted(open_now(scene)) == [What.DECLINED, What.ONE_TO_ONE, What.WORKSHOP]
    with sessions.write() as session:
        slot = session.get_one(Slot, slot.id)
        note(session, slot, text="They asked why.", publish=True, by=by, at=at)
    drain(sessions, SUBSCRIPTIONS)
    assert sorted(open_now(scene)) == [What.DECLINED, What.WORKSHOP]


def test_a_one_to_one_without_notes_counts(scene: Scene, sessions: Sessions, clock: Clock) -> None:
    with sessions.write() as session:
        slot = slot_of(session, a_series(session, scene.challenge))
        an_entry(session, slot.series, an_interest(session, scene.challenge), slot=slot)
    clock.set(slot.starts_at)
    assert disclosures_due(sessions) == 0
    clock.set(slot.ends_at)
    assert (disclosures_due(sessions), disclosures_due(sessions)) == (1, 0)
    assert open_now(scene) == [What.ONE_TO_ONE]


def test_the_clock_warns_the_officer_and_then_the_manager(
    scene: Scene, sessions: Sessions, clock: Clock
) -> None:
    with sessions.write() as session:
        holder = an_interest(session, scene.challenge)
        due = {"remind_at": NOW + timedelta(days=3), "due_at": NOW + timedelta(days=5)}
        a_disclosure(session, scene.challenge, holder, **due)
    assert disclosures_due(sessions) == 0
    for days, template in ((3, "disclosure-due"), (5, "disclosure-overdue")):
        clock.set(NOW + timedelta(days=days))
        assert (disclosures_due(sessions), disclosures_due(sessions)) == (1, 0)
        assert len(told(scene, template)) == 1


def test_a_long_ledger_costs_no_more(scene: Scene, sessions: Sessions, queries: Queries) -> None:
    desk, root = scene.at_desk(), f"/desk/challenges/{scene.challenge.reference}/ledger"
    seen = []
    for number in (3, 27):
        with sessions.write() as session:
            for _ in range(number):
                a_disclosure(session, scene.challenge, an_interest(session, scene.challenge))
        with queries() as asked:
            desk.get(root)
        seen.append(len(asked))
    assert seen[0] == seen[1] <= MOST_QUERIES


def test_what_each_is_ahead_by_is_counted_where_it_is_not_all_named(scene: Scene) -> None:
    with scene.sessions.write() as session:
        much, little = (
            an_interest(session, scene.challenge, organisation=name) for name in ("Ash", "Birch")
        )
        for number in range(5):
            given_at = NOW + timedelta(minutes=number)
            a_disclosure(session, scene.challenge, much, title=f"{number}", given_at=given_at)
        a_disclosure(session, scene.challenge, little, title="Plan", given_at=NOW)
    with scene.sessions.read() as session:
        assert behind(session, scene.challenge.id) == [
            Behind("Ash", 5, NOW, ["0", "1", "2"]),
            Behind("Birch", 1, NOW, ["Plan"]),
        ]
    assert (
        "0; 1; 2; and 2 more"
        in scene.at_desk().get(f"/desk/challenges/{scene.challenge.reference}/ledger").words
    )
