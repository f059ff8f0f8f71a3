"""The same journeys over HTTP, against web, two workers and beat as real processes."""

from pathlib import Path

import pytest

from engage.kernel import seal
from tests.journeys.processes import everything, wait_until
from tests.journeys.publishing import STEPS, Publishing
from tests.journeys.steps import Journey
from tests.journeys.whole import JOURNEY
from tests.services import Services, SmtpSink

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.timeout(360)]


def test_whole_journeys_at_full_size(
    services: Services, redis_url: str, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    database_url = services.new_database("postgresql")
    with everything(database_url, redis_url, smtp_sink, tmp_path) as stage:
        journey = Journey(stage)
        for step in JOURNEY:
            step(journey)

        def sealed() -> bool:
            with stage.sessions.read() as session:
                return seal.counts(session)[1] == 0

        wait_until(sealed, "the trail was not sealed")
        with stage.sessions.read() as session:
            assert seal.verify(session) is None

        statement = Publishing(stage)
        for publishing_step in STEPS:
            publishing_step(statement)
    services.drop_database(database_url)
    log = (tmp_path / "processes.log").read_text()
    assert "Traceback" not in log, log
