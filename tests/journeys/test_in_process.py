"""Officer to supplier to board to outcome, and a statement's whole life, on both databases."""

import pytest
from flask import Flask

from engage.kernel import seal
from engage.kernel.db import Sessions
from engage.settings import Settings
from tests.journeys.meeting import MEETING
from tests.journeys.publishing import STEPS, Publishing
from tests.journeys.stages import InProcess
from tests.journeys.steps import Journey
from tests.journeys.whole import JOURNEY
from tests.services import Clock


@pytest.mark.slow
def test_a_whole_engagement(
    app: Flask, sessions: Sessions, settings: Settings, clock: Clock
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    journey = Journey(InProcess(app, sessions, settings, clock))

    for step in JOURNEY:
        step(journey)

    seal.seal_due(sessions)
    with sessions.read() as session:
        assert seal.verify(session) is None
        assert seal.counts(session)[0] > 50


@pytest.mark.slow
def test_a_statement_from_the_first_word_to_its_withdrawal(
    app: Flask, sessions: Sessions, settings: Settings, clock: Clock
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    journey = Publishing(InProcess(app, sessions, settings, clock))

    for step in STEPS:
        step(journey)


@pytest.mark.slow
def test_from_a_saved_search_to_the_room(
    app: Flask, sessions: Sessions, settings: Settings, clock: Clock
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    journey = Journey(InProcess(app, sessions, settings, clock))

    for step in MEETING:
        step(journey)
