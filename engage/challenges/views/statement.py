"""Writing a challenge statement: a list of its parts, and a page for each."""

from functools import partial
from urllib.parse import quote

from flask import jsonify, redirect, request, url_for
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.barriers import answered
from engage.challenges.forms import SectionForm
from engage.challenges.lifecycle import UNPUBLISHED, Stage
from engage.challenges.models import Approval, Challenge, Decision
from engage.challenges.queries import approvals
from engage.challenges.queries.checking import findings
from engage.challenges.queries.starting import tips
from engage.challenges.views.advice import shown
from engage.challenges.views.blueprint import bp
from engage.challenges.views.sections import SECTIONS, Section, answers, following, states
from engage.kernel.clock import now
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.pages import page, safe_next, showing_refusals


@bp.get("/desk/challenges/<ref>/statement")
@permit(policy.may_read, load=queries.for_desk)
def statement(session: Session, challenge: Challenge) -> Answer:
    """The list of tasks while somebody may write, and what was written afterwards."""
    at = now(session)
    may_write = policy.may_write(actor(), challenge)
    checked = service.as_written(session, challenge, at) if may_write else challenge
    looked = findings(session, checked, at)
    gaps = service.gaps(challenge, at)
    writing = may_write and challenge.stage is Stage.DRAFT
    return page(
        "challenges/tasks.html" if writing else "challenges/statement_parts.html",
        challenge=challenge,
        parts=answers(challenge),
        to_look_at={section.key: looked.count(section.names) for section in SECTIONS},
        gaps=gaps,
        states=states(challenge, gaps),
        barriers=answered(challenge.barriers),
        may_write=may_write,
        amendable=may_write and challenge.may_change(at),
        returned=_returned(session, challenge),
        needs_approval=service.needs_approval(challenge),
    )


def _returned(session: Session, challenge: Challenge) -> Approval | None:
    """Why the approver sent it back, while the author works on it."""
    last = approvals.last_approval(session, challenge.id)
    is_returned = last is not None and last.decision is Decision.RETURNED
    return last if is_returned and challenge.stage is Stage.DRAFT else None


@bp.get("/desk/challenges/<ref>/preview")
@permit(policy.may_read, load=queries.for_desk)
def preview(session: Session, challenge: Challenge) -> Answer:
    return page(
        "challenges/preview.html",
        challenge=challenge,
        is_unpublished=challenge.stage in UNPUBLISHED,
        needs_approval=challenge.stage is Stage.DRAFT and service.needs_approval(challenge),
        may_write=policy.may_write(actor(), challenge),
    )


def edit(section: Section, session: Session, challenge: Challenge) -> Answer:
    """One part of the statement. Saved as people type, and never over somebody else's words."""
    if challenge.stage is not Stage.DRAFT and request.method == "GET":
        return redirect(_address(challenge), 303)
    form = section.form.of(challenge)
    if form.holds_a_draft():
        with showing_refusals(form, session):
            service.revise(
                session,
                challenge,
                changes=form.changes(),
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            return _saved(section, session, challenge)
    return _show(section, session, challenge, form)


def _saved(section: Section, session: Session, challenge: Challenge) -> Answer:
    if is_autosave():
        return jsonify(version=fingerprint_of(section.form.saved(challenge)))
    if "find" in request.form:
        return redirect(url_for("challenges.codes", ref=challenge.reference), 303)
    if "lots" in request.form.getlist("go"):
        return redirect(_address(challenge, "/lots"), 303)
    after = following(section, service.gaps(challenge, now(session)))
    check = f"/desk/challenges/{challenge.reference}/publish"
    return redirect(safe_next(_address(challenge, f"/{after.key}") if after else check), 303)


def _show(section: Section, session: Session, challenge: Challenge, form: SectionForm) -> Answer:
    if is_autosave():
        return "", 422 if form.versions is None else 409
    looked = findings(session, challenge, now(session))
    return page(
        section.template,
        form=form,
        challenge=challenge,
        section=section,
        advice=shown(
            looked.of(section.names), challenge, section.key, change="statement", dismiss=True
        ),
        tips=tips(challenge),
        number=SECTIONS.index(section) + 1,
        address=_address(challenge, f"/{section.key}{_coming_from()}"),
        amending="",
        named_lots=len(challenge.lot_list),
    )


def is_autosave() -> bool:
    return request.headers.get("X-Autosave") == "1"


def _coming_from() -> str:
    """What keeps in the address where to go back to, when one answer is changed."""
    back = safe_next("")
    return f"?next={quote(back)}" if back else ""


def _address(challenge: Challenge, part: str = "") -> str:
    return f"/desk/challenges/{challenge.reference}/statement{part}"


for each in SECTIONS:
    bp.add_url_rule(
        f"/desk/challenges/<ref>/statement/{each.key}",
        f"edit_{each.key}",
        permit(policy.may_write, load=queries.for_desk)(partial(edit, each)),
        methods=["GET", "POST"],
    )
