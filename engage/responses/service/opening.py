"""Two officers open what is sealed with keys; a worker then reads it into the rows.

The first of two takes the outer layer off, the second the inner one, within half an hour of each
other and after the end by the database's clock. What lies between is closed for the second alone.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Delete, Update, and_, delete, exists, func, select, update
from sqlalchemy.orm import Session, lazyload

from engage.challenges.models import Challenge, Sealing
from engage.challenges.queries import locked
from engage.kernel import boxes
from engage.kernel.clock import now
from engage.kernel.db import Sessions, owes
from engage.kernel.errors import Refusal
from engage.kernel.events import record
from engage.responses import drafts, queries
from engage.responses.events import OpeningKeyTurned, ResponsesOpened
from engage.responses.models import Envelope, Submission
from engage.responses.queries.opening import OpenerKey
from engage.responses.service.enclosing import disclose

TOGETHER = timedelta(minutes=30)
BATCH = 200  # responses in one transaction

log = logging.getLogger(__name__)


class CannotOpen(Refusal):
    """Not now, or not by this person."""


def require_openable(challenge: Challenge, at: datetime) -> None:
    """Raises CannotOpen before the end, and when it is done."""
    if challenge.sealing is not Sealing.KEY:
        raise CannotOpen("These responses are not sealed with keys.")
    if not challenge.ended(at):
        raise CannotOpen("Nobody can open the responses before the engagement has ended.")
    if challenge.opening_key is not None or (challenge.opened_at and not challenge.sealing_key):
        raise CannotOpen("Two people have opened the responses already.")


def turn_key(
    session: Session, challenge: Challenge, key: OpenerKey, private: bytes, *, at: datetime
) -> bool:
    """One officer uses their key; whether that opens. Raises CannotOpen. Read ``at`` after it.

    ``private``: what ``boxes.taken`` gave for their phrase.
    """
    locked(session, challenge)
    require_openable(challenge, at)
    every = queries.envelopes(session, challenge.id)
    half_open = next((each for each in every if _waits_for(each, key, at)), None)
    if half_open is None or half_open.peeled is None:
        for each in every:
            if each.first_key_id == key.id:
                each.peeled, each.peeled_at = boxes.unsealed(private, each.box), at
    else:
        found = boxes.unsealed(private, half_open.peeled)
        if boxes.public_of(found) != challenge.sealing_key:
            raise CannotOpen("The key does not belong to this challenge. Nothing was opened.")
        challenge.opening_key = drafts.enclosed(session, found)
        owes(session, "opening")
    session.flush()
    opens = challenge.opening_key is not None
    record(session, OpeningKeyTurned(opens=opens, **_about(challenge)), by=key.person_id, at=at)
    return opens


def _waits_for(envelope: Envelope, key: OpenerKey, at: datetime) -> bool:
    """Whether somebody else took the outer layer off, and not too long ago."""
    since = envelope.peeled_at
    return envelope.second_key_id == key.id and since is not None and at - since <= TOGETHER


def open_due(sessions: Sessions) -> int:
    """Read what two officers opened into the rows, in batches; how many responses were.

    What one of them took an outer layer off, too long ago, is forgotten. Killed at any moment, it
    goes on where it was.
    """
    with sessions.read() as session:
        due = select(Challenge.id).where(Challenge.opening_key.is_not(None))
        waiting = session.scalars(due.order_by(Challenge.id)).all()
        late = _left_too_long(now(session))
        forgotten = session.scalar(select(exists().where(late)))
    if forgotten:
        with sessions.write() as session:
            late = _left_too_long(now(session))
            session.execute(update(Envelope).where(late).values(peeled=None))
    return sum(_open(sessions, challenge_id) for challenge_id in waiting)


def _left_too_long(at: datetime) -> ColumnElement[bool]:
    return and_(Envelope.peeled.is_not(None), Envelope.peeled_at < at - TOGETHER)


def _open(sessions: Sessions, challenge_id: UUID) -> int:
    done, after = 0, None
    while True:
        with sessions.write() as session:
            challenge = locked(session, session.get_one(Challenge, challenge_id))
            if challenge.opening_key is None:  # another worker has finished it
                return done
            private = drafts.disclosed(session, challenge.opening_key)
            found = _next(session, challenge, after)
            done += sum(_opened(each, private) for each in found)
            if len(found) < BATCH:
                _finish(session, challenge, at=now(session))
                return done
            after = found[-1].id


def _next(session: Session, challenge: Challenge, after: UUID | None) -> list[Submission]:
    wanted = (
        select(Submission)
        .options(lazyload(Submission.response))
        .where(
            Submission.challenge_id == challenge.id,
            Submission.replaced_at.is_(None),
            Submission.sealed.is_not(None),
        )
        .order_by(Submission.id)
        .limit(BATCH)
    )
    if after is not None:
        wanted = wanted.where(Submission.id > after)
    return list(session.scalars(wanted))


def _opened(submission: Submission, private: bytes) -> bool:
    try:
        disclose(submission, private)
    except boxes.BadBox:
        log.exception("submission %s cannot be opened", submission.id)
        return False
    return True


def _finish(session: Session, challenge: Challenge, *, at: datetime) -> None:
    """They may be read. What was replaced or taken back stays unread for ever, and so goes.

    So do the keys, unless a box could not be opened: whoever repairs it needs them once more.
    """
    session.flush()
    mine = Submission.challenge_id == challenge.id
    gone = update(Submission).where(mine, Submission.replaced_at.is_not(None)).values(sealed=None)
    session.execute(gone.execution_options(synchronize_session=False))
    counted = select(func.count()).select_from(Submission)
    counted = counted.where(mine, Submission.replaced_at.is_(None))
    total = session.scalar(counted) or 0
    lost = session.scalar(counted.where(Submission.sealed.is_not(None))) or 0
    challenge.opening_key, challenge.opened_at = None, challenge.opened_at or at
    if lost:
        _forget(session, update(Envelope).values(peeled=None, peeled_at=None), challenge)
    else:
        challenge.sealing_key = None
        _forget(session, delete(Envelope), challenge)
    session.flush()
    fact = ResponsesOpened(number=total - lost, lost=lost, **_about(challenge))
    record(session, fact, by=None, at=at)


def _forget(session: Session, what: Update | Delete, challenge: Challenge) -> None:
    mine = what.where(Envelope.challenge_id == challenge.id)
    session.execute(mine.execution_options(synchronize_session=False))


def _about(challenge: Challenge) -> dict[str, UUID]:
    return {
        "subject_id": challenge.id,
        "authority_id": challenge.authority_id,
        "challenge_id": challenge.id,
    }
