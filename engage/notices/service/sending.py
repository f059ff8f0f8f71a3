"""Hand notices to Find a Tender, and follow them until they are published or refused.

No transaction is open while the service is spoken to. That a notice is being sent is committed
before it leaves, so whoever finds it in that step, after a crash or an answer that broke off,
looks for it by our own key and sends it again only when the service has nothing under it. Where
it cannot be looked for, an officer decides. The number of the claim is the fence.
"""

import json
import logging
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.kernel.db import Sessions
from engage.kernel.events import Event, about, record
from engage.kernel.fetching import Unanswered
from engage.kernel.outbox import ENDED, MOST_ATTEMPTS, backoff
from engage.notices import queries
from engage.notices.events import NoticeOut, NoticeReceived, NoticeRefused, NoticeUnsure
from engage.notices.find_a_tender.answers import Information, Progress
from engage.notices.find_a_tender.reading import Busy, Unexpected
from engage.notices.find_a_tender.reception import DoesNotFit, written
from engage.notices.find_a_tender.sending import NoEntry, NotTaken, Submissions, Uncertain
from engage.notices.mapping.validation import InvalidRelease
from engage.notices.models import UNDER_WAY, HandIn, Release, Step
from engage.notices.service.noticing import record_found
from engage.notices.service.releasing import release

LEASE = timedelta(minutes=3)  # longer than the longest call
SETTLING = timedelta(minutes=2)  # what was cut off may still be taken: look after that
FIRST_LOOK = timedelta(seconds=30)
LAST_LOOK = timedelta(hours=1)
BUSY = "Find a Tender asks us to wait. We try again by ourselves."
NO_KEY = "There is no key for this council in ENGAGE_FTS_KEY."

log = logging.getLogger(__name__)
STEPS = {
    Progress.SENT: Step.SENT,
    Progress.ACCEPTED: Step.ACCEPTED,
    Progress.PUBLISHED: Step.PUBLISHED,
    Progress.REFUSED: Step.REFUSED,
}


@dataclass(frozen=True, kw_only=True)
class Job:
    """One call for one notice: where it was before the claim, and which failure this would be."""

    id: UUID
    step: Step
    claim: int
    failures: int
    own_key: str
    previous: str
    body: str
    submission_id: str
    council: str


def is_due(session: Session) -> bool:
    return session.scalar(_due(session).with_only_columns(HandIn.id)) is not None


def send_next(sessions: Sessions, service: Submissions, keys: Mapping[str, str]) -> None:
    """Make the call that is due first. Raises Busy, after it has put the notice off."""
    job = _claimed(sessions)
    if job is None:
        return
    try:
        _call(sessions, service, keys, job)
    except Busy as asked:
        _put_off(sessions, job, asked.wait)
        raise
    except (Unanswered, NoEntry, Unexpected) as problem:
        _failed(sessions, job, str(problem))
    except Exception as problem:
        log.exception("notice %s was not sent", job.id)
        step = Step.SENDING if job.step is Step.ASKED else job.step  # it may have left
        _failed(sessions, job, f"{type(problem).__name__}: {problem}", step=step)


def _due(session: Session) -> Select[HandIn]:
    waiting = HandIn.step.in_(UNDER_WAY), HandIn.parked_at.is_(None), HandIn.due_at <= now(session)
    return select(HandIn).where(*waiting).order_by(HandIn.due_at).limit(1)


def _claimed(sessions: Sessions) -> Job | None:
    with sessions.write() as session:
        wanted = _due(session).with_for_update(skip_locked=True, of=HandIn)
        notice = session.scalars(wanted).one_or_none()
        if notice is None:
            return None
        return _claim(session, notice, now(session))


def _claim(session: Session, notice: HandIn, at: datetime) -> Job | None:
    """A try counts as a failure until it has succeeded: a process may end in the middle."""
    if notice.failures >= MOST_ATTEMPTS:
        notice.parked_at, notice.problem = at, notice.problem or ENDED
        return None
    step = notice.step
    notice.claims += 1
    notice.failures += 1
    notice.due_at = at + LEASE
    if step is Step.ASKED:
        notice.step, notice.sent_at = Step.SENDING, at
    return Job(
        id=notice.id,
        step=step,
        claim=notice.claims,
        failures=notice.failures,
        own_key=notice.own_key,
        previous=notice.previous,
        body=_told_now(session, notice, step, at),
        submission_id=notice.submission_id,
        council=session.get_one(Authority, notice.authority_id).slug,
    )


def _told_now(session: Session, notice: HandIn, step: Step, at: datetime) -> str:
    """What is sent: the challenge and its council as they are when it leaves.

    Of an address that was put right only a new release tells, and nothing else makes one.
    """
    if step is Step.ASKED:
        challenge = session.get_one(Challenge, notice.challenge_id)
        with suppress(InvalidRelease):
            release(session, challenge, at=at)
        newest = queries.newest_release(session, challenge)
        notice.release_id = newest.id if newest else notice.release_id
        session.flush()
    return session.get_one(Release, notice.release_id).body


