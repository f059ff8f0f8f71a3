"""What a council shares is found by everybody; what it does not share is not."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.kernel.db import Sessions
from engage.kernel.events import RecordedEvent
from engage.kernel.paging import Page
from engage.library import service
from engage.library.queries import found
from engage.library.service import NotOver
from engage.outcomes import service as outcomes
from tests.browsing import Browser
from tests.factories import NOW, sign_in
from tests.outcomes.stages import HEARD, ready

WORDS = {"title": "Cold homes", "asked": "Dry homes.", "heard": "Sensors help.", "advice": ""}


def test_findings_wait_for_the_outcome(session: Session) -> None:
    ended = ready(session)
    with pytest.raises(NotOver):
        service.save(session, ended.challenge, WORDS, shared=True, by=ended.officer.id, at=NOW)


def test_findings_are_shared_found_and_taken_back(app: Flask, sessions: Sessions) -> None:
    with sessions.write() as session:
        ended = ready(session)
        outcomes.release(session, ended.challenge, by=ended.officer.id, at=NOW)
    ref = ended.challenge.reference
    client = app.test_client()
    sign_in(client, sessions, ended.officer)
    officer, anybody = Browser(client), Browser(app.test_client())
    desk = f"/desk/challenges/{ref}/library"
    assert HEARD in officer.get(desk).text  # begun with what is public already
    officer.submit(desk, {"title": "Mouldy flats", "heard": "Begin with **sensors** at home."})
    anybody.get(f"/library/{ref}", status=404)
    assert "Mouldy" not in anybody.get("/library").words
    page = officer.submit(desk, {"heard": "ANVIL HOMES would begin.", "shared": "yes"}, status=422)
    assert "Anvil Homes took part" in page.words
    officer.submit(desk, {"shared": "yes"})
    assert "Mouldy flats" in anybody.get("/library?q=sensor").words
    assert "Begin with sensors at home." in anybody.get(f"/library/{ref}").words
    assert f"/desk/challenges/new?past={ref}" in officer.get(f"/library/{ref}").text
    assert "Nothing fits" in anybody.get("/library?q=bridges").words
    officer.submit(desk, {"shared": None})
    anybody.get(f"/library/{ref}", status=404)
    with sessions.read() as session:
        assert found(session, "sensors", page=Page()) == (0, [])
        names = set(session.scalars(select(RecordedEvent.name)))
    assert {"findings.written", "findings.shared", "findings.taken_back"} <= names
