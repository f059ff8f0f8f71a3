"""The last minutes: fifty people who write at once, and three hundred who send at the end."""

import http.client
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from engage.challenges.models import Challenge
from engage.kernel.db import Sessions
from engage.responses.models import Prompt, Submission
from tests.bench import load
from tests.bench.reading import OURS, application
from tests.bench.seed import LONG, World
from tests.bench.servers import environment, gunicorn
from tests.bench.submitting import TOKEN, Visitor, cookie_of, drafts

WRITERS, SAVES = 50, 10  # at once, and times each of them saves
SENDERS, LATE, LAST_SECONDS = 300, 60, 5.0
FIELD = re.compile(rb'name="(version|page)"[^>]*value="([^"]*)"')
PATIENCE = 120.0


def measure(url: str, world: World) -> dict[str, Any]:
    app = application(url)
    sessions: Sessions = app.extensions["sessions"]
    people = world.writers[-(WRITERS + SENDERS + LATE) :]  # nobody else sends for them
    drafts(sessions, world, people)
    cookies = [cookie_of(app, each) for each in people]
    with gunicorn(OURS, environment(url)) as server:
        visitors = [Visitor(server.port, cookie, patience=PATIENCE) for cookie in cookies]
        saved = _saving(sessions, world, visitors[:WRITERS])
        sent = _sending(sessions, world, visitors[WRITERS:])
    return {"autosave": saved, "last seconds": sent}


def _saving(sessions: Sessions, world: World, visitors: list[Visitor]) -> dict[str, float]:
    """Each saves a page of its own again and again, as the script does while they type."""
    with sessions.read() as session:
        prompt = session.scalars(
            select(Prompt.id)
            .join(Challenge, Challenge.id == Prompt.challenge_id)
            .where(Challenge.reference == world.open_reference)
            .order_by(Prompt.position)
            .limit(1)
        ).one()
    path = f"/my/challenges/{world.open_reference}/response/{prompt}"
    typed = [_opened(visitor, path) for visitor in visitors]

    def save(number: int) -> None:
        turn, who = divmod(number, len(visitors))
        words = typed[who] | {"text": f"{LONG[:400]} {turn}", "protection": "council"}
        typed[who]["version"] = visitors[who].save(path, words)

    return load.run(save, times=WRITERS * SAVES, concurrency=WRITERS).as_json()


def _opened(visitor: Visitor, path: str) -> dict[str, str]:
    """What the form on this page carries."""
    shown = visitor.page(path)
    token = TOKEN.search(shown)
    assert token is not None, path
    hidden = {name.decode(): value.decode() for name, value in FIELD.findall(shown)}
    return {"csrf_token": token[1].decode()} | hidden


def _sending(sessions: Sessions, world: World, visitors: list[Visitor]) -> dict[str, Any]:
    """Pages are opened before; the buttons are pressed in the last seconds, and some after."""
    path = f"/my/challenges/{world.open_reference}/response/check"
    with ThreadPoolExecutor(8) as threads:
        tokens = list(threads.map(lambda visitor: visitor.token(path), visitors))
    end = datetime.now(UTC) + timedelta(seconds=LAST_SECONDS + 3)
    before = _end_at(sessions, world, end)
    moments = _moments(end)

    def press(number: int) -> str:
        time.sleep(max((moments[number] - datetime.now(UTC)).total_seconds(), 0))
        return _pressed(visitors[number], path, tokens[number])

    with ThreadPoolExecutor(len(visitors)) as threads:
        answers = list(threads.map(press, range(len(visitors))))
    kept, last = _kept(sessions, world)
    _end_at(sessions, world, before)
    return {
        "pressed in time": SENDERS,
        "accepted": answers[:SENDERS].count("accepted"),
        "pressed late": LATE,
        "accepted late": answers[SENDERS:].count("accepted"),
        "failed": answers.count("failed"),
        "kept of all": kept,
        "last before the end": f"{1000 * (end - last).total_seconds():.0f} ms",
        "p95_ms": round(sorted(each.post_ms for each in visitors)[int(0.95 * len(visitors))], 1),
    }


def _moments(end: datetime) -> list[datetime]:
    """When each of them presses: in the last seconds, and after it."""
    dice = random.Random(1)
    in_time = [end - timedelta(seconds=dice.uniform(0.3, LAST_SECONDS)) for _ in range(SENDERS)]
    return in_time + [end + timedelta(seconds=dice.uniform(0.001, 1)) for _ in range(LATE)]


def _pressed(visitor: Visitor, path: str, token: str) -> str:
    try:
        status, where = visitor.sent(path, token)
    except (OSError, http.client.HTTPException):
        return "failed"
    if status >= 500:
        return "failed"
    return "accepted" if where.endswith("/receipt") else "refused"


def _kept(sessions: Sessions, world: World) -> tuple[int, datetime]:
    """How many were kept, and when the last of them came."""
    wanted = (
        select(func.count(), func.max(Submission.submitted_at))
        .join(Challenge, Challenge.id == Submission.challenge_id)
        .where(Challenge.reference == world.open_reference)
    )
    with sessions.read() as session:
        number, last = session.execute(wanted).one()
    return number, last


def _end_at(sessions: Sessions, world: World, end: datetime) -> datetime:
    """Move the end; returns what it was."""
    with sessions.write() as session:
        mine = Challenge.reference == world.open_reference
        before = session.scalars(select(Challenge.engagement_ends).where(mine)).one()
        session.execute(update(Challenge).where(mine).values(engagement_ends=end))
    assert before is not None
    return before
