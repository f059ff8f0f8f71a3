"""What becomes of a challenge's notice: its number, or why there is none. Never commits.

Each verb locks the challenge first. ``record_number`` is the only way a number gets in, whether
somebody types it or it is found on Find a Tender.
"""

import logging
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from engage.challenges import queries as challenges
from engage.challenges import service as challenge_service
from engage.challenges.lifecycle import NoticeAnswer
from engage.challenges.models import Challenge
from engage.kernel.clock import to_wall
from engage.kernel.errors import Refusal
from engage.kernel.events import about, record
from engage.notices import queries
from engage.notices.events import (
    NoticeOpened,
    NoticeRecorded,
    NoticeTurned,
    NoticeWithout,
    PageListedEarly,
)
from engage.notices.models import Kind, Notice, Status

log = logging.getLogger(__name__)
BadNotice = challenge_service.BadNotice


class NotSettled(Refusal):
    """The engagement has neither a notice nor the reasons for having none (s.17(1))."""


def current_or_first(session: Session, challenge: Challenge, *, at: datetime) -> Notice:
    """The newest version of the notice; the first is made from what publishing was told.

    One that is still to be published looks back as soon as the engagement has ended (s.17(2)).
    """
    challenges.locked(session, challenge)
    if not challenge.is_public:
        raise BadNotice("Publish the challenge first. Publishing asks for its notice.")
    notice = queries.current(session, challenge) or _first(session, challenge, at)
    if notice.status is Status.DRAFT and notice.kind is not queries.kind_of(challenge, at):
        notice.kind = queries.kind_of(challenge, at)
        session.flush()
        record(session, NoticeTurned(**about(notice), version=notice.number), by=None, at=at)
    return notice


def record_number(
    session: Session,
    challenge: Challenge,
    *,
    notice_id: str,
    ocid: str = "",
    on: date | None = None,
    by: UUID | None,
    at: datetime,
) -> Notice:
    """The notice is published under this number: keep it, and list the page.

    ``on``: the London day of its publication, where it is known; it decides whether the notice
    looks back. What was given before is corrected; the trail keeps both. Raises BadNotice.
    """
    given = challenge_service.checked_number(notice_id, ocid)
    if on is not None and on > to_wall(at)[0]:
        raise BadNotice("The notice cannot have been published on a day to come.")
    notice = current_or_first(session, challenge, at=at)
    process, day = given["ocid"] or notice.ocid, on or notice.published_on
    same = notice.notice_id == given["notice_id"] and notice.ocid == process
    same = same and notice.published_on == day
    if notice.status is not Status.RECORDED or not same:
        earlier = [one for one in queries.versions(session, challenge) if one is not notice]
        known = [text for one in earlier for text in (one.notice_id, one.ocid)]
        challenge_service.claim_notice(session, challenge, (*known, given["notice_id"], process))
        notice.notice_id, notice.ocid, notice.published_on = given["notice_id"], process, day
        _keep_number(session, challenge, notice, by=by, at=at)
    _list(session, challenge, by=by, at=at)
    return notice


def record_found(
    session: Session,
    challenge: Challenge,
    *,
    notice_id: str,
    ocid: str,
    on: date | None = None,
    at: datetime,
) -> None:
    """Find a Tender says so itself. A refusal is for people, so it only stands in the log."""
    try:
        with session.begin_nested():
            record_number(session, challenge, notice_id=notice_id, ocid=ocid, on=on, by=None, at=at)
    except Refusal as refusal:
        log.warning("notice %s was found, not recorded: %s", notice_id, refusal)


def give_reasons(
    session: Session, challenge: Challenge, *, reasons: str, by: UUID, at: datetime
) -> Notice:
    """There is no notice, and this is why: everybody can read it (s.17(1)(b)).

    Raises BadNotice, also where the reason is the threshold and the likely value reaches it.
    """
    notice = current_or_first(session, challenge, at=at)
    if notice.status is Status.RECORDED:
        raise BadNotice("This notice is published, so there can be no reasons for having none.")
    if not reasons.strip():
        raise BadNotice("Say why there is no notice. The reasons are published.")
    challenge_service.require_below(session, challenge, reason=reasons, at=at)
    if notice.rationale != reasons:
        notice.status, notice.rationale, notice.recorded_at = Status.NONE, reasons, at
        challenge.updated_at = at  # open data shows the reasons beside the statement
        session.flush()
        plan = {"answer": NoticeAnswer.NONE.value, "reason": reasons}
        challenge_service.keep_plan(session, challenge, plan)
        record(session, NoticeWithout(**about(notice), version=notice.number), by=by, at=at)
    _list(session, challenge, by=by, at=at)
    return notice


