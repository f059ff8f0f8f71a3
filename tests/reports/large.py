"""Many responses of many answers, and their compiling in a process whose memory can be seen."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.interest.models import Interest
from engage.kernel.ids import uuid7
from engage.reports import service
from engage.responses.models import Response, Submission
from tests.factories import NOW, a_closed_challenge, a_council, a_prompt, an_officer

RESPONSES, PROMPTS, AT_ONCE = 10_000, 20, 1_000
ANSWER = " ".join(
    5 * ["We would begin with the homes that are coldest and ask people what they see."]
)

WORK = """
import json, sys, time
from pathlib import Path
from engage.kernel.db import Sessions, make_engine
from engage.kernel.store import FolderStore
from engage.reports.service import compiling

def resident(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024

sessions = Sessions(make_engine(sys.argv[1]))
with sessions.read() as session:
    session.connection()
idle = resident("VmRSS")
apart, documents = [], compiling._documents

def timed(*about):
    began = time.perf_counter()
    made = documents(*about)
    apart.append(time.perf_counter() - began)
    return made

compiling._documents = timed
began = time.perf_counter()
done = compiling.compile_due(sessions, FolderStore(Path(sys.argv[2])))
took = time.perf_counter() - began
above = resident("VmHWM") - idle
print(json.dumps({"above": above, "done": done, "seconds": took, "documents": sum(apart)}))
"""


def fill(session: Session, *, responses: int = RESPONSES) -> Challenge:
    """A closed challenge with so many responses, and somebody who asked to have them compiled."""
    council = a_council(session)
    challenge = a_closed_challenge(session, council)
    prompts = [a_prompt(session, challenge, text=f"Question {n}?") for n in range(PROMPTS)]
    answers = {str(prompt.id): ANSWER for prompt in prompts}
    for first in range(0, responses, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, responses))
        _add(session, challenge, numbers, answers)
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
        "receipt": f"{challenge.reference}-{number}",
        "answers": answers,
        "sha256": "0" * 64,
        "submitted_at": NOW,
    }


def compiled_apart(url: str, store: Path) -> dict[str, Any]:
    """Compile what is due: how many were ``done``, ``seconds`` (of them for ``documents``, PDF and
    DOCX), and bytes ``above`` idle."""
    words = [sys.executable, "-c", WORK, url, str(store)]
    ran = subprocess.run(words, check=True, capture_output=True, text=True, timeout=280)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
