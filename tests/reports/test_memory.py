"""10,000 responses of 20 answers compile within 300 MiB above idle, measured in a process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.db import Sessions
from engage.kernel.ids import uuid7
from engage.reports import service
from engage.responses.models import Response, Submission
from tests.factories import NOW, a_closed_challenge, a_council, a_prompt, an_officer

MEBIBYTE = 1024 * 1024
MOST = 300 * MEBIBYTE
RESPONSES, PROMPTS, AT_ONCE = 10_000, 20, 1_000
ANSWER = "We would begin with the homes that are coldest and ask people what they see. " * 5

WORK = """
import json, sys
from pathlib import Path
from engage.kernel.db import Sessions, make_engine
from engage.kernel.store import FolderStore
from engage.reports.service.compiling import compile_due

def resident(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024

sessions = Sessions(make_engine(sys.argv[1]))
with sessions.read() as session:
    session.connection()
idle = resident("VmRSS")
done = compile_due(sessions, FolderStore(Path(sys.argv[2])))
print(json.dumps({"above": resident("VmHWM") - idle, "done": done}))
"""


def fill(session: Session) -> Challenge:
    council = a_council(session)
    challenge = a_closed_challenge(session, council)
    prompts = [a_prompt(session, challenge, text=f"Question {n}?") for n in range(PROMPTS)]
    answers = {str(prompt.id): ANSWER for prompt in prompts}
    for first in range(0, RESPONSES, AT_ONCE):
        _add(session, challenge, range(first, first + AT_ONCE), answers)
    officer = an_officer(session, council)
    service.ask(session, challenge, by=officer.id, at=NOW)
    return challenge


def _add(session: Session, challenge: Challenge, numbers: range, answers: dict[str, str]) -> None:
    place = {"challenge_id": challenge.id, "authority_id": challenge.authority_id}
    people = [
        place
        | {
            "id": uuid7(),
            "organisation": f"Firm {number}",
            "name": "A",
            "email": f"a{number}@example.org",
            "state": "confirmed",
            "registered_at": NOW,
        }
        for number in numbers
    ]
    begun = [
        place | {"id": uuid7(), "interest_id": one["id"], "started_at": NOW, "saved_at": NOW}
        for one in people
    ]
    session.execute(insert(Interest), people)
    session.execute(insert(Response), begun)
    sent = [
        _sent(number, response["id"], challenge, answers)
        for number, response in zip(numbers, begun, strict=True)
    ]
    session.execute(insert(Submission), sent)


def _sent(
    number: int, response_id: object, challenge: Challenge, answers: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "response_id": response_id,
        "challenge_id": challenge.id,
        "number": 1,
        "receipt": f"R-{number}",
        "answers": answers,
        "sha256": "0" * 64,
        "submitted_at": NOW,
    }


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see its memory")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)  # whose driver could hold all
def test_memory_is_bounded(
    fresh_sessions: Sessions, fresh_database_url: str, tmp_path: Path
) -> None:
    with fresh_sessions.write() as session:
        fill(session)
    ran = subprocess.run(
        [sys.executable, "-c", WORK, fresh_database_url, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        timeout=280,
    )
    told = json.loads(ran.stdout)
    assert told["done"] == 1
    assert told["above"] <= MOST, f"{told['above'] / MEBIBYTE:.0f} MiB above idle"
    sizes = [path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()]
    assert len(sizes) == 7