def list_all_the_same(
    session: Session, challenge: Challenge, *, because: str, by: UUID, at: datetime
) -> None:
    """List the page before its notice has a number. The reason stays with the notice."""
    notice = current_or_first(session, challenge, at=at)
    if not because.strip():
        raise BadNotice("Say why the page is to be listed before its notice is published.")
    if challenge.listed_at is None:
        notice.listed_because = because
        session.flush()
        record(session, PageListedEarly(**about(notice), version=notice.number), by=by, at=at)
    _list(session, challenge, by=by, at=at)


def open_version(session: Session, challenge: Challenge, *, at: datetime) -> None:
    """What the published notice says has changed: it has to be edited where it is published."""
    notice = current_or_first(session, challenge, at=at)
    if notice.status is Status.RECORDED:
        _add(session, challenge, number=notice.number + 1, ocid=notice.ocid, at=at)


def require_settled(session: Session, challenge: Challenge) -> None:
    """Raise NotSettled while there is neither a number nor a reason for having none."""
    if not queries.settled(session, challenge):
        told = "Give the number of the notice, or the reasons for having none{notice}, before "
        raise NotSettled(challenge.portal.told(told) + "this engagement is handed on.")


def _keep_number(
    session: Session, challenge: Challenge, notice: Notice, *, by: UUID | None, at: datetime
) -> None:
    notice.status, notice.rationale, notice.recorded_at = Status.RECORDED, "", at
    challenge.updated_at = at  # open data shows the number beside the statement
    if notice.published_on is not None:
        notice.kind = queries.kind_on(challenge, notice.published_on)
    session.flush()
    number, process = notice.notice_id, notice.ocid
    plan = {"answer": NoticeAnswer.PUBLISHED.value, "notice_id": number, "ocid": process}
    challenge_service.keep_plan(session, challenge, plan)
    fact = NoticeRecorded(**about(notice), version=notice.number, notice_id=number, ocid=process)
    record(session, fact, by=by, at=at)


def _first(session: Session, challenge: Challenge, at: datetime) -> Notice:
    """What publishing was told was so when it was published, however late this is."""
    plan = challenge.notice_plan
    states = {NoticeAnswer.PUBLISHED: Status.RECORDED, NoticeAnswer.NONE: Status.NONE}
    status = states.get(NoticeAnswer(plan.get("answer", NoticeAnswer.TO_COME)), Status.DRAFT)
    return _add(
        session,
        challenge,
        number=1,
        status=status,
        notice_id=plan.get("notice_id", ""),
        ocid=plan.get("ocid", ""),
        rationale=plan.get("reason", ""),
        recorded_at=None if status is Status.DRAFT else challenge.published_at or at,
        kind=None if status is Status.DRAFT else _kind_when_published(challenge),
        at=at,
    )


def _kind_when_published(challenge: Challenge) -> Kind:
    return Kind.RETROSPECTIVE if challenge.retrospective else Kind.PROSPECTIVE


def _add(
    session: Session,
    challenge: Challenge,
    *,
    number: int,
    at: datetime,
    status: Status = Status.DRAFT,
    notice_id: str = "",
    ocid: str = "",
    rationale: str = "",
    recorded_at: datetime | None = None,
    kind: Kind | None = None,
) -> Notice:
    notice = Notice(
        challenge_id=challenge.id,
        authority_id=challenge.authority_id,
        number=number,
        kind=kind or queries.kind_of(challenge, at),
        status=status,
        notice_id=notice_id,
        ocid=ocid,
        rationale=rationale,
        listed_because="",
        made_at=at,
        recorded_at=recorded_at,
    )
    session.add(notice)
    session.flush()
    record(session, NoticeOpened(**about(notice), version=number, status=status), by=None, at=at)
    return notice


def _list(session: Session, challenge: Challenge, *, by: UUID | None, at: datetime) -> None:
    """A withdrawn challenge keeps its notice and is listed no more."""
    if challenge.withdrawn_at is None:
        challenge_service.list_publicly(session, challenge, by=by, at=at)
