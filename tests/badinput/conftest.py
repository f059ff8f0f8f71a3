"""The probe, for every test of this folder."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.badinput.probing import Probe, a_probe
from tests.permissions.standing import Standing


@pytest.fixture
def probe(
    app: Flask,
    world: Standing,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Probe]:
    yield from a_probe(app, world, caplog, monkeypatch)
