"""The desk's pages of a board: criteria, members, responses, and who is done."""

from uuid import UUID

from flask import flash, redirect, request
from sqlalchemy.orm import Session

from engage.challenges.models import Challenge
from engage.challenges.policy import may_read, may_read_notes, may_write
from engage.challenges.queries import for_desk
from engage.kernel.clock import now
from engage.kernel.paging import Page
from engage.kernel.versions import fingerprint_of
from engage.responses.policy import is_final
from engage.reviews import policy, queries, service
from engage.reviews.forms import CriteriaForm, MembersForm, ReferForm
from engage.reviews.views.blueprint import bp
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, page_asked, paging, showing_refusals


@bp.get("/desk/challenges/<ref>/board")
@permit(may_read, load=for_desk)
def desk_board(session: Session, challenge: Challenge) -> Answer:
    """What is set up, who declared and who is done. Never a score."""
    at, asked = now(session), page_asked()
    leads = may_read_notes(actor(), challenge)
    state = queries.status(session, challenge.id)
    ended = is_final(challenge, at)
    sent = state.ideas or queries.count_referrable(session, challenge, at=at)
    release = queries.release_of(session, challenge.id)
    done = state.ideas if ended and release and release.released_at else 0
    return page(
        "reviews/desk.html",
        challenge=challenge,
        writes=may_write(actor(), challenge),
        reads_declarations=policy.may_read_declarations(actor(), challenge),
        state=state,
        criteria=queries.criteria(session, challenge.id),
        members=queries.members(session, challenge.id),
        cases=queries.waiting_cases(session, challenge.id) if leads else [],
        leads=leads,
        decided=queries.decided(session, challenge.id, page=asked) if done else [],
        paging=paging(asked, done),
        ended=ended,
        release=release,
        nobody_responded=ended and not sent,
        own_id=actor().id,
    )


@bp.route("/desk/challenges/<ref>/board/criteria", methods=["GET", "POST"])
@permit(may_write, load=for_desk)
def criteria(session: Session, challenge: Challenge) -> Answer:
    stored = service.weightings(session, challenge)
    version = fingerprint_of({"criteria": stored})
    shown = CriteriaForm.values(stored or service.DEFAULTS)
    form = CriteriaForm(request.form, data={**shown, "version": version})
    if form.submitted():
        with showing_refusals(form, session):
            service.set_criteria(
                session,
                challenge,
                form.criteria(),
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("The criteria are saved")
            return _to_board(challenge)
    return page("reviews/criteria.html", form=form, challenge=challenge, is_new=not stored)


@bp.route("/desk/challenges/<ref>/board/members", methods=["GET", "POST"])
@permit(may_write, load=for_desk)
def members(session: Session, challenge: Challenge) -> Answer:
    seated = queries.members(session, challenge.id)
    candidates = queries.candidates(session, challenge.authority_id)
    stored = service.seats(session, challenge)
    data = {**stored, "version": fingerprint_of(stored)}
    form = MembersForm.shaped(seated)(request.form, data=data)
    form.offer(candidates, seated)
    if form.submitted():
        with showing_refusals(form, session):
            service.arrange(
                session,
                challenge,
                queries.people(session, [UUID(key) for key in form.members.data]),
                chair=UUID(form.chair.data),
                parts=form.parts(),
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            flash("The board is saved. New members are told by e-mail")
            return _to_board(challenge)
    return page("reviews/members.html", form=form, challenge=challenge, candidates=candidates)


@bp.route("/desk/challenges/<ref>/board/refer", methods=["GET", "POST"])
@permit(may_write, load=for_desk)
def refer(session: Session, challenge: Challenge) -> Answer:
    """Who has sent a response is sealed until the end, from officers too."""
    at = now(session)
    total = queries.count_referrable(session, challenge, at=at)
    where = _page_of(total)
    found = queries.referrable(session, challenge, at=at, page=where)
    form = ReferForm(request.form, data={"responses": [one.id for one in found]})
    ticked = queries.still_referrable(session, challenge, form.ticked(), at=at)
    form.offer([*found, *(one for one in ticked if one not in found)])
    if form.submitted():
        with showing_refusals(form, session):
            ids = [UUID(key) for key in form.responses.data]
            chosen = queries.responses(session, challenge, ids, at=at)
            made = service.refer(session, challenge, chosen, by=actor().id, at=at)
            flash(f"The board has {_ideas(len(made))} before it")
            return redirect(request.path, 303) if total > where.size else _to_board(challenge)
    return page(
        "reviews/refer.html",
        form=form,
        challenge=challenge,
        found=found,
        paging=paging(where, total),
        unsealed=is_final(challenge, at),
        state=queries.status(session, challenge.id),
    )


def _page_of(total: int) -> Page:
    """The page asked for; when it went while the form was open, the last one there is."""
    asked = page_asked()
    if request.method == "GET":
        return asked
    return Page(min(asked.number, paging(Page(), total).pages))


def _ideas(number: int) -> str:
    return "1 more idea" if number == 1 else f"{number} more ideas"


def _to_board(challenge: Challenge) -> Answer:
    return redirect(f"/desk/challenges/{challenge.reference}/board", 303)
