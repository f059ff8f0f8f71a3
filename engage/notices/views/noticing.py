"""The notice of a challenge: what it still needs, its text to copy, its number, its versions."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response, flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy as challenge_policy
from engage.challenges import queries as challenges
from engage.challenges.models import Challenge
from engage.kernel.clock import now
from engage.notices import policy, queries, service
from engage.notices.completeness import meter_of
from engage.notices.copying import as_text, pack_of
from engage.notices.forms import AnswerForm
from engage.notices.models import Notice as Version
from engage.notices.models import Release, Status
from engage.notices.queries import find_a_tender as waiting
from engage.notices.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, showing_refusals


@bp.get("/desk/challenges/<ref>/notice")
@permit(challenge_policy.may_read, load=challenges.for_desk)
def notice(session: Session, challenge: Challenge) -> Answer:
    at, versions = now(session), queries.versions(session, challenge)
    return page(
        "notices/notice.html",
        challenge=challenge,
        meter=meter_of(queries.facts_of(session, challenge, at=at), challenge.portal),
        versions=versions,
        looks_back=_looks_back(challenge, versions, at),
        releases=queries.releases(session, challenge),
        source=queries.source_of(session, challenge),
        portal=challenge.portal,
        may_write=challenge_policy.may_write(actor(), challenge),
        settled=queries.settled(session, challenge),
        found=waiting.unanswered(session, challenge),
    )


@bp.get("/desk/challenges/<ref>/notice/copy")
@permit(challenge_policy.may_read, load=challenges.for_desk)
def copy(session: Session, challenge: Challenge) -> Answer:
    facts = queries.facts_of(session, challenge, at=now(session))
    return page(
        "notices/copy.html",
        challenge=challenge,
        parts=pack_of(facts),
        portal=challenge.portal,
    )


@bp.get("/desk/challenges/<ref>/notice/copy.txt")
@permit(challenge_policy.may_read, load=challenges.for_desk)
def copy_text(session: Session, challenge: Challenge) -> Answer:
    text = as_text(queries.facts_of(session, challenge, at=now(session)))
    return _taken_away(text, "text/plain; charset=utf-8", f"{challenge.reference}-notice.txt")


@bp.get("/desk/challenges/<ref>/notice/releases/<uuid:release_id>")
@permit(policy.may_read_release, load=queries.release_for_desk)
def release(session: Session, kept: Release) -> Answer:
    """The exact bytes that were made: their hash is on the page of the notice."""
    return _taken_away(kept.body, "application/json", f"{kept.ocid}-{kept.number}.json")


@bp.route("/desk/challenges/<ref>/notice/answer", methods=["GET", "POST"])
@permit(challenge_policy.may_write, load=challenges.for_desk)
def answer(session: Session, challenge: Challenge) -> Answer:
    """After publishing: the number, the reasons for none, or list the page all the same."""
    form = AnswerForm(request.form)
    over = challenge.ended(now(session))
    form.under(challenge.portal)
    form.offer(is_listed=challenge.listed_at is not None, is_over=over)
    was_listed, listed = challenge.listed_at, "Lists and searches show the challenge from now on"
    if form.submitted():
        with showing_refusals(form, session):
            _keep(session, challenge, form)
            flash(f"Saved. {listed}" if challenge.listed_at and not was_listed else "Saved")
            return redirect(f"/desk/challenges/{challenge.reference}/notice", 303)
    return page(
        "notices/answer.html",
        form=form,
        challenge=challenge,
        portal=challenge.portal,
        over=over,
    )


def _looks_back(challenge: Challenge, versions: Sequence[Version], at: datetime) -> bool:
    """Whether what is still to be published has to say that the engagement is over."""
    waits = not versions or versions[-1].status is Status.DRAFT
    return waits and (challenge.retrospective or challenge.ended(at))


def _keep(session: Session, challenge: Challenge, form: AnswerForm) -> None:
    by, at, plan = actor().id, now(session), form.plan()
    if form.lists_all_the_same:
        service.list_all_the_same(session, challenge, because=plan["reason"], by=by, at=at)
    elif plan["answer"] == "none":
        service.give_reasons(session, challenge, reasons=plan["reason"], by=by, at=at)
    else:
        number, on = {"notice_id": plan["notice_id"], "ocid": plan["ocid"]}, form.published_on.data
        service.record_number(session, challenge, **number, on=on, by=by, at=at)


def _taken_away(text: str, kind: str, name: str) -> Answer:
    answer = Response(text.encode(), content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
