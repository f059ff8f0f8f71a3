"""Announcing to 10,000 suppliers, and a thousand mails by two workers to a mail server beside them.

The raw rate is what smtplib reaches over one connection with the same bytes in the same run.
"""

import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import delete, func, select

from engage.kernel import outbox
from engage.kernel.db import Sessions, make_engine
from engage.notifications.models import Message
from engage.notifications.service.announcing import announce_due
from engage.subscriptions import SUBSCRIPTIONS
from tests.bench.reading import OURS, application, officers_cookie
from tests.bench.seed import SUPPLIERS, World
from tests.bench.servers import database_cpu_seconds, environment, gunicorn
from tests.bench.sink import Sink, separate_sink
from tests.bench.submitting import Visitor
from tests.services import free_port, redis_server, wait_for_port
from tests.workers.working import something_happens
from workers.app import connect
from workers.waking import wake

MAILS, ROUNDS = 1000, 7


def measure(url: str, world: World) -> dict[str, Any]:
    outbox.drain(Sessions(make_engine(url)), SUBSCRIPTIONS)  # what other parts left behind
    result = {"announcing": _announcing(url, world, Sessions(make_engine(url)))}
    sessions = Sessions(make_engine(url), after_commit=wake)
    with sessions.write() as session:
        session.execute(delete(Message))
    with (
        redis_server() as broker,
        tempfile.TemporaryDirectory(prefix="engage-bench-") as home,
        separate_sink(Path(home)) as sink,
    ):
        result["delivery"] = _delivery(url, sessions, sink, broker)
    sessions.bind.engine.dispose()
    return result


def _announcing(url: str, world: World, sessions: Sessions) -> dict[str, float]:
    """How long the officer waits, and how long until every supplier is owed a message."""
    cookie = officers_cookie(application(url), world)
    path = f"/desk/challenges/{world.draft_reference}/publish"
    with gunicorn(OURS, environment(url)) as server:
        officer = Visitor(server.port, cookie)
        number = {"notice": "published", "notice_id": "083655-2026"}
        officer.submit(path, to=world.draft_reference, **number)
    began = time.perf_counter()
    for _ in range(3):  # what a reaction records is handled by the next
        outbox.drain(sessions, SUBSCRIPTIONS)
    announce_due(sessions)
    fanned_out = time.perf_counter() - began
    with sessions.read() as session:
        owed = session.scalar(select(func.count()).select_from(Message)) or 0
    if owed < SUPPLIERS:
        raise AssertionError(f"{owed} messages owed")
    return {
        "suppliers": owed,
        "officer_waits_ms": round(officer.post_ms, 1),
        "fan_out_ms": round(1000 * fanned_out, 1),
    }


def _delivery(url: str, sessions: Sessions, sink: Sink, broker: str) -> dict[str, Any]:
    """Two workers and a broker; on SQLite the one process that does everything."""
    embedded = url.startswith("sqlite")
    more = {} if embedded else {"ENGAGE_BROKER_URL": broker}
    connect("memory://" if embedded else broker)  # alone, it finds the work by its own clock
    mail = {"ENGAGE_MAIL_URL": sink.url, "ENGAGE_MAIL_FROM": "post@engage.example.org"}
    env = environment(url, **mail, **more)
    rounds = []
    with ExitStack() as stack:
        if embedded:
            port = free_port()
            workers = [stack.enter_context(_process(["run", "--port", str(port)], env))]
            wait_for_port(port, seconds=30)
        else:
            workers = [stack.enter_context(_process(["worker"], env)) for _ in "ab"]
        time.sleep(4)
        something_happens(sessions, participants=MAILS)
        sink.wait_for(MAILS, 120)  # everybody is warm, and there is a mail to send again
        for _ in range(ROUNDS):
            rounds.append(_round(sessions, sink, workers))
    rounds.sort(key=lambda one: one["ratio"])
    return {
        "workers": len(workers),
        **rounds[ROUNDS // 2],
        "ratio_lowest": rounds[0]["ratio"],
        "ratio_highest": rounds[-1]["ratio"],
    }


def _round(
    sessions: Sessions, sink: Sink, workers: list[subprocess.Popen[bytes]]
) -> dict[str, float]:
    """One fact that owes a thousand people a mail; before and after it the same by smtplib."""
    before = _raw(sink)
    time.sleep(1)
    sink.forget()
    own, database = _cpu(workers), database_cpu_seconds()
    something_happens(sessions, participants=MAILS)
    began = time.time()
    moments = sink.wait_for(MAILS, 120)
    cpu = 1000 * (_cpu(workers) - own) / MAILS
    pg = 1000 * (database_cpu_seconds() - database) / MAILS
    time.sleep(1)
    raw = (before + _raw(sink)) / 2
    rate = (MAILS - 1) / (moments[MAILS - 1] - moments[0])
    return {
        "per_second": round(rate, 1),
        "raw_per_second": round(raw, 1),
        "ratio": round(rate / raw, 2),
        "from_commit_to_last_s": round(moments[MAILS - 1] - began, 2),
        "bytes": len(sink.a_mail()),
        "cpu_ms_per_mail": round(cpu, 2),
        "database_cpu_ms_per_mail": round(pg, 2),
    }


def _raw(sink: Sink) -> float:
    mail = sink.a_mail()
    sink.forget()
    with smtplib.SMTP("127.0.0.1", sink.port, "localhost") as client:
        for number in range(MAILS):
            client.sendmail("post@engage.example.org", f"kim{number}@firm.example.org", mail)
    moments = sink.moments()
    return (MAILS - 1) / (moments[-1] - moments[0])


def _cpu(processes: list[subprocess.Popen[bytes]]) -> float:
    times = [psutil.Process(process.pid).cpu_times() for process in processes]
    return sum(each.user + each.system for each in times)


@contextmanager
def _process(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "engage", *command], env=env)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)
