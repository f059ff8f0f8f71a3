"""Find a Tender and one challenge: what was found there, and what we send there."""

from collections.abc import Collection

from flask import current_app, flash, redirect
from sqlalchemy.orm import Session

from engage.challenges import policy as challenge_policy
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.notices import policy, queries
from engage.notices.models import UNDER_WAY, HandIn, Sighting, Status, Step
from engage.notices.queries import find_a_tender as waiting
from engage.notices.service.handing_in import (
    TO_ASK_AGAIN,
    answer_sighting,
    hand_in,
    hand_in_again,
)
from engage.notices.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page

HERE = "/desk/challenges/<ref>/notice/find-a-tender"
SENTENCES = {
    Step.ASKED: "It waits to be sent. That takes a minute, and longer while Find a Tender is busy.",
    Step.SENDING: "It is being sent. We make sure that it is not sent twice.",
    Step.SENT: "Find a Tender has received it and is checking it.",
    Step.ACCEPTED: "Find a Tender has accepted it and will publish it.",
    Step.PUBLISHED: "It is published.",
    Step.REFUSED: "Find a Tender did not accept it. Change what it says is wrong, then send again.",
    Step.UNSURE: (
        "We do not know whether Find a Tender has it. Sign in there and look. "
        "If it is there, give its number here. If it is not, send it again."
    ),
}


@bp.get(HERE)
@permit(challenge_policy.may_read, load=challenges.for_desk)
def find_a_tender(session: Session, challenge: Challenge) -> Answer:
    handed = waiting.hand_ins(session, challenge)
    may_write = challenge_policy.may_write(actor(), challenge)
    last = handed[0] if handed else None
    return page(
        "notices/find_a_tender.html",
        challenge=challenge,
        found=waiting.sightings(session, challenge),
        handed=handed,
        sentences=SENTENCES,
        to_ask_again=TO_ASK_AGAIN,
        may_write=may_write,
        tried_again=waiting.tried_again(session, last) if last else None,
        may_change=may_write and challenge.may_change(now(session)),
        may_send=may_write and _may_send(session, challenge, handed),
        looks=bool(current_app.extensions["settings"].fts_url),
        sends=_has_key(challenge),
        reading=waiting.reading_of_find_a_tender(session),
        is_awaited=_is_awaited(session, challenge),
    )


@bp.post(f"{HERE}/send")
@permit(challenge_policy.may_write, load=challenges.for_desk)
def send(session: Session, challenge: Challenge) -> Answer:
    hand_in(session, challenge, keys=_keys(), by=actor().id, at=now(session))
    flash("The notice will be sent to Find a Tender now")
    return _back(challenge)


@bp.post("/desk/notices/handed-in/<uuid:hand_in_id>/again")
@permit(policy.may_answer, load=waiting.hand_in_for_desk)
def send_again(session: Session, handed: HandIn) -> Answer:
    hand_in_again(session, handed, keys=_keys(), by=actor().id, at=now(session))
    flash("The notice will be sent to Find a Tender again")
    return _back(session.get_one(Challenge, handed.challenge_id))


@bp.post("/desk/notices/found/<uuid:sighting_id>/ours")
@permit(policy.may_answer, load=waiting.sighting_for_desk)
def is_ours(session: Session, sighting: Sighting) -> Answer:
    answer_sighting(session, sighting, is_ours=True, by=actor().id, at=now(session))
    flash(f"Notice {sighting.notice_id} is recorded")
    return _back(session.get_one(Challenge, sighting.challenge_id))


@bp.post("/desk/notices/found/<uuid:sighting_id>/not-ours")
@permit(policy.may_answer, load=waiting.sighting_for_desk)
def is_not_ours(session: Session, sighting: Sighting) -> Answer:
    answer_sighting(session, sighting, is_ours=False, by=actor().id, at=now(session))
    flash("Thank you. We keep looking.")
    return _back(session.get_one(Challenge, sighting.challenge_id))


def _may_send(session: Session, challenge: Challenge, handed: Collection[HandIn]) -> bool:
    if not _has_key(challenge) or not _is_awaited(session, challenge):
        return False
    release = queries.newest_release(session, challenge)
    under_way = any(each.step in (*UNDER_WAY, Step.UNSURE) for each in handed)
    sent = {each.release_id for each in handed}
    return release is not None and not under_way and release.id not in sent


def _is_awaited(session: Session, challenge: Challenge) -> bool:
    notice = queries.current(session, challenge)
    return notice is not None and notice.status is Status.DRAFT


def _keys() -> Collection[str]:
    """The councils that have a key: "" stands for all."""
    settings = current_app.extensions["settings"]
    return [council for council, _ in settings.fts_keys] if settings.fts_url else []


def _has_key(challenge: Challenge) -> bool:
    return not {"", challenge.authority.slug}.isdisjoint(_keys())


def _back(challenge: Challenge) -> Answer:
    return redirect(f"/desk/challenges/{challenge.reference}/notice/find-a-tender", 303)
