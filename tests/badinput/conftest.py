"""The probe, for every test of this folder."""

from collections.abc import Iterator

import pytest
from flask import Flask

from engage.kernel.db import Sessions
from tests.badinput.probing import Probe, a_probe


@pytest.fixture
def probe(
    app: Flask,
    sessions: Sessions,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Probe]:
    yield from a_probe(app, sessions, caplog, monkeypatch)
