"""What people need to take part: the lead reads it, nobody else learns that it is there."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import service
from engage.workshops.models import AccessNeed, Place
from engage.workshops.service import Needs
from tests.browsing import Browser
from tests.factories import NOW, a_place, a_sitting, an_interest, an_officer, an_open_challenge
from tests.one_to_ones import a_series, an_entry, slot_of
from tests.workshops.test_pages import GOOD, Scene

TOLD = {"sign_language": "yes", "words": "A quiet room", "diet": "No nuts", "agreed": "yes"}


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


def kept(sessions: Sessions) -> int:
    with sessions.read() as session:
        return session.scalar(select(func.count()).select_from(AccessNeed)) or 0


def tell(browser: Browser, address: str) -> None:
    """First without consent."""
    said = browser.submit(address, {**TOLD, "agreed": ""}, status=422)
    assert "Tick the box to say that we may keep this" in said.words
    assert said.forms[-1].values["words"] == "A quiet room"
    browser.submit(address, TOLD)
    assert "We told the lead" in browser.follow().words


def told(sessions: Sessions) -> tuple[str, UUID | None]:
    """To whom the one e-mail goes, and on the page of which challenge it stands."""
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        [mail] = session.scalars(select(Message).where(Message.template == "needs-told"))
        return mail.recipient, mail.challenge_id


def scene_wide(scene: Scene) -> list[str]:
    root = f"/desk/challenges/{scene.challenge.reference}"
    return [f"{root}/messages", f"{root}/timeline"]


@pytest.mark.slow
def test_only_the_lead_learns_what_somebody_needs(scene: Scene, sessions: Sessions) -> None:
    """A colleague sees the same pages, word for word, before and after."""
    with sessions.write() as session:
        colleague = an_officer(session, scene.challenge.authority, name="Col League")
    lead, other, (browser, holder) = scene.at_desk(), scene.at_desk(colleague), scene.supplier()
    lead.submit(f"{scene.desk}/new", GOOD)
    sitting = scene.one()
    desk, mine = f"{scene.desk}/{sitting.id}", f"{scene.my}/{sitting.id}"
    browser.submit(f"{mine}/book")
    drain(sessions, SUBSCRIPTIONS)
    pages = [desk, *(f"{desk}/{each}" for each in ("register", "check-in")), *scene_wide(scene)]
    before = [other.get(path).words for path in pages]

    tell(browser, f"{mine}/needs")
    assert told(sessions) == (scene.officer.email, None)
    assert [other.get(path).words for path in pages] == before
    other.get(f"{desk}/needs", status=403)
    other.get(f"{desk}/lead", status=403)
    shown = lead.get(f"{desk}/needs").words
    for words in (holder.name, holder.organisation, "BSL interpreter", "A quiet room", "No nuts"):
        assert words in shown
    assert "looked at what people need" in lead.get(pages[-1]).words

    lead.submit(f"{desk}/lead", {"lead": str(colleague.id)})
    assert "Col League leads this workshop" in lead.follow().words
    lead.get(f"{desk}/needs", status=403)
    assert "A quiet room" in other.get(f"{desk}/needs").words


def test_it_is_asked_once(scene: Scene, sessions: Sessions) -> None:
    first, second, (browser, _) = scene.workshop(), scene.workshop(), scene.supplier()
    for each in (first, second):
        browser.submit(f"{scene.my}/{each.id}/book")
    browser.submit(f"{scene.my}/{first.id}/needs", TOLD)
    page = browser.get(f"{scene.my}/{second.id}/needs")
    assert "You told us this before" in page.words
    assert page.forms[-1].values["words"] == "A quiet room"
    assert kept(sessions) == 1, "until they say so again"
    browser.submit(f"{scene.my}/{second.id}/needs", TOLD)
    assert "Change what you told us" in browser.follow().words
    assert kept(sessions) == 2
    empty = dict.fromkeys((*TOLD, "step_free", "captions"), "")
    browser.submit(f"{scene.my}/{second.id}/needs", empty)
    assert "We keep no needs" in browser.follow().words
    assert kept(sessions) == 1


def a_place_with_needs(sessions: Sessions) -> Place:
    with sessions.write() as session:
        challenge = an_open_challenge(session, engagement_ends=NOW + timedelta(days=400))
        place = a_place(session, a_sitting(session, challenge), an_interest(session, challenge))
        service.tell_needs(session, place, Needs(words="A quiet room"), at=NOW)
    assert kept(sessions) == 1
    return place


@pytest.mark.parametrize("how", ["leave", "name", "cancel"])
def test_it_is_forgotten_when_nobody_has_to_know(sessions: Sessions, how: str) -> None:
    place_id = a_place_with_needs(sessions).id
    with sessions.write() as session:
        place = session.get_one(Place, place_id)
        if how == "leave":
            service.leave(session, place, at=NOW)
        elif how == "name":
            service.name_attendee(session, place, name="Bob", email="bob@reed.example", at=NOW)
        else:
            service.cancel(session, place.sitting, because="Ill", by=None, at=NOW)
    assert kept(sessions) == 0


@pytest.mark.slow
def test_they_are_asked_for_one_to_ones_too(scene: Scene, sessions: Sessions) -> None:
    """What stands there was told for a workshop; giving the slot up forgets it at once."""
    lead, (browser, holder), workshop = scene.at_desk(), scene.supplier(), scene.workshop()
    with sessions.write() as session:
        challenge = session.get_one(Challenge, scene.challenge.id)
        holder = session.get_one(Interest, holder.id)
        series = a_series(session, challenge, slots=1, lead_id=scene.officer.id)
        an_entry(session, series, holder, slot=slot_of(session, series))
    browser.submit(f"{scene.my}/{workshop.id}/book")
    browser.submit(f"{scene.my}/{workshop.id}/needs", TOLD)
    mine = f"/my/challenges/{scene.challenge.reference}/one-to-ones/{series.id}"
    assert f"{mine}/needs" in browser.get(mine).links()
    browser.submit(f"{mine}/needs", {"agreed": "yes", "words": "A slow start"})
    assert "We told the lead" in browser.follow().words and kept(sessions) == 2
    drain(sessions, SUBSCRIPTIONS)
    with sessions.read() as session:
        mail = session.scalars(select(Message).where(Message.template == "one-to-ones-needs")).one()
    assert (mail.recipient, mail.challenge_id) == (scene.officer.email, None)
    desk = f"/desk/challenges/{scene.challenge.reference}/one-to-ones/{series.id}"
    assert f"{desk}/needs" in lead.get(desk).links()
    shown = lead.get(f"{desk}/needs").words
    assert "A slow start" in shown and "BSL interpreter" in shown and "No nuts" not in shown
    with sessions.write() as session:
        colleague = an_officer(session, scene.challenge.authority, name="Col League")
    lead.submit(f"{desk}/lead", {"lead": str(colleague.id)})
    assert "Col League leads these one-to-ones" in lead.follow().words
    lead.get(f"{desk}/needs", status=403)
    browser.submit(f"{mine}/give-up")
    assert kept(sessions) == 1
