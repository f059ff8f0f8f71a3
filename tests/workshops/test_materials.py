"""After a workshop: drafts, one press for everybody, and a line about what went."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.files.models import File, State
from engage.kernel.db import Sessions
from engage.kernel.errors import ChangedMeanwhile
from engage.kernel.events import RecordedEvent
from engage.kernel.outbox import drain
from engage.notifications.models import Message
from engage.subscriptions import SUBSCRIPTIONS
from engage.workshops import queries as reading
from engage.workshops import service
from engage.workshops.events import NoMaterials
from engage.workshops.models import Captions, Material, MaterialKind, MaterialsClock, Sitting
from engage.workshops.service import materials, publishing
from tests.browsing import Browser
from tests.conftest import Queries
from tests.factories import (
    NOW,
    a_council,
    a_file,
    a_material,
    a_partner,
    a_promise,
    a_sitting,
    an_interest,
    an_open_challenge,
)
from tests.services import Clock
from tests.workshops.test_pages import Scene

LINK = {"title": "The hour itself", "address": "https://video.example/1", "captions": "neither"}


@pytest.fixture
def scene(app: Flask, sessions: Sessions) -> Scene:
    return Scene(app, sessions)


@pytest.fixture
def sitting(session: Session) -> Sitting:
    return a_sitting(session, an_open_challenge(session))


def everybody(scene: Scene) -> str:
    page = Browser(scene.app.test_client()).get(f"/challenges/{scene.challenge.reference}")
    return page.words.partition("Workshops that were held")[2].partition("Questions and")[0]


def told(scene: Scene, template: str = "materials-published") -> list[str]:
    drain(scene.sessions, SUBSCRIPTIONS)
    with scene.sessions.read() as session:
        wanted = select(Message.recipient).where(Message.template == template)
        return sorted(session.scalars(wanted))


def added(scene: Scene, desk: Browser, root: str) -> None:
    """A draft of each kind, which nobody outside sees."""
    desk.submit(f"{root}/add-notes", {"title": "What was said", "text": "* **Forty** homes"})
    insecure = LINK | {"address": "http://video.example"}
    refused = desk.submit(f"{root}/add-link", insecure, status=422)
    assert "start with https://" in refused.words
    desk.submit(f"{root}/add-link", LINK)
    desk.submit(f"{root}/add-file", {"title": "Slides", "file": ("slides.txt", b"Damp and mould")})
    assert "Publish 3 materials" in desk.follow().words
    assert "Materials will be here by Monday 16 March 2026." in everybody(scene)


@pytest.mark.slow
def test_from_drafts_to_everybody(scene: Scene, clock: Clock) -> None:
    sitting = scene.workshop()
    with scene.sessions.write() as session:
        people = sorted(an_interest(session, scene.challenge).email for _ in range(2))
        council = a_council(session)
        a_partner(session, scene.challenge, council, joined_at=NOW)
    root = f"{scene.desk}/{sitting.id}/materials"
    assert "once the session has begun" in scene.at_desk().get(root).words
    clock.set(sitting.ends_at)
    desk = scene.at_desk()
    assert "Publish by Monday 16 March 2026" in desk.get(f"{scene.desk}/{sitting.id}").words
    added(scene, desk, root)
    assert "everyone who takes part: 2 suppliers" in desk.get(f"{root}/publish").words
    desk.submit(f"{root}/publish")
    assert "3 materials are published" in desk.follow().words
    assert told(scene) == people and told(scene, "shared-materials") == [council.email]
    with scene.sessions.read() as session:
        challenge = session.get_one(Challenge, scene.challenge.id)
        assert challenge.updated_at == clock.now  # the Atom feed says so
    words = everybody(scene)
    assert "Slides (Plain text, 14 bytes)" in words and "Materials will be" not in words
    assert "The hour itself (recording on video.example)" in words
    assert "no captions or transcript yet. Ask the council" in words and "Forty homes" in words
    with scene.sessions.read() as session:
        file = session.scalars(select(Material).where(Material.file_id.is_not(None))).one()
    anybody = Browser(scene.app.test_client())
    answer = anybody.get(f"/challenges/{scene.challenge.reference}/materials/{file.id}")
    assert answer.data == b"Damp and mould"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    _replaced_and_withdrawn(scene, desk, root, file)


def _replaced_and_withdrawn(scene: Scene, desk: Browser, root: str, file: Material) -> None:
    newer = {"title": "Slides, 2nd", "file": ("b.txt", b"Damp"), "because": "A sum was wrong"}
    desk.submit(f"{root}/add-file?instead={file.id}", newer)
    assert "A sum was wrong" not in everybody(scene)
    desk.submit(f"{root}/publish")
    words = everybody(scene)
    assert "The council replaced this at" in words and "A sum was wrong." in words
    assert "Slides, 2nd (Plain text" in words and len(told(scene)) == 4
    gone = Browser(scene.app.test_client())
    gone.get(f"/challenges/{scene.challenge.reference}/materials/{file.id}", status=404)
    with scene.sessions.read() as session:
        there = session.scalars(select(Material).where(Material.withdrawn_at.is_(None))).all()
    for each in there:
        refused = desk.submit(f"{root}/{each.id}/withdraw", status=422)
        assert "Enter the reason" in refused.words
        desk.submit(f"{root}/{each.id}/withdraw", {"because": "It named a tenant"})
    words = everybody(scene)
    assert words.count("It named a tenant.") == 3
    assert "Materials will be here by Monday 16 March 2026." in words
    desk.submit(f"{root}/none", {"because": "It was a talk"})
    assert "no slides, notes or recordings: It was a talk." in everybody(scene)
    assert "Materials to publish" not in desk.get(scene.desk).words


def test_rules(session: Session, sitting: Sitting) -> None:
    about: dict[str, Any] = {"by": None, "at": sitting.starts_at}
    notes = materials.add(
        session, sitting, kind=MaterialKind.NOTES, title="Notes", text="Forty.", **about
    )
    again = materials.add(
        session, sitting, kind=MaterialKind.NOTES, title="Notes", text="Forty.", **about
    )
    assert again is notes
    with pytest.raises(service.NotHeld, match="belongs to the documents"):
        publishing.publish(session, sitting, by=None, at=NOW)
    with pytest.raises(service.BadMaterial, match="Publish them, or remove them"):
        publishing.say_none(session, sitting, because="No slides", **about)
    seen = publishing.mark_of(publishing.ready_of(session, sitting))
    content = materials.content_of(notes) | {"text": "Fifty."}
    materials.change(session, sitting, notes, **content, **about)
    with pytest.raises(ChangedMeanwhile):
        publishing.publish(session, sitting, seen=seen, **about)
    assert publishing.publish(session, sitting, **about) == [notes]
    with pytest.raises(service.NothingReady):
        publishing.publish(session, sitting, **about)
    with pytest.raises(service.BadMaterial, match="Replace it"):
        materials.change(session, sitting, notes, **content | {"text": "Sixty."}, **about)
    with pytest.raises(service.BadMaterial, match="Say why you withdraw"):
        materials.withdraw(session, sitting, notes, because=" ", **about)
    sitting.challenge.stage = Stage.WITHDRAWN
    with pytest.raises(service.BadMaterial, match="stay as they are"):
        materials.withdraw(session, sitting, notes, because="Wrong", **about)


def test_a_file_that_is_not_clean_stays_here(session: Session, sitting: Sitting) -> None:
    file = a_file(session, state=State.QUARANTINED, settled_at=None)
    slides = a_material(session, sitting, kind=MaterialKind.FILE, file_id=file.id)
    assert publishing.ready_of(session, sitting) == []
    file.state = State.CLEAN
    ended = sitting.ends_at
    a_promise(session, sitting)
    publishing.publish(session, sitting, by=None, at=ended)
    clock = session.get_one(MaterialsClock, sitting.id)
    session.refresh(clock)
    assert clock.settled_at == ended
    file.state = State.CONDEMNED
    service.condemn(session, slides, at=ended)
    [row] = reading.missing(session, sitting.challenge_id, at=ended)
    assert row.sitting_id == sitting.id
    assert slides.withdrawn_because == publishing.WHY_CONDEMNED
    fact = session.scalars(
        select(RecordedEvent).where(RecordedEvent.name == "material.refused")
    ).one()
    assert fact.payload == {"kind": "file", "was_public": True}
    session.delete(slides)
    assert session.get(File, file.id) is file


def test_of_one_session_or_all(session: Session, sitting: Sitting, queries: Queries) -> None:
    other = a_sitting(session, sitting.challenge, sitting.workshop)
    ended = sitting.ends_at
    for each in (sitting, other):
        a_promise(session, each, due_at=ended)
    about: dict[str, Any] = {"by": None, "at": ended}
    captions = Captions.BOTH
    link: dict[str, Any] = {
        "address": "https://v.example/1",
        "captions": captions,
        "title": "All of it",
    }
    with queries() as seen:
        assert [
            each.sitting_id for each in reading.missing(session, sitting.challenge_id, at=ended)
        ] == sorted([sitting.id, other.id])
    assert len(seen) == 1
    materials.add(session, sitting, kind=MaterialKind.LINK, whole=True, **link, **about)
    materials.add(session, sitting, kind=MaterialKind.NOTES, title="N", text="n", **about)
    publishing.publish(session, sitting, **about)
    assert reading.missing(session, sitting.challenge_id, at=ended) == []
    shown = reading.announced(session, sitting.challenge_id)
    after = reading.after_each(session, sitting.challenge, shown, at=ended)
    assert [len(after[each.id].materials) for each in (sitting, other)] == [2, 1]
    assert not session.scalars(
        select(RecordedEvent).where(RecordedEvent.name == NoMaterials.name)
    ).all()