def _call(sessions: Sessions, service: Submissions, keys: Mapping[str, str], job: Job) -> None:
    key = keys.get(job.council) or keys.get("")
    if not key:
        return _failed(sessions, job, NO_KEY)
    if job.step is Step.ASKED:
        return _send(sessions, service, job, key)
    if job.step is Step.SENDING:
        return _look(sessions, service, job, key)
    return _heard(sessions, job, service.information(job.submission_id, key=key))


def _send(sessions: Sessions, service: Submissions, job: Job, key: str) -> None:
    try:
        xml = written(json.loads(job.body), key=job.own_key, previous=job.previous)
        found = service.submit(xml, key=key)
    except Uncertain as problem:
        values = {"due_at": SETTLING, "problem": str(problem)[:500]}
        return _change(sessions, job, values)
    except NotTaken as refusal:
        return _refused(sessions, job, refusal.reasons)
    except DoesNotFit as refusal:
        return _refused(sessions, job, str(refusal))
    return _heard(sessions, job, found)


def _look(sessions: Sessions, service: Submissions, job: Job, key: str) -> None:
    """It was being sent when somebody stopped: what became of it?"""
    try:
        found = service.find(job.own_key, key=key)
    except Unexpected as problem:
        if problem.status >= 500:
            raise
        values = {"step": Step.UNSURE, "problem": str(problem)[:500]}
        return _change(sessions, job, values, NoticeUnsure)
    if found is None:
        return _failed(sessions, job, "Find a Tender has not got it yet.", step=Step.ASKED)
    return _heard(sessions, job, found)


def _heard(sessions: Sessions, job: Job, found: Information) -> None:
    step = STEPS[found.progress]
    values: dict[str, Any] = {
        "step": step,
        "submission_id": found.submission_id,
        "status": found.status,
        "report": found.report,
        "problem": "",
        "failures": 0,
    }
    facts: list[type[Event]] = []
    if not job.submission_id:
        facts.append(NoticeReceived)
    if step is Step.PUBLISHED:
        values |= {"notice_id": found.notice_id, "ocid": found.ocid}
        facts.append(NoticeOut)
    if step is Step.REFUSED:
        facts.append(NoticeRefused)
    _change(sessions, job, values, *facts)


def _refused(sessions: Sessions, job: Job, reasons: str) -> None:
    values = {"step": Step.REFUSED, "report": reasons, "problem": ""}
    _change(sessions, job, values, NoticeRefused)


def _failed(sessions: Sessions, job: Job, problem: str, *, step: Step | None = None) -> None:
    """Try again later; the twelfth failure in a row puts the notice aside."""
    values: dict[str, Any] = {
        "step": step or job.step,
        "problem": problem[:500],
        "due_at": with_jitter(backoff(job.failures)),
    }
    if job.failures >= MOST_ATTEMPTS:
        values["parked_at"] = timedelta(0)
    _change(sessions, job, values)


def _put_off(sessions: Sessions, job: Job, wait: timedelta) -> None:
    """Being asked to wait is no failure."""
    waits = {"step": job.step, "failures": job.failures - 1, "due_at": wait, "problem": BUSY}
    _change(sessions, job, waits)


def _change(sessions: Sessions, job: Job, values: dict[str, Any], *facts: type[Event]) -> None:
    """Write what this call brought, unless somebody claimed the notice meanwhile."""
    with sessions.write() as session:
        at = now(session)
        exact = {
            name: at + value if isinstance(value, timedelta) else value
            for name, value in values.items()
        }
        if exact.get("step") not in (None, *UNDER_WAY):
            exact["settled_at"] = at
        mine = HandIn.id == job.id, HandIn.claims == job.claim
        done = update(HandIn).where(*mine).values(**exact).returning(HandIn.id)
        if session.scalar(done.execution_options(synchronize_session=False)) is None:
            return
        notice = session.get_one(HandIn, job.id)
        if "due_at" not in exact:
            notice.due_at = at + _until_next_look(notice, at)
        for fact in facts:
            record(session, _fact(fact, notice), by=None, at=at)
        if notice.step is Step.PUBLISHED:
            challenge = session.get_one(Challenge, notice.challenge_id)
            number: dict[str, Any] = {"notice_id": notice.notice_id, "ocid": notice.ocid}
            record_found(session, challenge, **number, at=at)


def with_jitter(wait: timedelta) -> timedelta:
    """Up to a quarter longer, so that what failed together is not tried together."""
    return wait * random.uniform(1, 1.25)  # noqa: S311 - nobody gains by guessing it


def _until_next_look(notice: HandIn, at: datetime) -> timedelta:
    """Often at first, then a tenth of the time it has taken so far."""
    taken = at - (notice.sent_at or at)
    return min(max(taken / 10, FIRST_LOOK), LAST_LOOK)


def _fact(kind: type[Event], notice: HandIn) -> Event:
    more: dict[str, Any] = {}
    if kind is NoticeReceived:
        more = {"submission_id": notice.submission_id}
    if kind is NoticeOut:
        more = {"notice_id": notice.notice_id, "ocid": notice.ocid}
    return kind(**about(notice), **more)
