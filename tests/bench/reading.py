"""Pages: ours and the bare ones, taken in turns in the same run."""

import statistics
from typing import Any

from flask import Flask
from sqlalchemy import event

from engage.accounts import service as accounts
from engage.app import create_app
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.settings import Settings
from tests.bench import load
from tests.bench.seed import World
from tests.bench.servers import SECRET, Server, database_cpu_seconds, environment, gunicorn

OURS = "engage.wsgi:application()"
BARE = "tests.bench.bare:application()"
ROUNDS, REQUESTS = 7, 160


def measure(url: str, world: World) -> dict[str, Any]:
    """The public list of 100 and a challenge page beside the bare ones; the desk's list."""
    paths = {
        "list": "/challenges?per=100",
        "challenge": f"/challenges/{world.open_reference}",
    }
    markers = {"list": "BEN-2026-099", "challenge": "Repairs that residents can follow, part 0"}
    app = application(url)
    cookie = officers_cookie(app, world)
    desk = f"/desk/challenges/{world.closed_reference}/responses"
    sizes = {name: _size(app, path) for name, path in paths.items()}
    result: dict[str, Any] = {"first_visit": _first_visit(app, paths["list"])}
    filling = {
        "BARE_LIST_BYTES": str(sizes["list"]),
        "BARE_PAGE_BYTES": str(sizes["challenge"]),
    }
    env = environment(url, **filling)
    with gunicorn(OURS, env) as ours, gunicorn(BARE, env) as bare:
        started = _started(ours)
        for name, path in paths.items():
            pairs = [_pair(ours, bare, path, markers[name]) for _ in range(ROUNDS)]
            result[name] = _paired(pairs) | {"queries": _queries(app, path, "")}
        one = _taken(ours, desk, "1 to 50 of 3,000", {"Cookie": f"engage={cookie}"})
        result["responses_of_3000"] = one | {"queries": _queries(app, desk, cookie)}
        result["start"] = started | {"memory_mib_after_load": ours.memory_mib()}
    return result


def _started(server: Server) -> dict[str, Any]:
    return {
        "seconds": round(server.started_in, 2),
        "cpu_seconds": round(server.starting_cpu_seconds(), 2),
        "memory_mib": server.memory_mib(),
        "memory_mib_not_shared": server.memory_mib(shared=False),
    }


def application(url: str) -> Flask:
    return create_app(Settings(database_url=url, secret_keys=(SECRET,)))


def officers_cookie(app: Flask, world: World) -> str:
    """What the officer's browser holds after signing in."""
    sessions: Sessions = app.extensions["sessions"]
    with sessions.write() as session:
        told = accounts.begin_session(session, world.officer, browser="bench", at=now(session))
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signing.dumps({"_user_id": told, "_fresh": True}))


def _size(app: Flask, path: str) -> int:
    return len(app.test_client().get(path).data)


def _first_visit(app: Flask, path: str) -> dict[str, int]:
    """Bytes over the wire of a public page with everything it loads, first and second time."""
    client = app.test_client()
    compressed = {"Accept-Encoding": "br"}
    page = client.get(path, headers=compressed)
    manifest = app.jinja_env.globals["asset"]
    names = ("site.css", "site.js", "favicon.svg")
    files = [client.get(manifest(name), headers=compressed) for name in names]  # type: ignore[operator]
    again = client.get(path, headers=compressed | {"If-None-Match": page.headers["ETag"]})
    return {
        "first_bytes": len(page.data) + sum(len(file.data) for file in files),
        "second_bytes": len(again.data),
        "second_status": again.status_code,
    }


def _queries(app: Flask, path: str, cookie: str) -> int:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    engine = app.extensions["sessions"].bind
    client = app.test_client()
    if cookie:
        client.set_cookie("engage", cookie)
    event.listen(engine, "before_cursor_execute", note)
    client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def _taken(
    server: Server, path: str, marker: str, headers: dict[str, str] | None = None
) -> dict[str, float]:
    own, database = server.cpu_seconds(), database_cpu_seconds()
    outcome = load.pages(server.port, path, requests=REQUESTS, marker=marker, headers=headers)
    cpu = 1000 * (server.cpu_seconds() - own) / REQUESTS
    pg = 1000 * (database_cpu_seconds() - database) / REQUESTS
    return outcome.as_json() | {"cpu_ms": round(cpu, 2), "database_cpu_ms": round(pg, 2)}


def _pair(
    ours: Server, bare: Server, path: str, marker: str
) -> tuple[dict[str, float], dict[str, float]]:
    return _taken(ours, path, marker), _taken(bare, path.split("?")[0], "Repairs")


def _paired(pairs: list[tuple[dict[str, float], dict[str, float]]]) -> dict[str, Any]:
    ratios = sorted(ours["per_second"] / bare["per_second"] for ours, bare in pairs)
    cpu = [bare["cpu_ms"] / ours["cpu_ms"] for ours, bare in pairs]
    middle = len(pairs) // 2
    return {
        "ours": sorted((ours for ours, _ in pairs), key=lambda one: one["per_second"])[middle],
        "bare": sorted((bare for _, bare in pairs), key=lambda one: one["per_second"])[middle],
        "ratio": round(statistics.median(ratios), 2),
        "cpu_ratio": round(statistics.median(cpu), 2),
        "ratio_lowest": round(ratios[0], 2),
        "ratio_highest": round(ratios[-1], 2),
    }
