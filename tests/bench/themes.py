"""The rooms for reading: 10,000 responses of 20 answers on the shelves, themes of 2,000 answers."""

import json
import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engage.accounts.models import Role
from engage.challenges.lifecycle import Stage
from engage.challenges.models import Challenge
from engage.findings.clustering.engines import ENGINES
from engage.findings.clustering.finding import Text, find
from engage.findings.service.filing import file_due
from engage.findings.service.theming.running import MODULE, SECONDS
from engage.kernel import apart
from engage.kernel.db import Sessions, make_engine
from engage.responses.models import Prompt, Submission
from tests.bench import seed
from tests.bench.reading import _queries, application, officers_cookie
from tests.bench.seed import World
from tests.factories import a_council, a_person

RESPONSES, PROMPTS, GROUPED = 10_000, 20, 2_000
SOME = 500
_VOCABULARY = (
    "sensor battery damp wall alarm reading wireless scout resident neighbour paid trust record "
    "repair table join address history caller phone letter language grant coach panel fund open "
    "standard licence export winter tenant month visit cost plan report staff county council begin "
    "small price stage office paper map harbour cable network meter garden bus clinic school"
)
WORDS = _VOCABULARY.split()


def measure(url: str, _world: World) -> dict[str, Any]:
    sessions = Sessions(make_engine(url))
    prompt_id, reference, officer = _many(sessions)
    began = time.perf_counter()
    filed = file_due(sessions)
    shelves = {"responses": filed, "seconds": round(time.perf_counter() - began, 1)}
    world = World()
    world.officer = officer
    app = application(url)
    cookie = officers_cookie(app, world)
    root = f"/desk/challenges/{reference}/reading"
    pages = {
        "room": root,
        "question": f"{root}/{prompt_id}",
        "last_page": f"{root}/{prompt_id}?page={RESPONSES // 20}",
        "search": f"{root}/{prompt_id}?q=harbour+cables",
        "unread": f"{root}/{prompt_id}?unread=yes",
    }
    told = {name: _page(app, path, cookie) for name, path in pages.items()}
    return {"shelves": shelves, "pages": told, "themes": _themes()}


def _page(app: Any, path: str, cookie: str) -> dict[str, float]:
    client = app.test_client()
    client.set_cookie("engage", cookie)
    client.get(path)
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        answer = client.get(path)
        taken.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise AssertionError(f"{path}: {answer.status_code}")
    return {"queries": _queries(app, path, cookie), "p50_ms": round(sorted(taken)[2], 1)}


def _themes() -> dict[str, Any]:
    """In a process of its own, its start included; and each engine in this one."""
    dice = random.Random(7)
    texts = [Text(f"R-{n:05d}/1", f"S{n % 900}", _said(dice)) for n in range(GROUPED)]
    asked = json.dumps([{"key": t.key, "who": t.who, "text": t.text} for t in texts]).encode()
    began = time.perf_counter()
    apart.run(MODULE, asked, seconds=SECONDS)
    result: dict[str, Any] = {"apart_seconds": round(time.perf_counter() - began, 2)}
    for engine in ENGINES:
        began = time.perf_counter()
        find(texts, engine)
        result[engine.NAME] = round(time.perf_counter() - began, 2)
    return result


def _said(dice: random.Random) -> str:
    """Three sentences of about forty words, mostly from one corner of the vocabulary."""
    corner = dice.randrange(len(WORDS) - 12)
    near = WORDS[corner : corner + 12]
    parts = [" ".join(dice.choices(near, k=7) + dice.choices(WORDS, k=6)) for _ in range(3)]
    return " ".join(f"{part.capitalize()}." for part in parts)


def _many(sessions: Sessions) -> tuple[UUID, str, Any]:
    """A challenge that has ended, with 10,000 responses of 20 different answers."""
    now = datetime.now(UTC)
    dice = random.Random(11)
    world = World()
    with sessions.write() as session:
        world.council = a_council(session)
        world.officer = a_person(session, Role.OFFICER, at=world.council)
        over = {"stage": Stage.CLOSED, "engagement_ends": now - timedelta(hours=1)}
        row = seed._challenge(world, 999, now) | over
        session.execute(insert(Challenge), [row])
        size = {"responses": RESPONSES, "prompts": PROMPTS, "characters": 10}
        seed._responses(session, world, row["id"], now, **size)
        _different(session, row["id"], dice)
        first = select(Prompt.id).where(Prompt.challenge_id == row["id"]).order_by(Prompt.position)
        return session.scalars(first.limit(1)).one(), row["reference"], world.officer


def _different(session: Session, challenge_id: UUID, dice: random.Random) -> None:
    rows = session.execute(
        select(Submission.id, Submission.answers).where(Submission.challenge_id == challenge_id)
    ).all()
    told = [{"id": row.id, "answers": {key: _said(dice) for key in row.answers}} for row in rows]
    for begin in range(0, len(told), SOME):
        session.execute(update(Submission), told[begin : begin + SOME])
