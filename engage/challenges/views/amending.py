"""Changing a published statement: a working copy, what it would change, and one button."""

from functools import partial
from typing import Any

from flask import flash, jsonify, redirect, request
from sqlalchemy.orm import Session

from engage.challenges import policy, queries, service
from engage.challenges.forms import AmendForm, SectionForm
from engage.challenges.models import Amendment, Challenge
from engage.challenges.queries import history
from engage.challenges.queries.checking import findings
from engage.challenges.queries.starting import tips
from engage.challenges.views.advice import shown
from engage.challenges.views.blueprint import bp
from engage.challenges.views.changes import changes
from engage.challenges.views.sections import SECTIONS, Section
from engage.challenges.views.statement import is_autosave
from engage.kernel.clock import now, spoken
from engage.kernel.versions import fingerprint_of
from engage.web.access import Answer, actor, permit
from engage.web.forms import ButtonForm
from engage.web.pages import page, showing_refusals

ROOT = "/desk/challenges/<ref>/amend"


@bp.get(ROOT)
@permit(policy.may_write, load=queries.for_desk)
def amend(session: Session, challenge: Challenge) -> Answer:
    """The parts that can be changed, and what is changed already."""
    require_amendable(session, challenge)
    amendment = history.amendment(session, challenge.id)
    content = service.waiting(challenge, amendment)
    looked = findings(session, service.as_amended(challenge, amendment), now(session))
    return page(
        "challenges/amend.html",
        challenge=challenge,
        parts=[(section, bool(set(section.names) & set(content))) for section in SECTIONS],
        to_look_at={section.key: looked.count(section.names) for section in SECTIONS},
        is_changed=bool(content),
        is_begun=amendment is not None,
    )


def amend_part(section: Section, session: Session, challenge: Challenge) -> Answer:
    """One part of the working copy; nothing public changes."""
    require_amendable(session, challenge)
    amendment = history.amendment(session, challenge.id)
    copy = service.as_amended(challenge, amendment)
    form = section.form.of(copy)
    if form.holds_a_draft():
        with showing_refusals(form, session):
            service.propose(
                session,
                challenge,
                changes=_changes(form, challenge),
                seen=form.seen(),
                by=actor().id,
                at=now(session),
            )
            return _saved(section, session, challenge)
    return _show(section, session, challenge, form, copy)


def _changes(form: SectionForm, challenge: Challenge) -> dict[str, Any]:
    """What was typed. A record stays one, and no other becomes one: that box is not shown."""
    given = form.changes()
    kept = {"retrospective": challenge.retrospective}
    return given | {name: value for name, value in kept.items() if name in given}


def _saved(section: Section, session: Session, challenge: Challenge) -> Answer:
    if is_autosave():
        copy = service.as_amended(challenge, history.amendment(session, challenge.id))
        return jsonify(version=fingerprint_of(section.form.saved(copy)))
    if "find" in request.form:
        return redirect(_address(challenge, "/cpv"), 303)
    if "lots" in request.form.getlist("go"):
        return redirect(_address(challenge, "/lots"), 303)
    flash("Saved. Nothing public has changed yet")
    return redirect(_address(challenge), 303)


def _show(
    section: Section, session: Session, challenge: Challenge, form: SectionForm, copy: Challenge
) -> Answer:
    if is_autosave():
        return "", 422 if form.versions is None else 409
    looked = findings(session, copy, now(session))
    return page(
        section.template,
        form=form,
        challenge=challenge,
        section=section,
        number=SECTIONS.index(section) + 1,
        advice=shown(
            looked.of(section.names), challenge, section.key, change="amend", dismiss=True
        ),
        named_lots=len(copy.lot_list),
        tips=tips(challenge),
        address=_address(challenge, f"/{section.key}"),
        amending=_address(challenge),
    )


@bp.route(f"{ROOT}/check", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def check_amendment(session: Session, challenge: Challenge) -> Answer:
    """What would change, why, and whether there is more time: then it is public at once."""
    require_amendable(session, challenge)
    amendment = history.amendment(session, challenge.id)
    content = service.waiting(challenge, amendment)
    if not content and request.method == "GET":
        return redirect(_address(challenge), 303)
    mark = fingerprint_of(content)
    proposal = "yes" if service.looks_material(content) else "no"
    because = amendment.because if amendment and amendment.asked_at else ""
    shown = {"seen": mark, "material": proposal, "because": because}
    form = AmendForm(request.form, data=shown)
    form.has_end = challenge.retrospective or "engagement_ends" in content
    if form.submitted():
        with showing_refusals(form, session):
            return _publish(session, challenge, form)
    form.seen.data = mark
    return page(
        "challenges/amend_check.html",
        form=form,
        challenge=challenge,
        why_not=service.why_not_amend(session, challenge, amendment, actor().id),
        amendment=amendment,
        to_look_at=_to_look_at(session, challenge, amendment),
        changes=changes(
            service.content_of(challenge), {**service.content_of(challenge), **content}
        ),
    )


def _to_look_at(session: Session, challenge: Challenge, amendment: Amendment | None) -> int:
    """What the checker finds in the texts that would change."""
    looked = findings(session, service.as_amended(challenge, amendment), now(session))
    return looked.count([*service.waiting(challenge, amendment)])


def _publish(session: Session, challenge: Challenge, form: AmendForm) -> Answer:
    before = challenge.engagement_ends
    service.amend(
        session,
        challenge,
        reasons=service.Reasons(**form.given()),
        seen=form.seen.data,
        by=actor().id,
        at=now(session),
    )
    ends = challenge.engagement_ends
    later = f". The engagement now ends at {spoken(ends)}" if ends and ends != before else ""
    flash(f"The changes are published{later}")
    return redirect(f"/desk/challenges/{challenge.reference}", 303)


@bp.route(f"{ROOT}/drop", methods=["GET", "POST"])
@permit(policy.may_write, load=queries.for_desk)
def drop_amendment(session: Session, challenge: Challenge) -> Answer:
    if history.amendment(session, challenge.id) is None:
        raise service.NotAmendable("There are no changes to throw away.")
    form = ButtonForm(request.form)
    if form.submitted():
        with showing_refusals(form, session):
            service.drop_amendment(session, challenge, by=actor().id, at=now(session))
            flash("The changes were thrown away")
            return redirect(f"/desk/challenges/{challenge.reference}", 303)
    return page("challenges/amend_drop.html", form=form, challenge=challenge)


def require_amendable(session: Session, challenge: Challenge) -> None:
    if not challenge.may_change(now(session)):
        raise service.NotAmendable(
            "Only a challenge that is open to suppliers, or a record, can be changed."
        )


def _address(challenge: Challenge, part: str = "") -> str:
    return f"/desk/challenges/{challenge.reference}/amend{part}"


for each in SECTIONS:
    bp.add_url_rule(
        f"{ROOT}/{each.key}",
        f"amend_{each.key}",
        permit(policy.may_write, load=queries.for_desk)(partial(amend_part, each)),
        methods=["GET", "POST"],
    )
