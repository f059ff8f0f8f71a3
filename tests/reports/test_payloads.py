"""Formula payloads, all the way: typed by a supplier, submitted, compiled, read again."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engage.accounts.models import Person
from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.store import FolderStore
from engage.kernel.text import looks_like_formula
from engage.reports import service
from engage.reports.models import Compilation, State
from engage.reports.service import compiling
from engage.responses.models import Prompt
from engage.responses.service import version_of
from tests.factories import (
    NOW,
    a_council,
    a_prompt,
    an_interest,
    an_officer,
    an_open_challenge,
    use_link,
)
from tests.reports.test_compiling import cells_of
from tests.reports.test_tables import PAYLOADS
from tests.services import Clock

PER_RESPONSE = 15


@pytest.fixture
def challenge(sessions: Sessions) -> Challenge:
    with sessions.write() as session:
        return an_open_challenge(session, a_council(session))


@pytest.fixture
def prompts(sessions: Sessions, challenge: Challenge) -> list[Prompt]:
    with sessions.write() as session:
        return [
            a_prompt(session, challenge, text=f"{PAYLOADS[number]} {number}")
            for number in range(PER_RESPONSE)
        ]


def send(
    client: FlaskClient, holder: Interest, prompts: list[Prompt], payloads: list[str], root: str
) -> None:
    with client.session_transaction() as browser:
        browser.clear()
    use_link(client, holder)
    for prompt, payload in zip(prompts, payloads, strict=True):
        told = {"text": payload, "version": version_of("")}
        answer = client.post(f"{root}/{prompt.id}", data=told)
        assert answer.status_code == 303
    assert client.post(f"{root}/check").status_code == 303


def compiled(sessions: Sessions, challenge: Challenge, store: FolderStore) -> Compilation:
    with sessions.write() as session:
        kept = session.get_one(Challenge, challenge.id)
        officer: Person = an_officer(session, kept.authority)
        asked = service.ask(session, kept, by=officer.id, at=kept.engagement_ends or NOW)
        asked.due_at = NOW
    assert compiling.compile_due(sessions, store) == 1
    with sessions.read() as session:
        return session.get_one(Compilation, asked.id)


def test_no_payload_becomes_a_formula(
    client: FlaskClient,
    sessions: Sessions,
    challenge: Challenge,
    prompts: list[Prompt],
    clock: Clock,
    tmp_path: Path,
) -> None:
    root = f"/my/challenges/{challenge.reference}/response"
    assert len(PAYLOADS) >= 60
    for first in range(0, 60, PER_RESPONSE):
        payloads = PAYLOADS[first : first + PER_RESPONSE]
        with sessions.write() as session:
            holder = an_interest(session, challenge, organisation=payloads[0])
        send(client, holder, prompts, payloads, root)
    clock.set(challenge.engagement_ends or NOW)
    store = FolderStore(tmp_path / "store")
    done = compiled(sessions, challenge, store)
    assert done.state is State.DONE  # the PDF too, whatever its fonts cannot show
    files = [file for file in done.files if file.format not in ("docx", "pdf", "sums")]
    tables = [cells_of(store, file) for file in files]  # fails where a cell is a formula
    assert len(tables[0]) == 5 and tables[0] == tables[1] == tables[2] == tables[3]
    for row in tables[0]:
        assert not [cell for cell in row if looks_like_formula(cell)]
