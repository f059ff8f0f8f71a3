"""What officers ask of Find a Tender: send the notice, send it again, and is this one ours?"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.authorities.models import Authority
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.kernel.db import owes
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.notices import queries
from engage.notices.events import NoticeHandedIn, SightingAnswered
from engage.notices.models import UNDER_WAY, HandIn, Release, Sighting, Status, Step
from engage.notices.queries import find_a_tender as waiting
from engage.notices.service.noticing import record_number

WORK = "find_a_tender"
TO_ASK_AGAIN = (Step.REFUSED, Step.UNSURE)


class NotSent(Refusal):
    """The notice cannot be handed in now; the sentence says why."""


def hand_in(
    session: Session, challenge: Challenge, *, keys: Collection[str], by: UUID, at: datetime
) -> HandIn:
    """Owe Find a Tender the newest release as a notice; twice is once. Raises NotSent.

    ``keys``: the councils that have a key, by slug; an empty one stands for all.
    """
    challenges.locked(session, challenge)
    _require_key(session.get_one(Authority, challenge.authority_id), keys)
    notice, release = (
        queries.current(session, challenge),
        queries.newest_release(session, challenge),
    )
    if notice is None or release is None:
        raise NotSent("Publish the challenge first. The notice is made from it.")
    if notice.status is not Status.DRAFT:
        raise NotSent("There is nothing to send: the number of this notice is known.")
    earlier = waiting.hand_ins(session, challenge)
    if same := next((each for each in earlier if each.release_id == release.id), None):
        return same
    if any(each.step in (*UNDER_WAY, Step.UNSURE) for each in earlier):
        raise NotSent("An earlier version is on its way. Wait until it is published or refused.")
    previous = waiting.last_number(session, challenge)
    handed = _owed(release, previous=previous, by=by, at=at)
    session.add(handed)
    session.flush()
    record(session, NoticeHandedIn(**about(handed), round=1), by=by, at=at)
    owes(session, WORK)
    return handed


def hand_in_again(
    session: Session, handed: HandIn, *, keys: Collection[str], by: UUID, at: datetime
) -> None:
    """The officer has seen that Find a Tender has not got it, or has mended the cause."""
    challenges.locked(session, session.get_one(Challenge, handed.challenge_id))
    session.refresh(handed)
    _require_key(session.get_one(Authority, handed.authority_id), keys)
    if handed.step not in TO_ASK_AGAIN:
        raise NotSent("This notice is on its way already.")
    newest = waiting.newest_hand_in(session, handed.challenge_id)
    if newest is None or newest.id != handed.id:
        raise NotSent("A newer version was sent. Look at that one.")
    handed.step, handed.due_at, handed.round = Step.ASKED, at, handed.round + 1
    handed.failures, handed.parked_at, handed.settled_at = 0, None, None
    handed.submission_id = handed.status = handed.report = handed.problem = ""
    session.flush()
    record(session, NoticeHandedIn(**about(handed), round=handed.round), by=by, at=at)
    owes(session, WORK)


def take_up_again(session: Session, handed: HandIn, *, at: datetime) -> None:
    """The operator has mended the cause: go on where it was put aside."""
    handed.parked_at, handed.failures, handed.due_at = None, 0, at
    owes(session, WORK)


def answer_sighting(
    session: Session, sighting: Sighting, *, is_ours: bool, by: UUID, at: datetime
) -> None:
    """An officer knows whether the notice that was found is theirs. Raises BadNotice."""
    challenge = session.get_one(Challenge, sighting.challenge_id)
    challenges.locked(session, challenge)
    session.refresh(sighting)
    if sighting.answered_at is not None:
        raise NotSent("Somebody has answered this already.")
    sighting.answered_at, sighting.is_ours = at, is_ours
    session.flush()
    number, ocid = sighting.notice_id, sighting.ocid
    fact = SightingAnswered(**about(sighting), notice_id=number, ocid=ocid, is_ours=is_ours)
    record(session, fact, by=by, at=at)
    if is_ours:
        on = sighting.published_on
        record_number(session, challenge, notice_id=number, ocid=ocid, on=on, by=by, at=at)


def _owed(release: Release, *, previous: str, by: UUID, at: datetime) -> HandIn:
    return HandIn(
        challenge_id=release.challenge_id,
        authority_id=release.authority_id,
        release_id=release.id,
        previous=previous,
        asked_by=by,
        asked_at=at,
        due_at=at,
        round=1,
    )


def _require_key(council: Authority, keys: Collection[str]) -> None:
    if council.slug not in keys and "" not in keys:
        raise NotSent("Your council has no key for Find a Tender here. Ask whoever runs engage.")
